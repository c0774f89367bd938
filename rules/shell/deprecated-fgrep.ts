import { dockerfile, replace, rule } from "#rule";

export default rule({
  id: "deprecated-fgrep",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "fgrep is on its way out",
  why: "GNU grep prints a warning for `fgrep` since 3.8, and the name may go.",
  remedy: "Write `grep -F`.",
  peers: { same: [{ id: "shellcheck:SC2197" }] },
  on: "script",
  needs: { words: ["fgrep"] },
  fix: "safe",

  *check({ script }) {
    for (const { name, nameWord } of script?.commands ?? []) {
      if (name !== "fgrep" || !nameWord || !script) continue;
      const at = script.spanOf(nameWord);
      yield { at, message: "fgrep is grep -F", ...(nameWord.text === "fgrep" ? { fix: { title: "write grep -F", safe: true, edits: [replace(at, "grep -F")] } } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN fgrep -q a.b /etc/hosts
      `,
      good: dockerfile`
        FROM debian:12
        RUN grep -F -q a.b /etc/hosts
      `,
    },
  ],
});
