import { dockerfile, replace, rule } from "#rule";

export default rule({
  id: "stage-name-case",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  fix: "safe",
  title: "A stage name has capitals",
  why: "Docker compares stage names without regard to case, so `Build` and `build` are the same stage though they look like two.",
  remedy: "Write stage names in lower case.",
  peers: {
    same: [
      { id: "buildkit:StageNameCasing" },
    ],
  },
  on: "instruction",
  needs: { instructions: ["FROM"], words: ["as"] },

  *check({ instruction }) {
    const name = instruction.keyword === "FROM" ? instruction.words[2] : undefined;
    const wanted = name?.value.toLowerCase();
    if (!name || wanted === undefined || name.value === wanted) return;
    yield {
      at: name.span,
      message: `stage name ${name.value} has capitals`,
      fix: { title: `write ${wanted}`, safe: true, edits: [replace(name.span, wanted)] },
    };
  },

  examples: [
    {
      about: "References may keep their case: they still name the stage",
      bad: dockerfile`
        FROM debian:12 AS Build
        RUN true

        FROM debian:12
        COPY --from=Build /srv /srv
      `,
      good: dockerfile`
        FROM debian:12 AS build
        RUN true

        FROM debian:12
        COPY --from=Build /srv /srv
      `,
    },
  ],
});

