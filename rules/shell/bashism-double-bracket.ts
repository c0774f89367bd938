import { dockerfile, isBashism, rule, SH_OPTION } from "#rule";

export default rule({
  id: "bashism-double-bracket",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Double brackets in a script for sh",
  why: "`[[ ]]` is an addition of bash. dash, Debian's sh, looks for a program of that name, finds none and takes the test for failed.",
  remedy: "Use `[ ]`, or set SHELL to bash.",
  peers: { same: [{ id: "shellcheck:SC3010", options: { sh: "posix" } }] },
  on: "script",
  needs: { words: ["[["] },
  options: SH_OPTION,

  *check({ script }, { options }) {
    if (!script?.posix) return;
    for (const { node } of script.all("TestCommand")) {
      if (isBashism(script, "[[", options.sh)) yield { at: script.spanOf(node), message: "sh does not know [[ ]]" };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN if [[ -f /etc/app.conf ]]; then cat /etc/app.conf; fi
      `,
      good: dockerfile`
        FROM debian:12
        RUN if [ -f /etc/app.conf ]; then cat /etc/app.conf; fi
      `,
    },
  ],
});
