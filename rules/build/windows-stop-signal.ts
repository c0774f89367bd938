import { dockerfile, removeInstruction, rule } from "#rule";

export default rule({
  id: "windows-stop-signal",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A Windows container gets no signals",
  why: "Windows has no such signals; STOPSIGNAL is taken and does nothing.",
  remedy: "Leave it out.",
  peers: { same: [{ id: "tally:tally/windows/no-stopsignal" }] },
  on: "instruction",
  needs: { instructions: ["STOPSIGNAL"] },
  fix: "safe",

  *check({ instruction, stage }) {
    if (instruction.keyword !== "STOPSIGNAL" || stage?.os !== "windows") return;
    yield {
      at: instruction.headSpan,
      message: `${instruction.words[0]?.raw ?? "STOPSIGNAL"} has no effect in a Windows image`,
      fix: { title: "take STOPSIGNAL out", safe: true, edits: [removeInstruction(instruction)] },
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM mcr.microsoft.com/windows/servercore:ltsc2022
        STOPSIGNAL SIGINT
        CMD ["app.exe"]
      `,
      good: dockerfile`
        FROM mcr.microsoft.com/windows/servercore:ltsc2022
        CMD ["app.exe"]
      `,
    },
    {
      about: "On Linux it counts",
      bad: dockerfile`
        FROM debian:12
        STOPSIGNAL SIGQUIT

        FROM debian:12-windowsservercore
        STOPSIGNAL SIGQUIT
      `,
      good: dockerfile`
        FROM debian:12
        STOPSIGNAL SIGQUIT

        FROM debian:12-windowsservercore
      `,
    },
  ],
});
