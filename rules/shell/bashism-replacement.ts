import { dockerfile, isBashism, rule, SH_OPTION } from "#rule";

export default rule({
  id: "bashism-replacement",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Replacing expansion in a script for sh",
  why: "An expansion such as `${name/a/b}` is an addition of bash. dash stops with \"bad substitution\".",
  remedy: "Use `sed` or `tr`, or set SHELL to bash.",
  peers: { same: [{ id: "shellcheck:SC3060", options: { sh: "posix" } }] },
  on: "script",
  needs: { words: ["${"] },
  options: SH_OPTION,

  *check({ script }, { options }) {
    if (!script?.posix) return;
    for (const { node } of script.all("ParameterExpansion")) {
      if (node.operation?.type === "Replace" && isBashism(script, "replacement", options.sh)) yield { at: script.spanOf(node), message: `sh does not know ${node.text}` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ARG VERSION=1.2.3
        RUN echo "\${VERSION//./_}"
      `,
      good: dockerfile`
        FROM debian:12
        ARG VERSION=1.2.3
        RUN echo "$VERSION" | tr . _
      `,
    },
  ],
});
