import { dockerfile, effective, rule } from "#rule";

export default rule({
  id: "copy-from-self",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "COPY takes files from its own stage",
  why: "`COPY --from` reads another, finished stage. Its own stage is not finished, so the build stops.",
  remedy: "Name the stage that holds the files, or use `RUN cp`.",
  peers: {
    same: [
      { id: "hadolint:DL3023" },
      { id: "kics:COPY '--from' References Current FROM Alias" },
      { id: "trivy:DS-0006" },
      { id: "semgrep:copy-from-own-alias" },
    ],
  },
  on: "instruction",
  needs: { instructions: ["COPY"], words: ["--from"] },

  *check(step) {
    const copy = effective(step.instruction);
    const from = copy.keyword === "COPY" ? copy.flags.find((flag) => flag.name === "from") : undefined;
    if (!from?.value || step.stage?.name === undefined || from.value.value.toLowerCase() !== step.stage.name) return;
    yield { at: from.span, message: `${from.value.value} is the stage that this COPY stands in` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12 AS build
        COPY --from=Build /srv/app /app
      `,
      good: dockerfile`
        FROM debian:12 AS build
        RUN make

        FROM debian:12 AS app
        COPY --from=build /srv/app /app
      `,
    },
  ],
});

