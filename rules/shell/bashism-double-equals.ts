import { dockerfile, isBashism, replace, rule, SH_OPTION } from "#rule";

export default rule({
  id: "bashism-double-equals",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "== in a test for sh",
  why: "POSIX knows `=` only. dash takes `==` for an error, so the test fails whatever the two sides are.",
  remedy: "Write a single `=`.",
  peers: { same: [{ id: "shellcheck:SC3014", options: { sh: "posix" } }] },
  on: "script",
  needs: { words: ["=="] },
  options: SH_OPTION,
  fix: "safe",

  *check({ script }, { options }) {
    if (!script?.posix) return;
    for (const { form, operator, operatorSpan } of script.comparisons) {
      if (form === "[[" || operator !== "==" || !isBashism(script, "==", options.sh)) continue;
      yield { at: operatorSpan, message: "sh compares texts with a single =", fix: { title: "write =", safe: true, edits: [replace(operatorSpan, "=")] } };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ARG MODE
        RUN if [ "$MODE" == debug ]; then echo debug; fi
      `,
      good: dockerfile`
        FROM debian:12
        ARG MODE
        RUN if [ "$MODE" = debug ]; then echo debug; fi
      `,
    },
    {
      about: "BusyBox, the sh of Alpine, reads ==",
      bad: dockerfile`
        FROM node:22-bookworm
        RUN [ "$MODE" == debug ] || exit 1
      `,
      good: dockerfile`
        FROM node:22-alpine
        RUN [ "$MODE" == debug ] || exit 1
      `,
      fixed: dockerfile`
        FROM node:22-bookworm
        RUN [ "$MODE" = debug ] || exit 1
      `,
    },
  ],
});
