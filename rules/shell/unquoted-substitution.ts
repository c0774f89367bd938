import { dockerfile, insertAfter, insertBefore, rule, type Fix, type ShellExpansion } from "#rule";

export default rule({
  id: "unquoted-substitution",
  since: "0.1.0",
  severity: "warning",
  recommended: false,
  title: "Unquoted command substitution is split at blanks",
  why: "The shell splits what an unquoted `$(...)` gives at blanks and takes `*`, `?` and `[` in it for file names. An output with a blank becomes several arguments, an empty one none.",
  remedy: "Put the substitution in double quotes where one argument is meant.",
  peers: { same: [{ id: "shellcheck:SC2046" }] },
  on: "script",
  needs: { words: ["$(", "`"] },
  fix: "safe",

  *check({ script }) {
    for (const use of script?.expansions ?? []) {
      if (use.kind !== "substitution" || !use.splits || use.isCommandName || givesWords(use)) continue;
      const fix: Fix | undefined = use.quotable
        ? { title: "put it in double quotes", safe: !use.wholeWord, edits: [insertBefore(use.span, "\""), insertAfter(use.span, "\"")] }
        : undefined;
      yield { at: use.span, message: "the output of this command is split at blanks and globs", ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN mkdir -p /opt/$(uname -m)
      `,
      good: dockerfile`
        FROM debian:12
        RUN mkdir -p /opt/"$(uname -m)"
      `,
    },
    {
      about: "A list of numbers, the list of a loop and an assignment are not split by mistake",
      bad: dockerfile`
        FROM debian:12
        RUN touch $(date +%F).log
      `,
      good: dockerfile`
        FROM debian:12
        RUN day=$(date +%F); for n in $(cat /numbers); do touch "$day.$n"; done; touch $(seq 3)
      `,
      fixed: dockerfile`
        FROM debian:12
        RUN touch "$(date +%F)".log
      `,
    },
  ],
});

/** Nothing inside, or a program whose whole point is a list of numbers. */
function givesWords({ node }: ShellExpansion): boolean {
  if (node.type !== "CommandExpansion") return false;
  const statements = node.script?.commands ?? [];
  if (statements.length === 0) return true;
  const only = statements.length === 1 ? statements[0]?.command : undefined;
  return only?.type === "Command" && /^(?:seq|pgrep)$/.test(only.name?.text ?? "");
}
