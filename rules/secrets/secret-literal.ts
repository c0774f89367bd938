import { compose, dockerfile, rule } from "#rule";

export default rule({
  id: "secret-literal",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A key or token stands in the file",
  why: "Whoever has the file or its history has the key, and can act with it until it is revoked.",
  remedy: "Revoke it, then hand it in at run time as a secret, or at build time with `RUN --mount=type=secret`.",
  securitySeverity: 9.1,
  peers: { near: ["tally:tally/secrets-in-code"] },
  on: "document",

  *check(document) {
    for (const secret of document.secrets) yield { at: secret.span, message: `this looks like ${secret.what}` };
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            web:
              image: example/web:3
              environment:
                FORGE: ${["glp", "at-Zk3vQ9wLr7TnB2xYc8Hd"].join("")}
        `,
        ...dockerfile`
          FROM debian:12
          ENV CLOUD_ID=${["AKI", "AQ3EGRZT6LWN5KPBV"].join("")}
        `,
      },
      good: compose`
        services:
          web:
            image: example/web:3
            environment:
              FORGE: \${FORGE_TOKEN:?}
              SAMPLE: ${["AKI", "AIOSFODNN7EXAMPLE"].join("")}
      `,
    },
  ],
});
