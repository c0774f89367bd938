import { dockerfile, rule } from "#rule";

export default rule({
  id: "shell-syntax-error",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "The shell cannot read this",
  why: "The shell stops at a text that it cannot read, and the build or the container with it.",
  remedy: "Correct the syntax: an open quote, a missing `fi` or `done`, a stray bracket.",
  peers: {
    same: [
      { id: "shellcheck:SC1072" },
      { id: "tally:shellcheck/ShellCheck" },
    ],
    near: ["shellcheck:SC1036", "shellcheck:SC1065", "shellcheck:SC1073", "shellcheck:SC1088", "shellcheck:SC1089"],
  },
  on: "script",

  *check({ script }) {
    const [fault] = script?.faults ?? [];
    if (fault) yield { at: fault.span, message: fault.message };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN if [ -f /a ]; then rm /a
      `,
      good: dockerfile`
        FROM debian:12
        RUN if [ -f /a ]; then rm /a; fi
      `,
    },
  ],
});
