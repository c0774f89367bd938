import { dockerfile, remove, replace, rule, type Edit, type Fix, type Span } from "#rule";

export default rule({
  id: "obsolete-x-test",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A letter in front of both sides of a test",
  why: "The letter guarded against shells of the last century that stumbled over an empty side. It only makes the test harder to read.",
  remedy: "Compare the values, each in quotes.",
  peers: { same: [{ id: "shellcheck:SC2268" }] },
  on: "script",
  needs: { words: ["="] },
  fix: "safe",

  *check({ script }) {
    for (const { operator, left, right, span, form } of script?.comparisons ?? []) {
      if (!script || (operator !== "=" && operator !== "==") || !startsWithX(left.text) || !startsWithX(right.text)) continue;
      const edits = [withoutX(script.spanOf(left), left.text), withoutX(script.spanOf(right), right.text)].filter((edit) => edit !== undefined);
      const fix: Fix | undefined = edits.length === 2 && form !== "[[" ? { title: "drop it", safe: true, edits } : undefined;
      yield { at: script.spanOf(left), message: "the x in front of both sides is not needed", related: [{ at: span, note: "this comparison" }], ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ARG MODE
        RUN [ "x$MODE" = "xdebug" ] || strip /app
      `,
      good: dockerfile`
        FROM debian:12
        ARG MODE
        RUN [ "$MODE" = "debug" ] || strip /app
      `,
    },
  ],
});

function startsWithX(text: string): boolean {
  return /^["']?x/.test(text);
}

/** Only where what is left is in double quotes, or a plain word. */
function withoutX(at: Span, text: string): Edit | undefined {
  if (text === "x") return replace(at, '""');
  const from = text.startsWith('"') ? 1 : 0;
  const rest = text.slice(0, from) + text.slice(from + 1);
  if (!/^(?:"[^"]*"|[\w.-]+)$/.test(rest) || rest.startsWith("-") || at.end - at.start !== text.length) return undefined;
  return remove(at.document.span(at.start + from, at.start + from + 1));
}
