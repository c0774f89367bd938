import { compose, dockerfile, file, rule, type Mount } from "#rule";

export default rule({
  id: "entrypoint-wipes-data",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "Each start deletes data that a mount keeps",
  why: "The volume survives the container, but the entry point empties it at every start.",
  remedy: "Guard the deletion, so that it runs only where it is wanted.",
  on: "container",

  *check(container) {
    const reported = new Set<Mount>();
    for (const removal of container.removals) {
      const mount = container.fateOf(removal.path).mount;
      if (!mount || removal.conditional || reported.has(mount) || mount.kind === "tmpfs" || mount.kind === "anonymous-volume") continue;
      if (removal.path !== mount.target && removal.path !== `${mount.target}/*`) continue;
      reported.add(mount);
      yield { at: removal.span, message: `${container.name} deletes everything in ${mount.target} at each start`, related: [{ at: mount.span, note: "this mount was meant to keep it" }], trace: removal.trace };
    }
  },

  examples: [
    {
      bad: { ...compose`
        services:
          web:
            build: .
            volumes:
              - orders:/srv/orders
        volumes:
          orders:
      `, ...dockerfile`
        FROM alpine:3.20
        COPY start.sh /start.sh
        CMD ["sh", "/start.sh"]
      `, ...file("start.sh")`
        #!/bin/sh
        rm -rf /srv/orders/*
        sleep 60
      ` },
      good: { ...compose`
        services:
          web:
            build: .
            volumes:
              - orders:/srv/orders
        volumes:
          orders:
      `, ...dockerfile`
        FROM alpine:3.20
        COPY start.sh /start.sh
        CMD ["sh", "/start.sh"]
      `, ...file("start.sh")`
        #!/bin/sh
        rm -f /srv/orders/lock
        sleep 60
      ` },
    },
  ],
});
