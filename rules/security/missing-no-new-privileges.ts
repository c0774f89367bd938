import { addListItem, compose, rule } from "#rule";

export default rule({
  id: "missing-no-new-privileges",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Programs of the service may gain rights",
  why: "A program with the setuid bit in the image lets whoever gets into the container become root in it.",
  remedy: "Set `no-new-privileges:true` in `security_opt`, unless the service needs sudo or the like.",
  securitySeverity: 3.7,
  peers: {
    same: [
      { id: "compose-lint:CL-0003" },
      { id: "semgrep:no-new-privileges" },
      { id: "kics:No New Privileges Not Set", options: { services: "with-security-opt" } },
      { id: "kics:Security Opt Not Set", options: { services: "without-security-opt" } },
    ],
  },
  on: "service",
  fix: "safe",
  options: {
    services: { values: ["all", "with-security-opt", "without-security-opt"], default: "all", meaning: "all: as above; with-security-opt: only services that have the key, where nothing but `no-new-privileges:true` counts; without-security-opt: only services without the key, so that any content of it passes." },
  },

  *check(service, { options }) {
    const node = service.get("security_opt");
    if (options.services === "without-security-opt" ? node : options.services === "with-security-opt" && !node) return;
    const items = service.list("security_opt");
    const isSet = options.services === "with-security-opt" ? /^no-new-privileges:true$/ : /^no-new-privileges([:=](?:1|t|T|true|True|TRUE))?$/;
    if (items.some((item) => item.value === undefined && item.unresolved.length > 0)) return;
    if (options.services !== "without-security-opt" && items.some((item) => isSet.test(item.value?.trim() ?? ""))) return;
    const contrary = items.find((item) => /^no-new-privileges/.test(item.value ?? ""));
    const edits = contrary ? undefined : addListItem(service, "security_opt", "no-new-privileges:true");
    const fix = edits && { title: "set it", safe: false, edits };
    yield { at: service.keySpanOf("security_opt") ?? service.keySpan, message: `programs of ${service.name} may gain rights they were not started with`, address: `${service.address}.security_opt`, ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27 # the site
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27 # the site
            security_opt:
              - no-new-privileges:true
      `,
    },
    {
      about: "Only services that have the key",
      options: { services: "with-security-opt" },
      bad: compose`
        services:
          web:
            image: nginx:1.27
            security_opt:
              - no-new-privileges:false
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
      `,
      fixed: null,
    },
    {
      about: "Only services without the key",
      options: { services: "without-security-opt" },
      bad: compose`
        services:
          web:
            image: nginx:1.27
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            security_opt:
              - label:user:web
      `,
      fixed: compose`
        services:
          web:
            image: nginx:1.27
            security_opt:
              - no-new-privileges:true
      `,
    },
  ],
});
