import { dockerfile, labelsOf, removeAssignment, rule } from "#rule";

export default rule({
  id: "buildx-label-overlap",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A label that Buildx sets by itself",
  why: "Buildx can add labels about the git commit. A value written by hand stands against it, and one of the two gets stale.",
  remedy: "Leave the label to Buildx, or switch its git labels off.",
  peers: { same: [{ id: "tally:tally/labels/no-buildx-git-overlap" }] },
  on: "stage",
  needs: { instructions: ["LABEL"] },
  fix: "unsafe",
  options: {
    mode: { values: ["full", "off", "on"], default: "on", meaning: "What Buildx is set to add: off, on (revision and Dockerfile entry point), full (source too)." },
  },

  *check(stage, { options }) {
    if (!stage.isFinal || options.mode === "off") return;
    const added = new Set(["org.opencontainers.image.revision", "com.docker.image.source.entrypoint", ...(options.mode === "full" ? ["org.opencontainers.image.source"] : [])]);
    for (const label of labelsOf(stage).values()) {
      if (!added.has(label.key) || label.pair.legacy) continue;
      const edit = removeAssignment(label.instruction, label.pair);
      yield { at: label.pair.span, message: `Buildx sets the label ${label.key} by itself`, ...(edit ? { fix: { title: "leave it to Buildx", safe: false, edits: [edit] } } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        LABEL org.opencontainers.image.title="shop" \
              org.opencontainers.image.revision="0123456"
      `,
      good: dockerfile`
        FROM debian:12
        LABEL org.opencontainers.image.title="shop"
      `,
    },
    {
      options: { mode: "full" },
      bad: dockerfile`
        FROM debian:12
        LABEL org.opencontainers.image.source="https://example.com/shop"
      `,
      good: dockerfile`
        FROM debian:12 AS build
        LABEL org.opencontainers.image.revision="0123456"

        FROM debian:12
      `,
      fixed: dockerfile`
        FROM debian:12
      `,
    },
    {
      options: { mode: "on" },
      bad: dockerfile`
        FROM debian:12
        LABEL com.docker.image.source.entrypoint="Dockerfile"
      `,
      good: dockerfile`
        FROM debian:12
        LABEL org.opencontainers.image.source="https://example.com/shop"
      `,
      fixed: dockerfile`
        FROM debian:12
      `,
    },
  ],
});
