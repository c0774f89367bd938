import { dockerfile, rule, type ScriptCommand } from "#rule";

export default rule({
  id: "single-round-loop",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A loop over one fixed word",
  why: "The loop runs exactly once. Most often the word was meant to be a glob, a variable or several words.",
  remedy: "Loop over what was meant, or drop the loop.",
  peers: { same: [{ id: "shellcheck:SC2043" }] },
  on: "script",
  needs: { words: ["for"] },

  *check({ script }) {
    for (const { node } of script?.all("For") ?? []) {
      const [only] = node.wordlist ?? [];
      if (!only || !script || node.wordlist?.length !== 1 || /^(['"]).*\1$/s.test(only.text) && /[*?[$]/.test(only.text)) continue;
      if (/^'.*'$/s.test(only.text) || only.text.includes(",") || !(only.parts ?? []).every(isFixed)) continue;
      yield { at: script.spanOf(only), message: "this loop runs exactly once" };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN for file in /etc/app.conf; do sed -i s/a/b/ "$file"; done
      `,
      good: dockerfile`
        FROM debian:12
        RUN for file in /etc/app/*.conf; do sed -i s/a/b/ "$file"; done
      `,
    },
  ],
});

type Part = NonNullable<Extract<ScriptCommand["args"][number], { readonly type: "Word" }>["parts"]>[number];

/** A part that is always one word. */
function isFixed(part: Part): boolean {
  if (part.type === "DoubleQuoted") return part.parts.every((inner) => !/^\$(?:@|\{@)|\[@\]/.test(inner.text));
  return part.type === "Literal" || part.type === "SingleQuoted";
}
