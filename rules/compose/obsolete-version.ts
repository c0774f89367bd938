import { compose, removeLines, rule } from "#rule";

export default rule({
  id: "obsolete-version",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  fix: "safe",
  title: "The version key is obsolete",
  why: "Compose ignores `version` and prints a warning at every command. It says nothing about what the file may contain.",
  remedy: "Take the line out.",
  peers: {
    same: [
      { id: "dclint:no-version-field" },
    ],
  },
  on: "compose",

  *check({ root, document }) {
    const version = root?.kind === "map" ? root.get("version") : undefined;
    if (!version || version.keySpan.document !== document) return;
    const flow = document.text[root?.span.start ?? 0] === "{";
    yield {
      at: version.keySpan,
      message: "Compose ignores version",
      address: "version",
      ...(flow ? {} : { fix: { title: "take it out", safe: true, edits: [removeLines(version.span)] } }),
    };
  },

  examples: [
    {
      bad: compose`
        version: "3.8"
        services:
          web:
            image: nginx:1.27
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
      `,
    },
  ],
});

