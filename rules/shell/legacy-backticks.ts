import { dockerfile, replace, rule, type Fix } from "#rule";

export default rule({
  id: "legacy-backticks",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Backticks for a command substitution",
  why: "Backslashes and quotes mean something else inside backticks, and they cannot be nested without escapes.",
  remedy: "Write `$(...)`.",
  peers: { same: [{ id: "shellcheck:SC2006" }] },
  on: "script",
  needs: { words: ["`"] },
  fix: "safe",

  *check({ script }) {
    for (const use of script?.expansions ?? []) {
      if (use.node.type !== "CommandExpansion" || !use.node.text.startsWith("`") || (use.node.script?.commands.length ?? 0) === 0) continue;
      const { document, start, end } = use.span;
      const plain = !use.node.text.includes("\\") && document.text[start] === "`" && document.text[end - 1] === "`" && document.slice(start, end) === use.node.text;
      const fix: Fix | undefined = plain
        ? { title: "write $(...)", safe: true, edits: [replace(document.span(start, start + 1), "$("), replace(document.span(end - 1, end), ")")] }
        : undefined;
      yield { at: use.span, message: "a command substitution in backticks", ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN arch="\`uname -m\`" && echo "$arch"
      `,
      good: dockerfile`
        FROM debian:12
        RUN arch="$(uname -m)" && echo "$arch"
      `,
    },
  ],
});
