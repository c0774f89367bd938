import { dockerfile, rule } from "#rule";

export default rule({
  id: "and-or-as-if",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Chain of && and || used as if and else",
  why: "In `a && b || c` the last command also runs where `a` worked and `b` failed.",
  remedy: "Write `if a; then b; else c; fi`.",
  peers: { same: [{ id: "shellcheck:SC2015" }] },
  on: "script",
  needs: { words: ["||"] },

  *check({ script }) {
    for (const { span, first, last } of script?.conditionalChains ?? []) {
      if (last && (/^(?:echo|exit|return|printf|true|:)$/.test(last.name) || last.nameWord === undefined)) continue;
      yield { at: span, message: `what follows || also runs where ${first} worked and a later command failed` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN id app && usermod -s /bin/sh app || useradd app
      `,
      good: dockerfile`
        FROM debian:12
        RUN if id app; then usermod -s /bin/sh app; else useradd app; fi
      `,
    },
  ],
});
