import { cover, dockerfile, replace, rule, textOf } from "#rule";

export default rule({
  id: "unquoted-workdir-space",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "WORKDIR holds a blank",
  why: "WORKDIR takes the rest of its line, so this is one folder with a blank in its name. Mostly a second word got there by mistake.",
  remedy: "Quote the path where the blank is meant, or take the second word out.",
  peers: { same: [{ id: "dockerfilelint:invalid_workdir" }] },
  on: "instruction",
  needs: { instructions: ["WORKDIR"] },
  fix: "safe",

  *check({ instruction }) {
    const [first] = instruction.keyword === "WORKDIR" ? instruction.words : [];
    const last = instruction.words.at(-1);
    if (!first || !last || instruction.words.length === 1 && first.quote !== undefined) return;
    const all = cover(first.span, last.span);
    const text = textOf(all);
    if (!/\S[ \t]+\S/.test(text.replace(/"[^"]*"|'[^']*'|\\./g, "q"))) return;
    yield {
      at: all, message: "this is one folder with a blank in its name",
      ...(/^[\w./ -]+$/.test(text) ? { fix: { title: "quote the path", safe: true, edits: [replace(all, `"${text}"`)] } } : {}),
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        WORKDIR /srv/my app
      `,
      good: dockerfile`
        FROM debian:12
        WORKDIR "/srv/my app"
      `,
    },
  ],
});
