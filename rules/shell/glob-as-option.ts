import { dockerfile, insertBefore, rule } from "#rule";

export default rule({
  id: "glob-as-option",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A glob may expand to an option",
  why: "A file whose name begins with a dash is read as an option by the command that gets the glob.",
  remedy: "Write `./*`.",
  peers: { same: [{ id: "shellcheck:SC2035" }] },
  on: "script",
  needs: { words: ["*", "?", "["] },
  fix: "safe",

  *check({ script }) {
    for (const command of script?.commands ?? []) {
      if (command.name === "echo" || command.name === "printf") continue;
      for (const word of command.args) {
        if (/^(?:--|:::|::::)$/.test(command.textOf(word))) break;
        const first = word.type === "Word" ? word.parts?.[0] : undefined;
        if (first?.type !== "Glob" || first.kind === "bracket") continue;
        const at = script?.spanOf(word);
        if (at) yield { at, message: `names that begin with a dash become options of ${command.name || "the command"}`, fix: { title: "write ./ in front", safe: true, edits: [insertBefore(at, "./")] } };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        WORKDIR /tmp
        RUN rm -rf *
      `,
      good: dockerfile`
        FROM debian:12
        WORKDIR /tmp
        RUN rm -rf ./*
      `,
    },
  ],
});
