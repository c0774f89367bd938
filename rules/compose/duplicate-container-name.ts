import { compose, rule, type Span } from "#rule";

export default rule({
  id: "duplicate-container-name",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "Two services have one container name",
  why: "A container name exists once on a host. The second service does not start.",
  remedy: "Give each its own name, or leave `container_name` out.",
  peers: {
    same: [
      { id: "dclint:no-duplicate-container-names" },
    ],
  },
  on: "compose",

  *check({ services }) {
    const seen = new Map<string, Span>();
    for (const service of services) {
      const name = service.scalar("container_name");
      if (name?.value === undefined || name.unresolved.length > 0) continue;
      const earlier = seen.get(name.value);
      if (!earlier) seen.set(name.value, name.span);
      else {
        yield {
          at: name.span,
          message: `another service's container is called ${name.value} already`,
          related: [{ at: earlier, note: "the first one" }],
          address: `${service.address}.container_name`,
        };
      }
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            container_name: site
          api:
            image: nginx:1.27
            container_name: site
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            container_name: site
          api:
            image: nginx:1.27
            container_name: api
      `,
    },
  ],
});

