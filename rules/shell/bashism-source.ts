import { dockerfile, isBashism, replace, rule, SH_OPTION } from "#rule";

export default rule({
  id: "bashism-source",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "source in a script for sh",
  why: "POSIX knows the dot only. dash looks for a program named `source` and finds none.",
  remedy: "Write `.` instead.",
  peers: { same: [{ id: "shellcheck:SC3046", options: { sh: "posix" } }] },
  on: "script",
  needs: { words: ["source"] },
  options: SH_OPTION,
  fix: "safe",

  *check({ script }, { options }) {
    if (!script?.posix) return;
    for (const command of script.commands) {
      const { nameWord } = command;
      if (command.name !== "source" || nameWord?.text !== "source" || !isBashism(script, "source", options.sh)) continue;
      const at = script.spanOf(nameWord);
      yield { at, message: "sh reads a file with the dot, not with source", fix: { title: "write .", safe: true, edits: [replace(at, ".")] } };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN source /etc/os-release && echo "$VERSION_ID"
      `,
      good: dockerfile`
        FROM debian:12
        RUN . /etc/os-release && echo "$VERSION_ID"
      `,
    },
  ],
});
