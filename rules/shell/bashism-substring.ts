import { dockerfile, isBashism, rule, SH_OPTION } from "#rule";

export default rule({
  id: "bashism-substring",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Substring expansion in a script for sh",
  why: "An expansion such as `${name:0:3}` is an addition of bash. dash stops with \"bad substitution\".",
  remedy: "Use `cut`, or set SHELL to bash.",
  peers: { same: [{ id: "shellcheck:SC3057", options: { sh: "posix" } }] },
  on: "script",
  needs: { words: ["${"] },
  options: SH_OPTION,

  *check({ script }, { options }) {
    if (!script?.posix) return;
    for (const { node } of script.all("ParameterExpansion")) {
      if (node.operation?.type === "Slice" && isBashism(script, "substring", options.sh)) yield { at: script.spanOf(node), message: `sh does not know ${node.text}` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ARG COMMIT
        RUN echo "\${COMMIT:0:7}" > /version
      `,
      good: dockerfile`
        FROM debian:12
        ARG COMMIT
        RUN echo "$COMMIT" | cut -c 1-7 > /version
      `,
    },
  ],
});
