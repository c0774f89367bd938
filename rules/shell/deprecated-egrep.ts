import { dockerfile, replace, rule } from "#rule";

export default rule({
  id: "deprecated-egrep",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "egrep is on its way out",
  why: "GNU grep prints a warning for `egrep` since 3.8, and the name may go.",
  remedy: "Write `grep -E`.",
  peers: { same: [{ id: "shellcheck:SC2196" }] },
  on: "script",
  needs: { words: ["egrep"] },
  fix: "safe",

  *check({ script }) {
    for (const { name, nameWord } of script?.commands ?? []) {
      if (name !== "egrep" || !nameWord || !script) continue;
      const at = script.spanOf(nameWord);
      yield { at, message: "egrep is grep -E", ...(nameWord.text === "egrep" ? { fix: { title: "write grep -E", safe: true, edits: [replace(at, "grep -E")] } } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN egrep 'a|b' /etc/hosts
      `,
      good: dockerfile`
        FROM debian:12
        RUN grep -E 'a|b' /etc/hosts
      `,
    },
  ],
});
