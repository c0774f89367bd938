import { dockerfile, rule } from "#rule";

export default rule({
  id: "reserved-stage-name",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A stage has a reserved name",
  why: "`scratch` means the empty image and `context` the build context. A stage of that name cannot be told from them.",
  remedy: "Choose another name.",
  peers: {
    same: [
      { id: "hadolint:DL3063" },
      { id: "buildkit:ReservedStageName" },
    ],
  },
  on: "instruction",
  needs: { instructions: ["FROM"], words: ["scratch", "context"] },

  *check({ instruction }) {
    const name = instruction.keyword === "FROM" ? instruction.words[2] : undefined;
    if (!name || !["scratch", "context"].includes(name.value.toLowerCase())) return;
    yield { at: name.span, message: `${name.value} means something else to Docker` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12 AS scratch
        FROM debian:12 AS Context
      `,
      good: dockerfile`
        FROM debian:12 AS build-context
        FROM scratch
      `,
    },
  ],
});

