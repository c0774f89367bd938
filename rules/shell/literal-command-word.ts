import { dockerfile, rule } from "#rule";

export default rule({
  id: "literal-command-word",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A command's name ends in punctuation",
  why: "The shell looks for a program with that character in its name. Most often a quote, a bracket or a line end went wrong before it.",
  remedy: "Correct the syntax around it.",
  peers: { same: [{ id: "shellcheck:SC2288" }] },
  on: "script",

  *check({ script }) {
    for (const { node } of script?.commands ?? []) {
      const name = node.name;
      if (!name || !script || !(name.parts ?? []).every((part) => part.type === "Literal" || part.type === "SingleQuoted" || (part.type === "DoubleQuoted" && part.parts.every((inner) => inner.type === "Literal")))) continue;
      const text = name.value;
      if (/^(?:\.|:| |\/\/|)$/.test(text) || text === "[" || !/[\\.,([{<}>\])#"'% ]$/.test(text)) continue;
      yield { at: script.spanOf(name), message: `the shell looks for a program named "${text}"` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN make. && make install
      `,
      good: dockerfile`
        FROM debian:12
        RUN make && make install
      `,
    },
  ],
});
