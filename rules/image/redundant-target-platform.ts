import { dockerfile, removeFlag, rule } from "#rule";

export default rule({
  id: "redundant-target-platform",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  title: "FROM names the platform that is built anyway",
  why: "$TARGETPLATFORM is what FROM uses without the flag. The flag only makes readers look for a reason.",
  remedy: "Leave the flag out.",
  peers: { same: [{ id: "hadolint:DL3065" }, { id: "buildkit:RedundantTargetPlatform" }] },
  on: "instruction",
  needs: { instructions: ["FROM"], words: ["--platform"] },
  fix: "safe",

  *check({ instruction }) {
    const flag = instruction.keyword === "FROM" ? instruction.flags.find(({ name }) => name === "platform") : undefined;
    const [variable] = flag?.value?.variables ?? [];
    if (!flag?.value || !/^\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(flag.value.value)) return;
    yield {
      at: flag.span,
      message: `${variable?.name ?? flag.value.value} is the platform that FROM uses anyway`,
      fix: { title: "take the flag out", safe: true, edits: [removeFlag(flag)] },
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM --platform=$TARGETPLATFORM debian:12
        FROM --platform="\${TARGETPLATFORM}" debian:12 AS app
      `,
      good: dockerfile`
        FROM debian:12
        FROM debian:12 AS app
      `,
    },
    {
      about: "Other platforms stay",
      bad: dockerfile`
        FROM --platform=$BUILDPLATFORM debian:12 AS build
        FROM --platform=$TARGETPLATFORM debian:12
      `,
      good: dockerfile`
        FROM --platform=$BUILDPLATFORM debian:12 AS build
        FROM debian:12
      `,
    },
  ],
});
