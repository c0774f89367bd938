import { dockerfile, replace, rule, type Fix, type Step } from "#rule";

export default rule({
  id: "maintainer-instruction",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  fix: "safe",
  title: "MAINTAINER is deprecated",
  why: "Docker replaced MAINTAINER by labels in 2017. It holds one name only, does not show up among an image's labels, and registries and scanners do not read it.",
  remedy: "Name the author in a label: `LABEL org.opencontainers.image.authors=\"...\"`.",
  peers: {
    same: [
      { id: "hadolint:DL4000" },
      { id: "buildkit:MaintainerDeprecated" },
      { id: "kics:MAINTAINER Instruction Being Used" },
      { id: "trivy:DS-0022" },
      { id: "checkov:CKV_DOCKER_6" },
      { id: "semgrep:maintainer-is-deprecated" },
      { id: "dockerfilelint:deprecated_in_1.13" },
    ],
  },
  on: "instruction",
  needs: { instructions: ["MAINTAINER"] },

  *check(step) {
    if (step.instruction.keyword !== "MAINTAINER") return;
    const fix = asLabel(step);
    yield { at: step.instruction.headSpan, message: "MAINTAINER is deprecated, a label does the same", ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        MAINTAINER Ada Example <ada@example.org>
      `,
      good: dockerfile`
        FROM debian:12
        LABEL org.opencontainers.image.authors="Ada Example <ada@example.org>"
      `,
    },
    {
      about: "What a label would read as quotes, escapes or variables is escaped",
      bad: dockerfile`
        FROM debian:12
        MAINTAINER "Ada" $Example
      `,
      good: dockerfile`
        FROM debian:12
        LABEL org.opencontainers.image.authors="\"Ada\" \$Example"
      `,
    },
  ],
});


function asLabel({ instruction, dockerfile: { tree } }: Step): Fix | undefined {
  const author = instruction.rest.text.trim();
  if (author === "" || instruction.comments.length > 0) return undefined;
  const escaped = author.replace(/["$\\`]/g, (character) => (character === "`" && tree.escape !== "`" ? character : `${tree.escape}${character}`));
  const word = instruction.keywordSpan.document.slice(instruction.keywordSpan.start, instruction.keywordSpan.end);
  const label = word === word.toLowerCase() ? "label" : "LABEL";
  return {
    title: "use a label",
    safe: true,
    edits: [replace(instruction.headSpan, `${label} org.opencontainers.image.authors="${escaped}"`)],
  };
}
