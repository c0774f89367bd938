import { dockerfile, rule } from "#rule";

export default rule({
  id: "for-over-cat",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A loop over lines takes words",
  why: "The loop runs once for each word of the output, not for each line, and expands globs in it.",
  remedy: "Read lines with `while read -r line; do ... done < file`.",
  peers: { same: [{ id: "shellcheck:SC2013" }] },
  on: "script",
  needs: { words: ["for"] },

  *check({ script }) {
    for (const { node } of script?.all("For") ?? []) {
      const [only] = node.wordlist ?? [];
      for (const part of node.wordlist?.length === 1 ? only?.parts ?? [] : []) {
        if (part.type !== "CommandExpansion" || part.script?.commands.length !== 1) continue;
        const command = part.script.commands[0]?.command;
        const links = command?.type === "Pipeline" && command.prefixes.length === 0 ? command.commands : command ? [command] : [];
        const byLine = links.every((link) => link.type === "Command" && BY_LINE.test(link.name?.text ?? ""));
        if (script && byLine && links.length > 0) yield { at: script.spanOf(part), message: "this loop takes words, not lines" };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN for name in $(cat /names); do mkdir "/srv/$name"; done
      `,
      good: dockerfile`
        FROM debian:12
        RUN while read -r name; do mkdir "/srv/$name"; done < /names
      `,
    },
  ],
});

const BY_LINE = /^(?:.*\/)?(?:grep|fgrep|egrep|sed|cat|awk|cut|sort)$/;
