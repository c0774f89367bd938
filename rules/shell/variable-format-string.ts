import { dockerfile, insertBefore, rule, type ScriptCommand } from "#rule";

export default rule({
  id: "variable-format-string",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A variable is used as printf's format",
  why: "`printf` reads `%` and backslashes in its format. A value that holds one is printed wrongly or with an error.",
  remedy: "Write `printf '%s'` and give the variable as an argument.",
  peers: { same: [{ id: "shellcheck:SC2059" }] },
  on: "script",
  needs: { words: ["printf"] },
  fix: "safe",

  *check({ script }) {
    for (const command of script?.commands ?? []) {
      if (command.name !== "printf") continue;
      const skipped = command.args[0]?.text === "-v" ? 2 : command.args[0]?.text === "--" ? 1 : 0;
      const format = command.args[skipped];
      if (format?.type !== "Word" || command.textOf(format).includes("%") || !expands(format)) continue;
      const at = script?.spanOf(format);
      const rest = command.args.length > skipped + 1;
      const whole = format.parts?.length === 1 && format.parts[0]?.type === "DoubleQuoted" && format.parts[0].parts.length === 1;
      if (at) yield { at, message: "a `%` or backslash in the value is read as part of the format", ...(whole && !rest ? { fix: { title: "print it with %s", safe: true, edits: [insertBefore(at, "'%s' ")] } } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ARG GREETING
        RUN printf "$GREETING" > /etc/motd
      `,
      good: dockerfile`
        FROM debian:12
        ARG GREETING
        RUN printf '%s' "$GREETING" > /etc/motd
      `,
    },
  ],
});

type Word = Extract<ScriptCommand["args"][number], { readonly type: "Word" }>;

function expands(word: Word): boolean {
  return (word.parts ?? []).some((part) => /Expansion$/.test(part.type) || (part.type === "DoubleQuoted" && part.parts.some((inner) => /Expansion$/.test(inner.type))));
}
