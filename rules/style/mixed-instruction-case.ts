import { dockerfile, replace, rule, textOf } from "#rule";

export default rule({
  id: "mixed-instruction-case",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  fix: "safe",
  title: "Instruction words differ in case",
  why: "Docker does not care, but readers find instructions by their shape. One `run` among many `RUN` is easily missed.",
  remedy: "Write all instruction words in one case; capitals are usual.",
  peers: {
    same: [
      { id: "buildkit:ConsistentInstructionCasing" },
      { id: "dockerfilelint:uppercase_commands", options: { case: "upper" } },
    ],
  },
  options: {
    case: {
      values: ["consistent", "upper"],
      default: "consistent",
      meaning: "consistent: as above, ARG before the first FROM left out; upper: every word that is not all upper case.",
    },
  },
  on: "dockerfile",

  *check({ tree, preamble }, { options }) {
    const first = options.case === "consistent" ? preamble.length : 0;
    const words = tree.instructions.slice(first).filter((instruction) => instruction.known).map(({ keywordSpan }) => ({ span: keywordSpan, text: textOf(keywordSpan) })).filter(({ text }) => !text.includes("\n"));
    const lower = words.filter(({ text }) => text === text.toLowerCase()).length;
    const upper = words.filter(({ text }) => text === text.toUpperCase()).length;
    const wantLower = options.case === "consistent" && lower > upper;
    for (const { span, text } of words) {
      const wanted = wantLower ? text.toLowerCase() : text.toUpperCase();
      if (text === wanted) continue;
      const message = options.case === "upper" ? `${text} is not in capitals` : `${text} is not in ${wantLower ? "lower case" : "capitals"} as most instructions of this file`;
      yield { at: span, message, fix: { title: `write ${wanted}`, safe: true, edits: [replace(span, wanted)] } };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        run true
        Copy app /srv/app
      `,
      good: dockerfile`
        FROM debian:12
        RUN true
        COPY app /srv/app
      `,
    },
    {
      about: "A file that is lower case throughout passes",
      bad: dockerfile`
        from debian:12
        run true
        COPY app /srv/app
      `,
      good: dockerfile`
        from debian:12
        run true
        copy app /srv/app
      `,
    },
    {
      options: { case: "upper" },
      bad: dockerfile`
        from debian:12
        run true
      `,
      good: dockerfile`
        FROM debian:12
        RUN true
      `,
    },
  ],
});

