import { dockerfile, rule } from "#rule";

export default rule({
  id: "bashism-echo-flags",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "echo with flags in a script for sh",
  why: "POSIX gives `echo` no flags. Some shells print them, so `-n` or `-e` ends up in the file that is written.",
  remedy: "Use `printf`.",
  peers: { same: [{ id: "shellcheck:SC3037" }] },
  on: "script",
  needs: { words: ["echo"] },

  *check({ script }) {
    if (script?.dialect !== "sh") return;
    for (const command of script.commands) {
      const [first] = command.args;
      if (command.name !== "echo" || !first || !/^-[eEsn]+$/.test(command.textOf(first))) continue;
      yield { at: script.spanOf(first), message: `some shells print ${command.textOf(first)} instead of reading it` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN echo -n 1.0 > /version
      `,
      good: dockerfile`
        FROM debian:12
        RUN printf 1.0 > /version
      `,
    },
  ],
});
