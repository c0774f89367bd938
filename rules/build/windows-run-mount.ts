import { dockerfile, rule } from "#rule";

export default rule({
  id: "windows-run-mount",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "RUN --mount does not work in a Windows image",
  why: "The builder for Windows images cannot mount caches, secrets or keys for a step. The step fails.",
  remedy: "Leave the mount out; copy in what the step needs, or fetch it there.",
  peers: { same: [{ id: "tally:tally/windows/no-run-mounts" }] },
  on: "instruction",
  needs: { instructions: ["RUN"], words: ["--mount"] },

  *check(step) {
    if (step.stage?.os !== "windows") return;
    for (const mount of step.mounts) yield { at: mount.span, message: `a Windows step cannot have a ${mount.type} mount` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM mcr.microsoft.com/windows/servercore:ltsc2022
        RUN --mount=type=cache,target=C:\packages restore.cmd
      `,
      good: dockerfile`
        FROM debian:12 AS tools
        RUN --mount=type=cache,target=/packages ./restore.sh

        FROM mcr.microsoft.com/windows/servercore:ltsc2022
        RUN restore.cmd
      `,
    },
  ],
});
