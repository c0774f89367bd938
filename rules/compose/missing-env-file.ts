import { compose, file, rule, type Surroundings } from "#rule";

export default rule({
  id: "missing-env-file",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A file of environment variables is not there",
  why: "Compose refuses to start a service whose `env_file` is missing.",
  remedy: "Add the file or an example of it to copy, or write `required: false`.",
  confidence: "likely",
  on: "service",

  *check(service) {
    const { surroundings, document } = service.compose;
    const node = service.get("env_file");
    if (!node || !surroundings.real) return;
    for (const item of node.kind === "list" ? node.items : [node]) {
      const path = item.kind === "map" ? item.get("path")?.value : item;
      const required = item.kind === "map" ? item.get("required")?.value : undefined;
      if (path?.kind !== "scalar" || path.span.document !== document || (required && service.compose.resolve(required).value !== "true")) continue;
      const text = service.compose.resolve(path).value;
      if (text === undefined || surroundings.at(text) !== "missing" || surroundings.gitignored(text) || surroundings.existsFromAbove(text) || hasExample(surroundings, text)) continue;
      yield { at: path.span, message: `${service.name} needs ${text}, which is not there`, address: `${service.address}.env_file` };
    }
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            web:
              image: example/web:3
              env_file: [web.env]
        `,
        ...file("readme.txt")`
          how to start it
        `,
      },
      good: {
        ...compose`
          services:
            web:
              image: example/web:3
              env_file:
                - web.env
                - path: local.env
                  required: false
        `,
        ...file("web.env.example")`
          PORT=80
        `,
      },
    },
  ],
});

function hasExample(surroundings: Surroundings, path: string): boolean {
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
  return [...surroundings.names(folder), ...surroundings.names()].some((name) => /env/i.test(name) && /example|sample|template|tmpl|tpl|dist|default|dummy|copy/i.test(name));
}
