import { dockerfile, rule } from "#rule";

export default rule({
  id: "long-file",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The file is long",
  why: "A Dockerfile of hundreds of lines mixes things that change for different reasons, and nobody reads it to the end.",
  remedy: "Move scripts into files of their own, and split what is built into stages or images.",
  peers: { same: [{ id: "tally:tally/max-lines" }] },
  on: "dockerfile",
  options: {
    max: { type: "number", default: 50, meaning: "The most lines; 0 switches the rule off." },
    skipBlank: { values: [false, true], default: true, meaning: "Blank lines are not counted." },
    skipComments: { values: [false, true], default: true, meaning: "Comment lines are not counted." },
  },

  *check({ tree }, { options }) {
    const { document } = tree;
    if (options.max <= 0) return;
    const comments = new Set([...tree.comments, ...tree.directives].map(({ span }) => document.position(span.start).line));
    let count = 0;
    let excess = 0;
    for (let line = 1; line <= document.lineCount; line++) {
      const { start, end } = document.lineSpan(line);
      if (options.skipComments && comments.has(line)) continue;
      if (options.skipBlank && document.slice(start, end).trim() === "") continue;
      if (++count > options.max && excess === 0) excess = line;
    }
    if (excess > 0) yield { at: document.lineSpan(excess), message: `the file has ${count} lines, ${options.max} are allowed` };
  },

  examples: [
    {
      options: { max: 3 },
      bad: dockerfile`
        FROM debian:12
        RUN one
        RUN two
        RUN three
      `,
      good: dockerfile`
        FROM debian:12

        # neither blank lines nor comments count
        RUN one
        RUN two
      `,
    },
    {
      options: { max: 3, skipBlank: false, skipComments: false },
      bad: dockerfile`
        FROM debian:12

        # why
        RUN one
      `,
      good: dockerfile`
        FROM debian:12
        # why
        RUN one
      `,
    },
    {
      about: "0 switches the rule off",
      options: { max: 1 },
      bad: dockerfile`
        FROM debian:12
        RUN one
      `,
      good: dockerfile`
        FROM debian:12
      `,
    },
  ],
});
