import { dockerfile, nearest, ownLabels, rule } from "#rule";

export default rule({
  id: "unexpected-label",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A label is not in the schema",
  why: "A misspelt key is as good as a missing one, and nothing else would notice.",
  remedy: "Correct the key, or add it to the schema.",
  peers: { same: [{ id: "hadolint:DL3050" }] },
  on: "stage",
  needs: { instructions: ["LABEL"] },
  options: {
    schema: { type: "map", default: {}, meaning: "Label keys that are known." },
    strict: { values: [false, true], default: false, meaning: "true: any other key is reported." },
  },

  *check(stage, { options }) {
    if (!options.strict) return;
    const known = Object.keys(options.schema);
    for (const { key, dynamic, pair } of ownLabels(stage)) {
      if (dynamic || known.includes(key)) continue;
      const meant = nearest(key, known);
      yield { at: pair.name.span, message: `the schema has no label ${key}${meant === undefined ? "" : `, only ${meant}`}` };
    }
  },

  examples: [
    {
      options: { strict: true, schema: { "org.example.team": "text" } },
      bad: dockerfile`
        FROM debian:12
        LABEL org.example.taem=web
      `,
      good: dockerfile`
        FROM debian:12
        LABEL org.example.team=web
      `,
    },
  ],
});
