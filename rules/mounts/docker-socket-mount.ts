import { compose, rule, type HostBind } from "#rule";

export default rule({
  id: "docker-socket-mount",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The container engine's socket is mounted into a container",
  why: "Whoever can talk to the engine's socket can start a container with the whole host in it. A read-only mount changes nothing: it protects the file, not what is said through it.",
  remedy: "Do without it, or put a proxy between that passes only the requests the service needs.",
  securitySeverity: 9.3,
  peers: {
    same: [
      { id: "kics:Docker Socket Mounted In Container" },
      { id: "semgrep:exposing-docker-socket-volume" },
      { id: "compose-lint:CL-0001", options: { includeParents: true, includeBarePath: false } },
    ],
  },
  on: "service",
  options: {
    includeParents: { values: [false, true], default: false, meaning: "true: the source (path normalised, variables' defaults and named volumes bound by driver_opts resolved) may also be /run/systemd/private or a directory that holds a socket: /run, /var/run, /run/containerd, /run/systemd or anything above, `/` included; other paths below /run pass." },
    includeBarePath: { values: [false, true], default: true, meaning: "false: a bare socket path passes." },
  },

  *check(service, { options }) {
    for (const entry of service.volumes) {
      const at = entry.sourceSpan ?? entry.span;
      if (entry.source === undefined) {
        if (!options.includeBarePath || entry.type !== "volume" || !SOCKET.test(entry.target ?? "")) continue;
        yield { at, message: `${entry.target ?? ""} alone makes an empty volume there, not a way to the engine`, address: entry.address };
      } else if (entry.type !== "config" && entry.type !== "secret" && (SOCKET.test(entry.source.replace(/(?<![/.])[/.]+$/, "")) || PIPE.test(entry.source))) {
        yield { at, message: `${service.name} can command the host's container engine through ${entry.source}`, address: entry.address };
      }
    }
    for (const bind of service.hostBinds) {
      const message = throughVolume(bind, service.name) ?? (options.includeParents && !SOCKET.test(bind.path) && HOLDS_SOCKET.test(bind.path) ? `${service.name} gets ${bind.path} of the host, and the container engine's socket with it` : undefined);
      if (message !== undefined) yield { at: bind.through === "volume" ? bind.entry.span : bind.span, message, ...(bind.through === "volume" ? { related: [{ at: bind.span, note: "what the volume is" }] } : {}), address: bind.entry.address };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          proxy:
            image: traefik:3.2
            volumes:
              - /var/run/docker.sock:/var/run/docker.sock:ro
      `,
      good: compose`
        services:
          proxy:
            image: traefik:3.2
            command: --providers.docker.endpoint=tcp://socket-proxy:2375
      `,
    },
    {
      about: "Through a named volume, and a path that mounts nothing",
      bad: compose`
        services:
          agent:
            image: example/agent:1.4
            volumes:
              - engine:/run/engine.sock
              - /var/run/docker.sock
        volumes:
          engine:
            driver_opts: { type: none, o: bind, device: /run/podman/podman.sock }
      `,
    },
    {
      about: "A folder that holds the socket",
      options: { includeParents: true, includeBarePath: false },
      bad: compose`
        services:
          agent:
            image: example/agent:1.4
            volumes:
              - /var/run:/host/run
      `,
      good: compose`
        services:
          agent:
            image: example/agent:1.4
            volumes:
              - /run/agent:/run/agent
              - /var/run/docker.sock
      `,
    },
  ],
});

const SOCKET = /\/(docker|podman|containerd|crio)\.sock$/;
const PIPE = /pipe[\\/]docker_engine$/;
/** Directories that hold an engine's socket, what is above them, and systemd's own one. */
const HOLDS_SOCKET = /^(\/|\/var|(\/var)?\/run(\/containerd|\/systemd(\/private)?)?)$/;

function throughVolume(bind: HostBind, service: string): string | undefined {
  if (bind.through !== "volume" || !SOCKET.test(bind.path)) return undefined;
  return `${service} commands the host's container engine through the volume ${bind.entry.source ?? ""}`;
}
