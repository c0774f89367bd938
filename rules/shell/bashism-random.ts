import { dockerfile, isBashism, rule, SH_OPTION } from "#rule";

export default rule({
  id: "bashism-random",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A variable that only bash sets",
  why: "Only bash sets RANDOM, HOSTNAME, UID and the like. In another sh they are empty.",
  remedy: "Ask a program (`hostname`, `id -u`, `shuf`), or set SHELL to bash.",
  peers: { same: [{ id: "shellcheck:SC3028", options: { sh: "posix" } }] },
  on: "script",
  needs: { words: ["$"] },
  options: SH_OPTION,

  *check({ script }, { options }) {
    if (!script?.posix) return;
    for (const { node, name, span, kind } of script.expansions) {
      if (kind !== "variable" || !(DYNAMIC.test(name) || (SET_ONCE.test(name) && !script.variables.isAssigned(name)))) continue;
      if (node.type === "ParameterExpansion" && node.operation?.type === "Default" && SET_ONCE.test(name)) continue;
      if (isBashism(script, name === "RANDOM" || name === "HOSTNAME" ? name : "other-variable", options.sh)) yield { at: span, message: `sh does not set ${name}` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN echo "$RANDOM" > /seed
      `,
      good: dockerfile`
        FROM debian:12
        SHELL ["/bin/bash", "-c"]
        RUN echo "$RANDOM" > /seed
      `,
    },
  ],
});

/** Those that change by themselves cannot be set by others. */
const DYNAMIC = /^(?:RANDOM|SECONDS)$/;
const SET_ONCE = /^(?:OSTYPE|MACHTYPE|HOSTTYPE|HOSTNAME|DIRSTACK|EUID|UID|SHLVL|PIPESTATUS|SHELLOPTS|_|BASHOPTS|BASHPID|BASH_(?!VERSION$)\w+|FUNCNAME)$/;
