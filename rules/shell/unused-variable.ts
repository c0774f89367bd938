import { dockerfile, rule } from "#rule";

export default rule({
  id: "unused-variable",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A variable that nothing reads",
  why: "The assignment ends with its RUN, so a value that this script does not read is lost. Often the name was mistyped, or ENV was meant.",
  remedy: "Drop it, or set it with ENV where later instructions need it.",
  peers: { same: [{ id: "shellcheck:SC2034" }] },
  on: "script",

  *check({ script }) {
    if (!script?.atBuild) return;
    for (const { name, span } of script.variables.unused) yield { at: span, message: `${name} is set and never read` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN version=1.2; make
      `,
      good: dockerfile`
        FROM debian:12
        RUN version=1.2; make VERSION="$version"
      `,
    },
  ],
});
