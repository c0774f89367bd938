import { compose, rule } from "#rule";

export default rule({
  id: "retained-capabilities",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The service keeps rights it may not need",
  why: "The engine gives each container fourteen rights of the kernel. Most services need none of them, and whoever gets in has them all.",
  remedy: "Drop all, then add back the ones the service needs.",
  securitySeverity: 3.7,
  peers: {
    same: [
      { id: "compose-lint:CL-0006" },
      { id: "kics:Container Capabilities Unrestricted", options: { accept: ["some-dropped"] } },
    ],
  },
  on: "service",
  options: {
    accept: { values: ["added-back", "some-dropped"], default: ["added-back"], meaning: "added-back: a `cap_add` beside it does not matter, without it any `cap_add`, whatever is in it, is a finding of its own; some-dropped: any `cap_drop` is enough." },
  },

  *check(service, { options }) {
    const added = service.keySpanOf("cap_add");
    if (added && !options.accept.includes("added-back")) yield { at: added, message: `${service.name} is given further rights`, address: `${service.address}.cap_add` };
    const dropped = service.list("cap_drop");
    if (dropped.some((item) => item.value === undefined && item.unresolved.length > 0)) return;
    const enough = options.accept.includes("some-dropped") ? service.get("cap_drop") !== undefined : dropped.some((item) => /^(CAP_)?ALL$/i.test(item.value?.trim() ?? ""));
    if (!enough) yield { at: service.keySpanOf("cap_drop") ?? service.keySpan, message: `${service.name} does not drop all rights`, address: `${service.address}.cap_drop` };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            cap_drop: [NET_RAW]
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            cap_drop: [ALL]
            cap_add: [NET_BIND_SERVICE]
      `,
    },
    {
      about: "Some dropped rights are enough, added ones are not",
      options: { accept: ["some-dropped"] },
      bad: compose`
        services:
          web:
            image: nginx:1.27
            cap_drop: [ALL]
            cap_add: [NET_BIND_SERVICE]
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            cap_drop: [NET_RAW]
      `,
    },
  ],
});
