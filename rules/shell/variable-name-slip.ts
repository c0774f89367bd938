import { dockerfile, rule } from "#rule";

export default rule({
  id: "variable-name-slip",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A variable's name looks like a slip",
  why: "The variable is set nowhere, and one with nearly the same name is.",
  remedy: "Correct the name.",
  peers: { same: [{ id: "shellcheck:SC2153" }] },
  on: "script",
  needs: { words: ["$"] },

  *check({ script }) {
    if (!script?.atBuild) return;
    for (const { name, span, similar } of script.variables.unassigned) {
      if (!/[a-z]/.test(name) && similar !== undefined) yield { at: span, message: `nothing sets ${name}; was ${similar} meant` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ARG APP_VERSION
        RUN echo "$APP_VERSON" > /version
      `,
      good: dockerfile`
        FROM debian:12
        ARG APP_VERSION
        RUN echo "$APP_VERSION" > /version
      `,
    },
  ],
});
