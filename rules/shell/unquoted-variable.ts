import { dockerfile, insertAfter, insertBefore, rule, type Fix, type ShellExpansion } from "#rule";

export default rule({
  id: "unquoted-variable",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Unquoted variable is split at blanks",
  why: "The shell splits an unquoted variable at blanks and takes `*`, `?` and `[` in it for file names. A value with a blank becomes two arguments, an empty one none at all.",
  remedy: "Put the expansion in double quotes. Where several words are wanted, keep them in an array or say so with a comment.",
  peers: { same: [{ id: "shellcheck:SC2086" }] },
  on: "script",
  needs: { words: ["$"] },
  fix: "safe",

  *check({ script }) {
    for (const use of script?.expansions ?? []) {
      if (use.kind !== "variable" || !use.splits || use.isCommandName || use.harmless) continue;
      const { node } = use;
      if (use.name === "@" || (node.type === "ParameterExpansion" && (standsForWords(node) || setsDefault(node, script?.commandOf(use.at)?.name)))) continue;
      const fix: Fix | undefined = use.quotable
        ? { title: "put it in double quotes", safe: !use.wholeWord, edits: [insertBefore(use.span, "\""), insertAfter(use.span, "\"")] }
        : undefined;
      yield { at: use.span, message: `${node.text} is split at blanks and globs`, ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN dir=$(mktemp -d) && cp /etc/hosts $dir/hosts
      `,
      good: dockerfile`
        FROM debian:12
        RUN dir=$(mktemp -d) && cp /etc/hosts "$dir"/hosts
      `,
    },
    {
      about: "Values that hold no blank need no quotes",
      bad: dockerfile`
        FROM debian:12
        CMD tail -f $LOG
      `,
      good: dockerfile`
        FROM debian:12
        ARG LEVEL=3
        RUN count=7; head -n $count /etc/hosts; exit $?
        RUN gzip -$LEVEL /data/dump
        CMD tail -f "$LOG"
      `,
      fixed: dockerfile`
        FROM debian:12
        CMD tail -f "$LOG"
      `,
    },
  ],
});

/** `: ${x:=a}`, which is there for the assignment alone. */
function setsDefault(node: Extract<ShellExpansion["node"], { readonly type: "ParameterExpansion" }>, command: string | undefined): boolean {
  return command === ":" && node.operation?.type === "Default" && node.operation.operator.endsWith("=");
}

/** A count, the keys of an array, all its elements, or an alternative that has quotes of its own. */
function standsForWords(node: Extract<ShellExpansion["node"], { readonly type: "ParameterExpansion" }>): boolean {
  if (node.prefix === "#" || /^[@*]$/.test(node.index?.text ?? "")) return true;
  return node.operation?.type === "Names" || (node.operation?.type === "Default" && node.operation.operator.endsWith("+"));
}
