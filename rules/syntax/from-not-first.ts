import { dockerfile, rule } from "#rule";

export default rule({
  id: "from-not-first",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "An instruction stands before the first FROM",
  why: "Before FROM there is no image that an instruction could work on. Only ARG may stand there; Docker refuses the file.",
  remedy: "Move the instruction below FROM.",
  peers: {
    same: [
      { id: "hadolint:DL3061" },
      { id: "dockerfilelint:from_first" },
      { id: "kics:First instruction must be ARG or FROM" },
    ],
  },
  on: "dockerfile",

  *check({ preamble, stages }) {
    const first = preamble.find((instruction) => instruction.known && instruction.keyword !== "ARG");
    const from = stages[0]?.from;
    if (!first || !from) return;
    yield { at: first.headSpan, message: `${first.keyword} stands before the first FROM`, related: [{ at: from.keywordSpan, note: "the first FROM" }] };
  },

  examples: [
    {
      bad: dockerfile`
        RUN true
        FROM debian:12
      `,
      good: dockerfile`
        # syntax=docker/dockerfile:1
        # a comment
        ARG RELEASE=12
        FROM debian:\${RELEASE}
        RUN true
      `,
    },
  ],
});

