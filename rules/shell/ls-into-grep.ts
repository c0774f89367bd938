import { dockerfile, rule } from "#rule";

export default rule({
  id: "ls-into-grep",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Output of ls is searched with grep",
  why: "ls prints names for people: special characters are changed, and a name with a line end is two lines.",
  remedy: "Use a glob, or `find -name`.",
  peers: { same: [{ id: "shellcheck:SC2010" }] },
  on: "script",
  needs: { words: ["ls"] },

  *check({ script }) {
    for (const { commands } of script?.pipelines ?? []) {
      for (let at = 0; at + 1 < commands.length; at++) {
        const ls = commands[at];
        if (ls?.nameWord?.text === "ls" && commands[at + 1]?.nameWord?.text === "grep") yield { at: ls.span, message: "a glob or find selects the files themselves" };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN ls /opt | grep jdk > /jdks
      `,
      good: dockerfile`
        FROM debian:12
        RUN find /opt -maxdepth 1 -name '*jdk*' > /jdks
      `,
    },
  ],
});
