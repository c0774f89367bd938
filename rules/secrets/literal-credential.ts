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
  peers: { same: [{ id: "compose-lint:CL-0020" }] },
  on: "compose",

  *check(file) {
    const told = new Set<string>();
    for (const service of file.services) {
      for (const credential of service.credentials) {
        // services that share an environment by an anchor share the fault
        const place = `${credential.span.document.path}:${String(credential.span.start)}`;
        if (credential.kind !== "value" || told.has(place)) continue;
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
  ],
});
