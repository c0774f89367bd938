import { dockerfile, rule } from "#rule";

export default rule({
  id: "literal-platform",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "FROM is tied to one platform",
  why: "A literal --platform builds the same architecture wherever the build runs: elsewhere the image is emulated, slow, or does not start.",
  remedy: "Leave the flag out, or give it a variable such as `$BUILDPLATFORM`.",
  peers: {
    same: [
      { id: "buildkit:FromPlatformFlagConstDisallowed" },
      { id: "hadolint:DL3029", options: { accept: [] } },
      { id: "kics:Using Platform Flag with FROM Command", options: { accept: [] } },
      { id: "semgrep:avoid-platform-with-from", options: { accept: [] } },
    ],
  },
  options: {
    accept: {
      values: ["platform-stage-name"],
      default: ["platform-stage-name"],
      meaning: "platform-stage-name: stages named after their platform pass; without it only variables do.",
    },
  },
  on: "instruction",
  needs: { instructions: ["FROM"], words: ["--platform"] },

  *check({ instruction }, { options }) {
    const flag = instruction.keyword === "FROM" ? instruction.flags.find((one) => one.name === "platform") : undefined;
    const platform = flag?.value;
    if (!flag || !platform || platform.value === "" || platform.variables.length > 0) return;
    const stage = instruction.words[2]?.value.toLowerCase() ?? "";
    const named = platform.value.toLowerCase().split("/").some((part) => part !== "" && stage.includes(part));
    if (named && options.accept.includes("platform-stage-name")) return;
    yield { at: flag.span, message: `this stage is always built for ${platform.value}` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM --platform=linux/arm64 debian:12 AS build
      `,
      good: dockerfile`
        FROM --platform=$BUILDPLATFORM debian:12 AS build
        FROM --platform=linux/arm64 debian:12 AS build-arm64
        FROM --platform="\${TARGET:-linux/amd64}" debian:12
      `,
    },
    {
      options: { accept: [] },
      bad: dockerfile`
        FROM --platform=linux/amd64 debian:12 AS linux
      `,
      good: dockerfile`
        FROM debian:12 AS linux
      `,
    },
  ],
});

