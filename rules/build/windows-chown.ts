import { dockerfile, removeFlag, rule } from "#rule";

export default rule({
  id: "windows-chown",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A Windows image knows no --chown",
  why: "Windows has no such owners. The builder takes the flag and does nothing with it.",
  remedy: "Leave it out and set rights with icacls where they matter.",
  peers: { same: [{ id: "tally:tally/windows/no-chown-flag" }] },
  on: "instruction",
  needs: { instructions: ["ADD", "COPY"], words: ["--chown"] },
  fix: "safe",

  *check({ instruction, stage }) {
    const flag = ["ADD", "COPY"].includes(instruction.keyword) && stage?.os === "windows" ? instruction.flags.find(({ name }) => name === "chown") : undefined;
    if (!flag) return;
    yield { at: flag.span, message: `--chown has no effect in a Windows image`, fix: { title: "take the flag out", safe: true, edits: [removeFlag(flag)] } };
  },

  examples: [
    {
      bad: dockerfile`
        FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
        COPY --chown=app:app site/ C:/site/
      `,
      good: dockerfile`
        FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
        COPY site/ C:/site/
      `,
    },
    {
      bad: dockerfile`
        FROM --platform=windows/amd64 registry.example.org/base:1 AS base

        FROM base
        ADD --chown=app site.tar C:/site/
      `,
      good: dockerfile`
        FROM --platform=windows/amd64 registry.example.org/base:1 AS base

        FROM base
        ADD site.tar C:/site/
      `,
    },
  ],
});
