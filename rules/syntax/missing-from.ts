import { dockerfile, rule } from "#rule";

export default rule({
  id: "missing-from",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The Dockerfile has no FROM",
  why: "Every image starts from another one, or from `scratch`. Docker refuses a file without FROM.",
  remedy: "Begin with FROM and the image to build on.",
  peers: {
    same: [
      { id: "kics:Dockerfile should specify base image" },
      { id: "tally:tally/require-stages" },
    ],
    near: ["hadolint:DL3061"],
  },
  on: "dockerfile",

  *check({ document, tree, stages }) {
    if (stages.length > 0) return;
    yield { at: tree.instructions[0]?.headSpan ?? document.span(0, 0), message: "no FROM says which image to build on" };
  },

  examples: [
    {
      bad: dockerfile`
        ARG RELEASE=12
        RUN true
      `,
      good: dockerfile`
        FROM scratch
      `,
    },
  ],
});

