import { dockerfile, isBashism, rule, SH_OPTION } from "#rule";

export default rule({
  id: "bashism-set-option",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "An option that sh does not know",
  why: "POSIX sh has no option pipefail. dash stops the script at `set -o pipefail` with \"Illegal option\".",
  remedy: "Set SHELL to a shell that has the option, such as bash.",
  peers: { same: [{ id: "shellcheck:SC3040", options: { sh: "posix" } }] },
  on: "script",
  needs: { words: ["set"] },
  options: SH_OPTION,

  *check({ script }, { options }) {
    if (!script?.posix) return;
    for (const command of script.commands) {
      if (command.name !== "set") continue;
      for (let at = 0; at + 1 < command.args.length; at++) {
        const [flag, option] = [command.args[at], command.args[at + 1]];
        if (!flag || !option || !/^[-+][a-zA-Z]*o$/.test(command.textOf(flag))) continue;
        const name = command.valueOf(option);
        if (name === undefined || /^[-+]/.test(name) || KNOWN.has(name)) continue;
        if (isBashism(script, name === "pipefail" ? name : "other-option", options.sh)) yield { at: script.spanOf(option), message: `sh has no option ${name}` };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN set -o pipefail && curl -fsSL https://example.com/a.tgz | tar -xz
      `,
      good: dockerfile`
        FROM debian:12
        SHELL ["/bin/bash", "-c"]
        RUN set -o pipefail && curl -fsSL https://example.com/a.tgz | tar -xz
      `,
    },
  ],
});

const KNOWN = new Set([
  "allexport", "errexit", "ignoreeof", "monitor", "noclobber", "noexec", "noglob", "nolog", "notify", "nounset", "verbose", "vi", "xtrace",
]);
