import { dockerfile, rule } from "#rule";

export default rule({
  id: "unused-pipe-input",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A command gets input that it does not read",
  why: "The command does not read its standard input, so what is piped into it is lost.",
  remedy: "Give the data as arguments, with `xargs`, or use a command that reads.",
  peers: { same: [{ id: "shellcheck:SC2216" }] },
  on: "script",
  needs: { words: ["|"] },

  *check({ script }) {
    for (const { commands } of script?.pipelines ?? []) {
      for (const command of commands.slice(1)) {
        if (!command?.ignoresInput || !script) continue;
        yield { at: command.span, message: `${command.name} does not read what is piped into it` };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN find /tmp -name '*.log' | rm
      `,
      good: dockerfile`
        FROM debian:12
        RUN find /tmp -name '*.log' -print0 | xargs -0 rm
      `,
    },
  ],
});
