import { compose, file, rule } from "#rule";

export default rule({
  id: "unset-variable",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A variable is set nowhere",
  why: "Compose puts nothing in its place and goes on with a warning. An empty name, port or password is found out late.",
  remedy: "Set it in `.env`, give it a default (`${NAME:-value}`), or demand it (`${NAME:?}`).",
  confidence: "likely",
  on: "compose",

  *check(file) {
    const told = new Set<string>();
    for (const { name, span, path, guarded, known } of file.variables) {
      if (guarded || known || told.has(name) || /\.volumes\[\d+\](\.source)?$/.test(path)) continue;
      if (file.surroundings.mayBeSetElsewhere(name)) continue;
      told.add(name);
      yield { at: span, message: `${name} is not in .env, so it is blank here`, address: path };
    }
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            web:
              image: example/web:\${WEB_TAG}
              hostname: \${WEB_NAME}
        `,
        ...file(".env")`
          WEB_NAME=shop
        `,
      },
      good: {
        ...compose`
          services:
            web:
              image: example/web:\${WEB_TAG:-3}
              hostname: \${WEB_NAME}
        `,
        ...file(".env")`
          WEB_NAME=shop
        `,
      },
    },
  ],
});
