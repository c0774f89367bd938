import { compose, replace, rule } from "#rule";

export default rule({
  id: "shared-propagation",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Mounts made in the container appear on the host",
  why: "With shared propagation a process in the container can mount over paths that the host and other containers use.",
  remedy: "Leave the mode out, or use `rslave` where the container must see new mounts of the host.",
  securitySeverity: 6.5,
  peers: {
    same: [
      { id: "compose-lint:CL-0017" },
      { id: "kics:Volume Mounted In Multiple Containers", options: { modes: ["rshared", "rslave", "shared", "slave"], syntax: ["long"] } },
    ],
  },
  on: "service",
  fix: "safe",
  options: {
    modes: { values: ["rshared", "rslave", "shared", "slave"], default: ["rshared", "shared"], meaning: "Which modes are reported." },
    syntax: { values: ["long", "short"], default: ["long", "short"], meaning: "In which syntax they are looked for." },
  },

  *check(service, { options }) {
    for (const mount of service.volumes) {
      const mode = mount.propagation;
      if (mode === undefined || !isOneOf(options.modes, mode) || !isOneOf(options.syntax, mount.syntax)) continue;
      const span = mount.optionSpans.get(mode);
      yield {
        at: mount.span,
        message: `the mount at ${mount.target ?? "?"} has propagation ${mode}`,
        address: mount.address,
        ...(span && mode.endsWith("shared") ? { fix: { title: "let mounts go one way only", safe: true, edits: [replace(span, mode.replace("shared", "slave"))] } } : {}),
      };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          agent:
            image: example/agent:1
            volumes:
              - ./mounts:/mnt/all:rshared
      `,
      good: compose`
        services:
          agent:
            image: example/agent:1
            volumes:
              - ./mounts:/mnt/all:rslave
      `,
    },
  ],
});

function isOneOf(list: readonly string[], word: string): boolean {
  return list.includes(word);
}
