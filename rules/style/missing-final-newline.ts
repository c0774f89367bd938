import { compose, dockerfile, insertAfter, lineEnd, remove, rule } from "#rule";

export default rule({
  id: "missing-final-newline",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  fix: "safe",
  title: "The file does not end in a newline",
  why: "Tools that work line by line join the last line with whatever comes next, and every later addition shows up as two changed lines.",
  remedy: "End the file with a newline.",
  peers: {
    same: [
      { id: "tally:tally/eol-last" },
    ],
  },
  options: {
    mode: {
      values: ["always", "never"],
      default: "always",
      meaning: "never: a newline at the end is reported instead.",
    },
  },
  on: "document",

  *check({ document }, { options }) {
    const { text } = document;
    const end = text.endsWith("\r\n") ? text.length - 2 : text.endsWith("\n") ? text.length - 1 : text.length;
    if (text === "") return;
    if (options.mode === "always" && end === text.length) {
      const last = document.span(text.length - 1, text.length);
      yield {
        at: last,
        message: "the last line has no newline",
        fix: { title: "end the file with a newline", safe: true, edits: [insertAfter(last, lineEnd(document))] },
      };
    }
    if (options.mode === "never" && end < text.length) {
      const newline = document.span(end, text.length);
      yield { at: newline, message: "the file ends in a newline", fix: { title: "take it out", safe: true, edits: [remove(newline)] } };
    }
  },

  examples: [
    {
      bad: { Dockerfile: "FROM debian:12\nRUN true" },
      good: { Dockerfile: "FROM debian:12\nRUN true\n" },
    },
    {
      about: "A file with Windows line ends gets one of those",
      bad: { "compose.yaml": "services:\r\n  web:\r\n    image: nginx:1.27" },
      good: { "compose.yaml": "services:\r\n  web:\r\n    image: nginx:1.27\r\n" },
    },
    {
      options: { mode: "never" },
      bad: dockerfile`
        FROM debian:12
      `,
      good: { Dockerfile: "FROM debian:12" },
    },
    {
      options: { mode: "never" },
      bad: compose`
        services:
          web:
            image: nginx:1.27
      `,
      good: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27" },
    },
  ],
});

