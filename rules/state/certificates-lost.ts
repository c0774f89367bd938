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
  ],
});
