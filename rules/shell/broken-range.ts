import { dockerfile, rule } from "#rule";

export default rule({
  id: "broken-range",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  title: "A range of a glob has a letter twice",
  why: "A bracket matches one character out of those in it, so a word in brackets does not match that word.",
  remedy: "Write the word without brackets, or `{a,b}` for alternatives in bash.",
  peers: { same: [{ id: "shellcheck:SC2102" }] },
  on: "script",
  needs: { words: ["["] },

  *check({ script }) {
    for (const { at, node } of (script?.all("Glob") ?? []).map((at) => ({ at, node: at.node }))) {
      if (node.kind !== "bracket" || !node.parts.every((part) => part.type === "Literal") || script?.commandOf(at)?.name === "tr") continue;
      const inside = node.text.slice(1, -1).replace(/^[!^]/, "");
      if (inside.includes("[") || (inside.startsWith(":") && inside.endsWith(":") && inside !== ":")) continue;
      const characters = Array.from(inside).filter((character) => character !== "-");
      if (script && new Set(characters).size < characters.length) yield { at: script.spanOf(node), message: `${node.text} matches a single character` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM python:3
        RUN pip install httpx[http2,brotli]
      `,
      good: dockerfile`
        FROM python:3
        RUN pip install 'httpx[http2,brotli]'
      `,
    },
  ],
});
