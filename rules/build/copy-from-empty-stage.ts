import { dockerfile, rule, type Instruction } from "#rule";

export default rule({
  id: "copy-from-empty-stage",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "COPY reads a stage that holds nothing",
  why: "A stage `FROM scratch` without COPY, ADD or RUN has no file at all, so the build stops there.",
  remedy: "Fill the stage, or name another one.",
  peers: { same: [{ id: "tally:tally/copy-from-empty-scratch-stage" }] },
  on: "stage",
  needs: { instructions: ["COPY"], words: ["--from"] },

  *check(stage) {
    for (const { by, stage: source, span } of stage.reads) {
      if (by !== "COPY" || source?.base.kind !== "scratch" || source.steps.some(({ instruction }) => fills(instruction))) continue;
      yield { at: span, message: `stage ${source.name ?? String(source.index)} is empty`, related: [{ at: source.from.headSpan, note: "nothing is added to this stage" }] };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM scratch AS assets
        ENV THEME=dark

        FROM debian:12
        COPY --from=assets /img /srv/img
      `,
      good: dockerfile`
        FROM scratch AS assets
        ADD img.tar.gz /

        FROM debian:12
        COPY --from=assets /img /srv/img
      `,
    },
  ],
});

function fills({ keyword }: Instruction): boolean {
  return keyword === "ADD" || keyword === "COPY" || keyword === "RUN" || keyword === "WORKDIR";
}
