import { dockerfile, insertAfter, replace, rule, type Fix, type Stage, type Word } from "#rule";

export default rule({
  id: "stage-index-reference",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "COPY --from counts stages",
  why: "The number means another stage as soon as somebody adds one above.",
  remedy: "Name the stage with AS and use the name.",
  peers: { same: [{ id: "kics:Using Unnamed Build Stages" }] },
  on: "dockerfile",
  needs: { instructions: ["COPY"], words: ["--from"] },
  fix: "safe",

  *check(dockerfile) {
    const named = new Set<Stage>();
    for (const { by, stage, step, span } of dockerfile.stages.flatMap(({ reads }) => reads)) {
      const value = by === "COPY" ? step?.instruction.flags.find(({ name }) => name === "from")?.value : undefined;
      if (!value || !/^\d+$/.test(value.value)) continue;
      const fix = stage && !named.has(stage) ? nameInstead(stage, value) : undefined;
      if (stage?.name === undefined && stage) named.add(stage);
      yield { at: span, message: `stage ${value.value} is another one as soon as a stage is added above`, ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12 AS build
        RUN make

        FROM debian:12
        RUN make docs

        FROM debian:12
        COPY --from=0 /app /app
        COPY --from=1 /docs /docs
        COPY --from=1 /more /more
      `,
      good: dockerfile`
        FROM debian:12 AS build
        RUN make

        FROM debian:12 AS stage-1
        RUN make docs

        FROM debian:12
        COPY --from=build /app /app
        COPY --from=stage-1 /docs /docs
        COPY --from=stage-1 /more /more
      `,
    },
  ],
});

function nameInstead(stage: Stage, number: Word): Fix | undefined {
  const name = stage.name ?? `stage-${number.value}`;
  const [image, ...more] = stage.from.words;
  if (stage.name === undefined && (!image || more.length > 0 || stage.dockerfile.stages.some((one) => one.name === name))) return undefined;
  const naming = stage.name === undefined && image ? [insertAfter(image.span, ` AS ${name}`)] : [];
  return { title: `call it ${name}`, safe: true, edits: [...naming, replace(number.span, name)] };
}
