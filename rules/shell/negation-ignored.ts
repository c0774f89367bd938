import { dockerfile, rule } from "#rule";

export default rule({
  id: "negation-ignored",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A negated command does not stop the script",
  why: "`set -e` does not look at a command behind `!`, so the script goes on whichever way it ends.",
  remedy: "Say what is to happen, with `if command; then exit 1; fi`.",
  peers: { same: [{ id: "shellcheck:SC2251" }] },
  on: "script",
  needs: { words: ["!"] },

  *check({ script }) {
    if (!script?.errexit) return;
    for (const { at, status } of script.negations) {
      if (status === "lost") yield { at: script.spanOf(at.node), message: "`set -e` takes no notice of a command behind `!`" };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN set -e; ! grep -q secret /etc/app.conf; make
      `,
      good: dockerfile`
        FROM debian:12
        RUN set -e; if grep -q secret /etc/app.conf; then exit 1; fi; make
      `,
    },
  ],
});
