import { dockerfile, isBashism, rule, SH_OPTION } from "#rule";

export default rule({
  id: "bashism-indirect-expansion",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Indirect expansion in a script for sh",
  why: "An expansion of the form `${!name}` is an addition of bash. dash stops with \"bad substitution\".",
  remedy: "Name the variable itself, or set SHELL to bash.",
  peers: { same: [{ id: "shellcheck:SC3053", options: { sh: "posix" } }] },
  on: "script",
  needs: { words: ["${!"] },
  options: SH_OPTION,

  *check({ script }, { options }) {
    if (!script?.posix) return;
    for (const { node } of script.all("ParameterExpansion")) {
      if (node.prefix === "!" && isBashism(script, "indirect-expansion", options.sh)) yield { at: script.spanOf(node), message: `sh does not know ${node.text}` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN name=HOME; echo "\${!name}"
      `,
      good: dockerfile`
        FROM debian:12
        SHELL ["/bin/bash", "-c"]
        RUN name=HOME; echo "\${!name}"
      `,
    },
  ],
});
