import { dockerfile, labelsOf, rule, type Stage } from "#rule";

export default rule({
  id: "missing-label",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A required label is missing",
  why: "Whoever runs the image looks for the label to find its source, licence or owner, and inventories pass over images without it.",
  remedy: "Add the label to the stage, or to one that it builds on.",
  peers: { same: [{ id: "hadolint:DL3049" }] },
  on: "stage",
  options: {
    schema: { type: "map", default: {}, meaning: "Label keys, which of them are required." },
  },

  *check(stage, { options }) {
    const required = Object.keys(options.schema).filter((key) => isRequired(options.schema[key]));
    if (required.length === 0 || (!stage.isFinal && isUsed(stage))) return;
    const labels = labelsOf(stage);
    for (const key of required) {
      if (!labels.has(key)) yield { at: stage.from.headSpan, message: `the label ${key} is missing in ${stage.name ?? "this stage"}` };
    }
  },

  examples: [
    {
      options: { schema: { "org.example.team": "text" } },
      bad: dockerfile`
        FROM debian:12
        LABEL org.example.role=front
      `,
      good: dockerfile`
        FROM debian:12 AS base
        LABEL org.example.team=web

        FROM base
        RUN true
      `,
    },
    {
      options: { schema: { "org.example.team": { kind: "text", required: false }, "org.example.role": "text" } },
      bad: dockerfile`
        FROM debian:12
      `,
      good: dockerfile`
        FROM golang:1.23 AS build
        RUN go build

        FROM debian:12
        LABEL org.example.role=front
        COPY --from=build /app /app
      `,
    },
  ],
});

/** All labels of a schema are required but those that say `required: false`. */
function isRequired(entry: unknown): boolean {
  return !(typeof entry === "object" && entry !== null && "required" in entry && entry.required === false);
}

function isUsed(stage: Stage): boolean {
  return stage.dockerfile.stages.some((other) => other.index > stage.index && other.reads.some((read) => read.stage === stage));
}
