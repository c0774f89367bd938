import { dockerfile, rule } from "#rule";

export default rule({
  id: "stray-backslash",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Backslash before an ordinary letter",
  why: "Outside quotes the backslash is dropped and the letter stays as it is, so `\\d` is `d`.",
  remedy: "Put the text in quotes where the backslash is meant.",
  peers: { same: [{ id: "shellcheck:SC1001" }] },
  on: "script",
  needs: { words: ["\\"] },

  *check({ script }) {
    for (const literal of script?.literals ?? []) {
      if (literal.quote !== "none" || !literal.raw.includes("\\")) continue;
      const opens = script?.commandOf(literal.at)?.node.name?.pos === literal.start;
      for (const match of literal.raw.matchAll(/\\([^])/g)) {
        const letter = match[1] ?? "";
        if ((opens && match.index === 0) || /[|&;<>()\\ '\t\n\r"$`?*@!+[\]{}.,~#ntr\u00a0]/.test(letter)) continue;
        if (script) yield { at: script.span(literal.start + match.index, literal.start + match.index + 2), message: `\\${letter} is ${letter} here` };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN grep -E a\d+ /etc/hosts
      `,
      good: dockerfile`
        FROM debian:12
        RUN grep -E 'a[0-9]+' /etc/hosts
      `,
    },
  ],
});
