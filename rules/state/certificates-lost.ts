import { compose, persistAt, rule } from "#rule";

export default rule({
  id: "certificates-lost",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Certificates are fetched anew for every container",
  why: "The ACME account and the certificates lie in the container or in a volume without a name. Each new container asks for new ones, and the authority soon refuses.",
  remedy: "Mount a named volume on the folder of the certificates.",
  on: "container",
  fix: "unsafe",

  *check(container) {
    if (container.kind === "lone" || container.purpose === "test") return;
    for (const data of container.coverage.lost) {
      if (data.loss !== "secrets" || !/certificate|acme/i.test(data.what)) continue;
      yield {
        at: container.origin,
        message: `${container.name} keeps its ${data.what} at ${data.path} in ${data.fate.kind === "writable-layer" ? "its writable layer" : "an anonymous volume"}`,
        trace: container.writes.find((write) => write.path === data.path)?.trace ?? [],
        ...persistAt(container, data.path),
      };
    }
    // Traefik says in its settings where it keeps them: one file, which needs its folder on a volume.
    for (const { path, fate, class: loss, evidence, trace } of container.image?.known?.image === "traefik" ? container.writes : []) {
      if (loss !== "secrets" || evidence !== "config" || fate.survives.down || (fate.kind !== "writable-layer" && fate.kind !== "anonymous-volume")) continue;
      yield {
        at: container.origin,
        message: `${container.name} keeps its certificates and their keys in ${path} in ${fate.kind === "writable-layer" ? "its writable layer" : "an anonymous volume"}`,
        trace,
        ...persistAt(container, path.slice(0, Math.max(path.lastIndexOf("/"), 1))),
      };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          front:
            image: caddy:2
      `,
      good: compose`
        services:
          front:
            image: caddy:2
            volumes:
              - front-data:/data
        volumes:
          front-data:
      `,
    },
    {
      bad: compose`
        services:
          front:
            image: traefik:v3.1
            command: --certificatesresolvers.web.acme.storage=/letsencrypt/acme.json
      `,
      good: compose`
        services:
          front:
            image: traefik:v3.1
            command: --certificatesresolvers.web.acme.storage=/letsencrypt/acme.json
            volumes:
              - front-data:/letsencrypt
        volumes:
          front-data:
      `,
    },
  ],
});
