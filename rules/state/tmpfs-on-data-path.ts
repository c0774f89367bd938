import { compose, rule } from "#rule";

export default rule({
  id: "tmpfs-on-data-path",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "Durable data lies in memory",
  why: "A tmpfs is emptied each time the container stops, so a restart of the database loses everything.",
  remedy: "Mount a named volume there. Keep the tmpfs only where the data is meant to be thrown away.",
  on: "container",

  *check(container) {
    if (container.purpose === "test" || container.kind === "lone") return;
    for (const data of container.dataPaths) {
      const mount = data.fate.mount;
      if (!mount || data.loss !== "data" || mount.declaredBy === "image" || mount.declaredBy === "base-image") continue;
      if (data.fate.survives.restart) continue;
      yield {
        at: mount.span,
        message: `${container.name} keeps its ${data.what} at ${data.path} in memory: each stop empties it`,
        trace: container.writes.find((write) => write.path === data.path)?.trace ?? [],
      };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: mysql:8.4
            tmpfs:
              - /var/lib/mysql
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
            tmpfs:
              - /tmp
        volumes:
          db:
      `,
    },
  ],
});
