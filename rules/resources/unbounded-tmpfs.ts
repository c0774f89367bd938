import { compose, rule } from "#rule";

export default rule({
  id: "unbounded-tmpfs",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A tmpfs has no size",
  why: "A tmpfs without a size may grow to half of the host's memory, and what lies in it is not swapped for the good of others first.",
  remedy: "Give it a size that fits what it holds.",
  on: "service",

  *check(service) {
    for (const entry of service.volumes) {
      if (entry.type !== "tmpfs" || entry.syntax !== "short" || entry.unresolved.length > 0 || entry.options.some((option) => /^size=/.test(option))) continue;
      yield { at: entry.span, message: `the tmpfs at ${entry.target ?? "this path"} has no size`, address: entry.address };
    }
    const volumes = service.get("volumes");
    for (const [at, item] of (volumes?.kind === "list" ? volumes.items : []).entries()) {
      const type = item.kind === "map" ? item.get("type")?.value : undefined;
      if (item.kind !== "map" || !type || service.compose.resolve(type).value !== "tmpfs") continue;
      const settings = item.get("tmpfs")?.value;
      if (settings?.kind !== "map" || !settings.get("size")) yield { at: type.span, message: `a tmpfs of ${service.name} has no size`, address: `${service.address}.volumes[${String(at)}]` };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            tmpfs: /tmp
            volumes:
              - type: tmpfs
                target: /run
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            tmpfs: /tmp:size=64m
            volumes:
              - type: tmpfs
                target: /run
                tmpfs:
                  size: 16m
      `,
    },
  ],
});
