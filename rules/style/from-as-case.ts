import { dockerfile, replace, rule, textOf } from "#rule";

export default rule({
  id: "from-as-case",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  fix: "safe",
  title: "FROM and its AS differ in case",
  why: "`FROM base as build` reads as two languages in one line.",
  remedy: "Write `AS` in the case of its FROM.",
  peers: {
    same: [
      { id: "buildkit:FromAsCasing" },
    ],
  },
  on: "instruction",
  needs: { instructions: ["FROM"], words: ["as"] },

  *check({ instruction }) {
    const as = instruction.keyword === "FROM" ? instruction.words[1] : undefined;
    if (!as || as.value.toUpperCase() !== "AS") return;
    const from = textOf(instruction.keywordSpan);
    const wanted = from === from.toLowerCase() ? "as" : from === from.toUpperCase() ? "AS" : as.value;
    if (as.value === wanted) return;
    yield {
      at: as.span,
      message: `${as.value} is not in the case of ${from}`,
      fix: { title: `write ${wanted}`, safe: true, edits: [replace(as.span, wanted)] },
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12 as build
        RUN true
      `,
      good: dockerfile`
        FROM debian:12 AS build
        RUN true
      `,
    },
    {
      bad: dockerfile`
        from debian:12 AS build
      `,
      good: dockerfile`
        from debian:12 as build
      `,
    },
  ],
});

