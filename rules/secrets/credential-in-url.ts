import { compose, rule } from "#rule";

export default rule({
  id: "credential-in-url",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A password stands in an address in the file",
  why: "Whoever reads the file, its history or the output of `docker inspect` has the password, and it cannot be changed without changing the file.",
  remedy: "Take the password from a variable without default (`${DB_PASSWORD:?}`), or let the program read it from a secret.",
  securitySeverity: 7.0,
  peers: { same: [{ id: "compose-lint:CL-0021" }] },
  on: "compose",

  *check(file) {
    const told = new Set<string>();
    for (const service of file.services) {
      for (const credential of service.credentials) {
        // services that share an environment by an anchor share the fault
        const place = `${credential.span.document.path}:${String(credential.span.start)}`;
        if (credential.kind !== "url" || told.has(place)) continue;
        told.add(place);
        yield { at: credential.span, message: `${credential.key} of ${service.name} holds an address with its password`, address: `${service.address}.environment.${credential.key}` };
      }
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: example/web:3
            environment:
              DATABASE_URL: postgres://web:\${DB_PASSWORD:-letmein}@db/web
              CACHE: redis://:hush@cache:6379/0
      `,
      good: compose`
        services:
          web:
            image: example/web:3
            environment:
              DATABASE_URL: postgres://web:\${DB_PASSWORD:?is not set}@db/web
              CACHE: redis://cache:6379/0
      `,
    },
  ],
});
