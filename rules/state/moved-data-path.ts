import { compose, rule } from "#rule";

export default rule({
  id: "moved-data-path",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A setting moves the data out of the mounted path",
  why: "The mount is on the image's usual data path, but a variable or flag makes the image store elsewhere, outside every mount.",
  remedy: "Mount the path that the setting names, or drop the setting.",
  on: "container",

  *check(container) {
    for (const { data, mount } of container.coverage.movedOff) {
      if (!data.movedBy) continue;
      yield {
        at: data.movedBy,
        message: `this moves the ${data.what} of ${container.name} to ${data.path}, but the mount is at ${mount.target}`,
        related: [{ at: mount.span, note: "nothing is stored here any more" }],
        trace: container.writes.find((write) => write.path === data.path)?.trace ?? [],
      };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: postgres:16
            environment:
              PGDATA: /pgdata
            volumes:
              - db:/var/lib/postgresql/data
        volumes:
          db:
      `,
      good: compose`
        services:
          db:
            image: postgres:16
            environment:
              PGDATA: /var/lib/postgresql/data/pgdata
            volumes:
              - db:/var/lib/postgresql/data
        volumes:
          db:
      `,
    },
  ],
});
