import { dockerfile, rule } from "#rule";

export default rule({
  id: "unassigned-variable",
  since: "0.1.0",
  severity: "warning",
  recommended: false,
  title: "A variable that nothing sets",
  why: "The variable is empty: neither the script nor an ARG or ENV of the stage sets it. An ARG above the first FROM is not seen by the stages below.",
  remedy: "Declare it with ARG or ENV in the stage, or correct the name.",
  peers: { same: [{ id: "shellcheck:SC2154" }] },
  on: "script",
  needs: { words: ["$"] },

  *check({ script }) {
    if (!script?.atBuild) return;
    for (const { name, span } of script.variables.unassigned) {
      if (/[a-z]/.test(name)) yield { at: span, message: `nothing in this stage sets ${name}` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        ARG version=1
        FROM debian:12
        RUN echo "$version" > /version
      `,
      good: dockerfile`
        ARG version=1
        FROM debian:12
        ARG version
        RUN echo "$version" > /version
      `,
    },
  ],
});
