import { dockerfile, effective, rule } from "#rule";

export default rule({
  id: "named-user",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "USER is a name",
  why: "Kubernetes cannot tell that a named user is not root, so `runAsNonRoot` refuses the image, and a bind mount needs the number to be given the right owner.",
  remedy: "Write the user's number, such as `USER 1000`.",
  securitySeverity: 2.0,
  peers: {
    same: [
      { id: "hadolint:DL3066" },
    ],
  },
  on: "instruction",
  needs: { instructions: ["USER"] },

  *check(step) {
    const instruction = effective(step.instruction);
    const user = instruction.keyword === "USER" ? instruction.words[0] : undefined;
    if (!user || user.variables.length > 0 || /^["']?\d+["']?(:|$)/.test(user.raw)) return;
    yield { at: user.span, message: `USER ${user.value} names no number` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        USER app:app
      `,
      good: dockerfile`
        FROM debian:12
        USER 1000:app
        USER $UID
      `,
    },
  ],
});

