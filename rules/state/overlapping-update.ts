import { compose, replace, rule } from "#rule";

export default rule({
  id: "overlapping-update",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "An update starts a second writer before the first has stopped",
  why: "With `start-first` the new task opens the data while the old one still writes to it. A database expects to be alone with its files; two of them damage these, or the new one fails on the lock.",
  remedy: "Use `order: stop-first`, the default.",
  on: "service",
  fix: "safe",

  *check(service) {
    for (const section of ["update_config", "rollback_config"]) {
      const order = service.at("deploy", section, "order");
      if (order?.kind !== "scalar" || order.text !== "start-first") continue;
      const database = service.container.databaseFiles.find(({ fate }) => fate.survives.down && fate.mount?.readOnly === false);
      if (!database) return;
      yield {
        at: order.span,
        message: `during an update two containers of ${service.name} write ${database.path}`,
        related: database.fate.mount ? [{ at: database.fate.mount.span, note: "both have it" }] : [],
        trace: database.trace,
        confidence: database.confidence,
        fix: { title: "stop the old one first", safe: true, edits: [replace(order.span, "stop-first")] },
        address: `${service.address}.deploy.${section}.order`,
      };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
            deploy:
              update_config:
                order: start-first
        volumes:
          db:
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
            deploy:
              update_config:
                order: stop-first
        volumes:
          db:
      `,
    },
  ],
});
