import { dockerfile, rule } from "#rule";

export default rule({
  id: "unused-redirect-input",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A command gets a file that it does not read",
  why: "The command does not read its standard input, so the file or here-document is never used.",
  remedy: "Use a command that reads, such as `cat`.",
  peers: { same: [{ id: "shellcheck:SC2217" }] },
  on: "script",
  needs: { words: ["<"] },

  *check({ script }) {
    for (const command of script?.commands ?? []) {
      const input = command.redirects.find((one) => one.type !== "Redirect" || one.operator === "<");
      if (input && command.ignoresInput) yield { at: command.span, message: `${command.name} does not read its input` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN echo < /etc/hosts
      `,
      good: dockerfile`
        FROM debian:12
        RUN cat < /etc/hosts
      `,
    },
  ],
});
