import { dockerfile, isBashism, rule, SH_OPTION } from "#rule";

export default rule({
  id: "bashism-quoting",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Dollar quotes in a script for sh",
  why: "A text in `$'...'` is an addition of bash. dash keeps the dollar sign and expands no escape.",
  remedy: "Use `printf`, or set SHELL to bash.",
  peers: { same: [{ id: "shellcheck:SC3003", options: { sh: "posix" } }] },
  on: "script",
  needs: { words: ["$'"] },
  options: SH_OPTION,

  *check({ script }, { options }) {
    if (!script?.posix) return;
    for (const { node } of script.all("AnsiCQuoted")) {
      if (isBashism(script, "$'...'", options.sh)) yield { at: script.spanOf(node), message: "sh does not read escapes in $'...'" };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN IFS=$'\n' make
      `,
      good: dockerfile`
        FROM debian:12
        SHELL ["/bin/bash", "-c"]
        RUN IFS=$'\n' make
      `,
    },
  ],
});
