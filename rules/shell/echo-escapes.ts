import { dockerfile, rule, type ScriptCommand } from "#rule";

export default rule({
  id: "echo-escapes",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "echo is given backslash escapes",
  why: "Whether `echo` turns `\\n` into a line end depends on the shell: dash does, bash does not. The file written differs with the base image.",
  remedy: "Use `printf`.",
  peers: { same: [{ id: "shellcheck:SC2028" }] },
  on: "script",
  needs: { words: ["echo"] },

  *check({ script }) {
    if (!script || script.dialect === "dash" || script.dialect === "ash") return;
    for (const command of script.commands) {
      if (command.name !== "echo" || command.hasFlag("e")) continue;
      for (const word of command.args) {
        if (word.type === "Word" && ESCAPE.test(literalText(word))) yield { at: script.spanOf(word), message: "whether echo expands the escapes in this text depends on the shell" };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN echo "name=app\nport=80" > /etc/app.conf
      `,
      good: dockerfile`
        FROM debian:12
        RUN printf 'name=app\nport=80\n' > /etc/app.conf
      `,
    },
  ],
});

const ESCAPE = /\\(?:[rntabefv]|[0-7]{3}|x[0-9A-Fa-f]{2})/;

type Word = Extract<ScriptCommand["args"][number], { readonly type: "Word" }>;

/** What a word says by itself, without its expansions. */
function literalText(word: Word): string {
  return (word.parts ?? [word]).map(partText).join("");
}

function partText(part: { readonly type: string; readonly value?: string; readonly text: string; readonly parts?: unknown }): string {
  switch (part.type) {
    case "Word":
    case "Literal":
    case "SingleQuoted":
      return part.value ?? "";
    case "DoubleQuoted":
      return Array.isArray(part.parts) ? part.parts.map(partText).join("") : "";
    default:
      return "";
  }
}
