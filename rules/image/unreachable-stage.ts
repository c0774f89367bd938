import { dockerfile, rule } from "#rule";

export default rule({
  id: "unreachable-stage",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Nothing uses this stage",
  why: "A build of the file does not run it, or runs it for nothing, and readers look for what it is good for.",
  remedy: "Take it out, or name it as the `target` of a build.",
  peers: { same: [{ id: "tally:tally/no-unreachable-stages" }] },
  on: "stage",

  *check(stage) {
    if (stage.needed) return;
    yield { at: stage.from.headSpan, message: `the image does not need ${stage.name ?? `stage ${String(stage.index)}`}` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12 AS one
        FROM one AS two

        FROM debian:12
      `,
      good: dockerfile`
        FROM debian:12 AS one
        FROM one AS two
        FROM debian:12 AS three

        FROM debian:12
        COPY --from=two /app /app
        RUN --mount=type=bind,from=three,target=/in ls /in
      `,
    },
  ],
});
