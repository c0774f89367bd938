import { compose, rule } from "#rule";

export default rule({
  id: "literal-credential",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A credential stands in the file",
  why: "Whoever reads the file, its history or the output of `docker inspect` has the credential, and every copy of the project has the same one.",
  remedy: "Use a secret and the image's `_FILE` variable, or take the value from a variable without default (`${DB_PASSWORD:?}`).",
  securitySeverity: 7.0,
  peers: { same: [{ id: "compose-lint:CL-0020", options: { match: "key-name" } }] },
  on: "compose",
  options: {
    match: { values: ["key-name", "likely"], default: "likely", meaning: "likely: a value that looks like a placeholder, a path or an address passes, and a random one under a name such as SSH_KEY counts; key-name: the name alone decides." },
  },

  *check(file, { options }) {
    const told = new Set<string>();
    for (const service of file.services) {
      for (const credential of service.credentials) {
        // services that share an environment by an anchor share the fault
        const place = `${credential.span.document.path}:${String(credential.span.start)}`;
        if (credential.kind !== "value" || credential.by === (options.match === "likely" ? "name" : "value") || told.has(place)) continue;
        told.add(place);
        yield { at: credential.span, message: `the value of ${credential.key} of ${service.name} stands in the file`, address: `${service.address}.environment.${credential.key}` };
      }
    }
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: postgres:16
            environment:
              - POSTGRES_PASSWORD=letmein
              - POSTGRES_USER=app
          web:
            image: example/web:3
            environment:
              API_KEY: \${API_KEY:-0123}
      `,
      good: compose`
        services:
          db:
            image: postgres:16
            environment:
              - POSTGRES_PASSWORD_FILE=/run/secrets/db
              - POSTGRES_USER=app
          web:
            image: example/web:3
            environment:
              API_KEY: \${API_KEY:?is not set}
              TOKEN_TTL: 30m
              USE_TOKENS: "true"
      `,
    },
    {
      about: "The name alone decides.",
      options: { match: "key-name" },
      bad: compose`
        services:
          web:
            image: example/web:3
            environment:
              TOKEN_URL: https://login.example.org/token
      `,
      good: compose`
        services:
          web:
            image: example/web:3
            environment:
              LOGIN_URL: https://login.example.org/token
              TOKEN_LIMIT: 1_000
      `,
    },
    {
      about: "An address and a placeholder are no credential.",
      bad: compose`
        services:
          web:
            image: example/web:3
            environment:
              SIGNING_KEY: 9f8a7c6b5d4e3f2a1b0c9d8e
      `,
      good: compose`
        services:
          web:
            image: example/web:3
            environment:
              TOKEN_URL: https://login.example.org/token
              ADMIN_PASSWORD: xxx
      `,
    },
  ],
});
