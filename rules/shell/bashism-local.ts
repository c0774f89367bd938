import { dockerfile, rule } from "#rule";

export default rule({
  id: "bashism-local",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "local in a script for sh",
  why: "POSIX does not know `local`. Most shells behind /bin/sh do, each with its own rules.",
  remedy: "Use another name for the variable, or set SHELL to the shell that is meant.",
  peers: { same: [{ id: "shellcheck:SC3043" }] },
  on: "script",
  needs: { words: ["local"] },

  *check({ script }) {
    if (script?.dialect !== "sh") return;
    for (const command of script.commands) {
      if (command.name === "local") yield { at: command.span, message: "POSIX sh has no local variables" };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN fetch() { local url="$1"; curl -fsSLO "$url"; }; fetch https://example.com/a
      `,
      good: dockerfile`
        FROM debian:12
        SHELL ["/bin/bash", "-c"]
        RUN fetch() { local url="$1"; curl -fsSLO "$url"; }; fetch https://example.com/a
      `,
    },
  ],
});
