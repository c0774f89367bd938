import { cover, dockerfile, isBuildCommand, rule } from "#rule";

export default rule({
  id: "chpasswd-in-run",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A password is set while the image is built",
  why: "The password stands in the image's history and in the layer, for everybody who can pull the image.",
  remedy: "Leave the account without a password, or set one when the container starts, from a secret.",
  securitySeverity: 7.0,
  peers: { same: [{ id: "checkov:CKV2_DOCKER_17" }] },
  on: "command",
  needs: { instructions: ["RUN"], words: ["chpasswd"] },

  *check(command) {
    if (!isBuildCommand(command) || command.name !== "chpasswd") return;
    const start = command.step?.instruction.keywordSpan ?? command.nameSpan;
    yield { at: command.span.start < start.start ? command.nameSpan : cover(start, command.nameSpan), message: "chpasswd sets a password that the image keeps" };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN useradd app && echo "app:secret" | chpasswd
      `,
      good: dockerfile`
        FROM debian:12
        RUN useradd app && passwd --lock app
      `,
    },
  ],
});
