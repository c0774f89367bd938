import { dockerfile, rule } from "#rule";

export default rule({
  id: "bashism-brace-expansion",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Brace expansion in a script for sh",
  why: "`{a,b}` is an addition of bash. Debian's and Alpine's sh take it as it stands and make one file with braces in its name.",
  remedy: "Write the words out, or set SHELL to bash.",
  peers: { same: [{ id: "shellcheck:SC3009" }] },
  on: "instruction",

  *check({ script }) {
    if (!script?.posix) return;
    for (const { node } of script.all("BraceExpansion")) yield { at: script.spanOf(node), message: "sh does not expand these braces" };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN mkdir -p /srv/{data,log}
      `,
      good: dockerfile`
        FROM debian:12
        SHELL ["/bin/bash", "-c"]
        RUN mkdir -p /srv/{data,log}
      `,
    },
  ],
});
