import { compose, rule } from "#rule";

export default rule({
  id: "kept-base-mount",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Production keeps a source mount of the base file",
  why: "Mounts of several files are merged by their targets. What the base file mounts for development stays in force in production, unless the production file replaces it.",
  remedy: "Move the mount into a file for development, or write `volumes: !override` in the production file.",
  confidence: "likely",
  on: "service",

  *check(service) {
    const { documents } = service.compose;
    const [base] = documents;
    const production = documents.find((document, at) => at > 0 && /(^|[/._-])prod(uction)?([/._-]|$)/i.test(document.path));
    if (!production || !service.build) return;
    for (const entry of service.volumes) {
      if (entry.type !== "bind" || entry.readOnly || entry.span.document !== base || !/^\.{1,2}(\/|$)|^\.$/.test(entry.source ?? "")) continue;
      if (!SOURCE.test(entry.source ?? "")) continue;
      yield { at: entry.span, message: `${service.name} keeps the mount of ${entry.source ?? ""} with ${production.path} too`, address: entry.address };
    }
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            web:
              build: .
              volumes:
                - ./src:/app/src
        `,
        "compose.prod.yaml": "services:\n  web:\n    restart: always\n",
        ".env": "COMPOSE_FILE=compose.yaml:compose.prod.yaml\n",
      },
      good: {
        ...compose`
          services:
            web:
              build: .
              volumes:
                - uploads:/app/uploads
          volumes:
            uploads:
        `,
        "compose.prod.yaml": "services:\n  web:\n    restart: always\n",
        ".env": "COMPOSE_FILE=compose.yaml:compose.prod.yaml\n",
      },
    },
  ],
});

const SOURCE = /^\.{1,2}\/?$|(^|\/)(src|app|code|source|web|api|backend|frontend|server|client|lib|public)\/?$/;
