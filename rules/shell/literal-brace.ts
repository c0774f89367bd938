import { dockerfile, rule } from "#rule";

export default rule({
  id: "literal-brace",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A brace stands where it means nothing",
  why: "A `{` or `}` inside a word is an ordinary character. Where a group, an expansion or a template was meant, the command gets the brace as an argument.",
  remedy: "Put it in quotes where it is meant, or close the command before it with `;`.",
  peers: { same: [{ id: "shellcheck:SC1083" }] },
  on: "script",
  needs: { words: ["{", "}"] },

  *check({ script }) {
    for (const literal of script?.literals ?? []) {
      if (literal.quote !== "none" || !/[{}]/.test(literal.raw)) continue;
      for (const offset of braces(literal.raw)) {
        const start = literal.span.start;
        const at = script?.span(literal.start + offset, literal.start + offset + 1);
        if (at) yield { at: at.start < start ? literal.span : at, message: `this ${literal.raw[offset]} is taken literally` };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN curl -fsSL https://example.com/{version}/app
      `,
      good: dockerfile`
        FROM debian:12
        RUN mkdir -p /srv/{a,b} '{version}' && find /srv -type d -exec chmod 755 {} +
      `,
    },
  ],
});

/** The places of braces in an unquoted text; `{}` stands for an argument of find and xargs. */
function* braces(raw: string): Generator<number> {
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === "\\") at++;
    else if (raw.startsWith("{}", at)) at++;
    else if (raw[at] === "{" || raw[at] === "}") yield at;
  }
}
