import { dockerfile, rule, type Word } from "#rule";

export default rule({
  id: "duplicate-stage-name",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "Two stages have one name",
  why: "A name that stands for two stages leads `COPY --from` and `--target` to the wrong one; BuildKit warns, other builders refuse.",
  remedy: "Give each stage a name of its own.",
  peers: {
    same: [
      { id: "hadolint:DL3024" },
      { id: "buildkit:DuplicateStageName" },
      { id: "kics:Same Alias In Different Froms" },
      { id: "trivy:DS-0012" },
      { id: "checkov:CKV_DOCKER_11" },
      { id: "semgrep:alias-must-be-unique" },
    ],
  },
  on: "dockerfile",
  needs: { words: ["as"] },

  *check({ stages }) {
    const seen = new Map<string, Word>();
    for (const { from } of stages) {
      const name = from.words[2];
      const earlier = name && seen.get(name.value.toLowerCase());
      if (!name) continue;
      if (earlier) yield { at: name.span, message: `another stage is called ${name.value} already`, related: [{ at: earlier.span, note: "the first one" }] };
      else seen.set(name.value.toLowerCase(), name);
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12 AS build
        FROM debian:12 AS Build
      `,
      good: dockerfile`
        FROM debian:12 AS build
        FROM debian:12 AS test
        FROM debian:12
        FROM debian:12
      `,
    },
  ],
});

