import { compose, rule } from "#rule";

export default rule({
  id: "host-namespace",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The service shares a namespace of the host",
  why: "In the host's process namespace a container sees every program with its environment and can send it signals; in the host's IPC namespace it reads their shared memory.",
  remedy: "Leave the setting out, or share the namespace of the one service that is meant.",
  securitySeverity: 7.8,
  peers: {
    same: [
      { id: "compose-lint:CL-0010" },
      { id: "kics:Host Namespace is Shared", options: { namespaces: ["pid"] } },
      { id: "kics:Shared Host IPC Namespace", options: { namespaces: ["ipc"] } },
      { id: "kics:Shared Host User Namespace", options: { namespaces: ["user"] } },
    ],
  },
  on: "service",
  options: {
    namespaces: { values: ["ipc", "pid", "user"], default: ["ipc", "pid"], meaning: "Which namespaces are looked at; user means `userns_mode: host`." },
  },

  *check(service, { options }) {
    for (const namespace of options.namespaces) {
      const key = namespace === "user" ? "userns_mode" : namespace;
      const mode = service.scalar(key);
      if (mode?.value === "host") yield { at: mode.span, message: `${service.name} shares the host's ${NAMES[namespace] ?? namespace}`, address: `${service.address}.${key}` };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          debug:
            image: example/debug:1.4
            pid: host
            ipc: host
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            ipc: shareable
            userns_mode: host
          debug:
            image: example/debug:1.4
            pid: service:web
      `,
    },
    {
      about: "Users too, when asked for",
      options: { namespaces: ["user"] },
      bad: compose`
        services:
          web:
            image: nginx:1.27
            userns_mode: host
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            pid: host
      `,
    },
  ],
});

const NAMES: Readonly<Record<string, string>> = { ipc: "shared memory", pid: "processes", user: "users" };
