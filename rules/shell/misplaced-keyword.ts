import { dockerfile, rule } from "#rule";

export default rule({
  id: "misplaced-keyword",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A keyword is passed as an argument",
  why: "Without `;` or a line end before it, `done`, `then` or `fi` is one more argument of the command, and the construct does not end.",
  remedy: "Put a `;` before it, or quotes around it where the word is meant.",
  peers: { same: [{ id: "shellcheck:SC1010", options: { accept: [] } }] },
  on: "script",
  needs: { words: ["do", "done", "then", "fi", "esac"] },

  options: {
    accept: { values: ["meant-word"], default: ["meant-word"], meaning: "What passes besides. meant-word: what echo and printf print, and the tasks of `mix do`." },
  },

  *check({ script }, { options }) {
    for (const command of script?.commands ?? []) {
      if (options.accept.includes("meant-word") && /^(?:echo|printf|mix)$/.test(command.name)) continue;
      for (const word of command.args) {
        if (word.type === "Word" && /^(?:do|done|then|fi|esac)$/.test(word.text) && script) yield { at: script.spanOf(word), message: `${word.text} is an argument of ${command.name || "this command"} here` };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN touch /srv/state done
      `,
      good: dockerfile`
        FROM debian:12
        RUN touch /srv/state 'done' && echo done
      `,
    },
    {
      options: { accept: [] },
      bad: dockerfile`
        FROM debian:12
        RUN make && echo done
      `,
      good: dockerfile`
        FROM debian:12
        RUN make && echo 'done'
      `,
    },
  ],
});
