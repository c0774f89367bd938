import { addServiceKey, compose, rule } from "#rule";

export default rule({
  id: "hostname-keyed-data",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The data is stored under a host name that changes",
  why: "RabbitMQ keeps its data in a folder named after the node, and the node after the host. Without a fixed host name each new container begins with an empty folder beside the old one.",
  remedy: "Set `hostname` on the service, or RABBITMQ_NODENAME.",
  on: "container",
  fix: "safe",

  *check(container) {
    const service = container.service;
    if (!service || container.image?.known?.image !== "rabbitmq" || service.hostname || container.env.has("RABBITMQ_NODENAME")) return;
    const kept = container.coverage.kept.find((data) => data.loss === "data");
    if (!kept) return;
    const edits = addServiceKey(service, "hostname", service.name);
    yield {
      at: container.origin,
      message: `${container.name} stores under its host name in ${kept.path}, but has no fixed \`hostname\``,
      related: kept.fate.mount ? [{ at: kept.fate.mount.span, note: "the volume that each new container begins anew" }] : [],
      ...(edits ? { fix: { title: `set hostname: ${service.name}`, safe: false, edits } } : {}),
    };
  },

  examples: [
    {
      bad: compose`
        services:
          queue:
            image: rabbitmq:4
            volumes:
              - queue:/var/lib/rabbitmq
        volumes:
          queue:
      `,
      good: compose`
        services:
          queue:
            image: rabbitmq:4
            volumes:
              - queue:/var/lib/rabbitmq
            hostname: queue
        volumes:
          queue:
      `,
    },
  ],
});
