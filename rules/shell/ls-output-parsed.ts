import { dockerfile, rule } from "#rule";

export default rule({
  id: "ls-output-parsed",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Output of ls is read by a program",
  why: "ls prints names for people: special characters are changed, and a name with a line end is two lines.",
  remedy: "Use a glob, or `find`.",
  peers: { same: [{ id: "shellcheck:SC2012" }] },
  on: "script",
  needs: { words: ["ls"] },

  *check({ script }) {
    for (const { commands } of script?.pipelines ?? []) {
      const selected = commands.some((command, at) => command?.nameWord?.text === "ls" && /^(?:grep|xargs)$/.test(commands[at + 1]?.nameWord?.text ?? ""));
      if (selected) continue;
      for (const ls of commands.slice(0, -1)) {
        if (ls?.nameWord?.text === "ls" && !ls.hasFlag("N")) yield { at: ls.span, message: "file names do not survive ls unchanged" };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN ls -t /opt | head -n 1 > /newest
      `,
      good: dockerfile`
        FROM debian:12
        RUN find /opt -maxdepth 1 -type d | head -n 1 > /first
      `,
    },
  ],
});
