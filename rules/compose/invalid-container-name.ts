import { compose, rule } from "#rule";

export default rule({
  id: "invalid-container-name",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The container's name cannot be",
  why: "Docker takes letters, digits, `_`, `.` and `-`, at least two of them and a letter or digit first. It refuses to create the container.",
  remedy: "Choose another name, or leave `container_name` out.",
  peers: {
    same: [
      { id: "dclint:service-container-name-regex" },
    ],
  },
  on: "service",

  *check(service) {
    const name = service.scalar("container_name");
    if (name?.value === undefined || name.unresolved.length > 0 || /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name.value)) return;
    yield { at: name.span, message: `Docker refuses the container name ${JSON.stringify(name.value)}`, address: `${service.address}.container_name` };
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            container_name: my web
          db:
            image: postgres:17.2
            container_name: -db
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            container_name: my-web.1
          db:
            image: postgres:17.2
            container_name: \${PREFIX}-db
      `,
    },
  ],
});

