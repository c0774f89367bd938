import { dockerfile, insertAfter, isBashism, replace, rule, SH_OPTION } from "#rule";

export default rule({
  id: "bashism-redirect",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Redirection of bash in a script for sh",
  why: "POSIX sh reads `cmd &> file` as two commands: `cmd &` in the background, and an empty one that truncates the file.",
  remedy: "Write `> file 2>&1`.",
  peers: { same: [{ id: "shellcheck:SC3020", options: { sh: "posix" } }] },
  on: "script",
  needs: { words: ["&>"] },
  options: SH_OPTION,
  fix: "safe",

  *check({ script }, { options }) {
    if (!script?.posix) return;
    for (const { node } of script.all("Redirect")) {
      if (node.operator !== "&>" || !node.target || !isBashism(script, "&>", options.sh)) continue;
      const at = script.spanOf(node);
      const operator = at.document.span(at.start, at.start + 2);
      yield { at, message: "sh runs this in the background instead", fix: { title: "write > file 2>&1", safe: true, edits: [replace(operator, ">"), insertAfter(script.spanOf(node.target), " 2>&1")] } };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN make &>/tmp/make.log
      `,
      good: dockerfile`
        FROM debian:12
        RUN make >/tmp/make.log 2>&1
      `,
    },
  ],
});
