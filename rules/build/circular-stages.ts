import { dockerfile, rule, type Stage, type StageRead } from "#rule";

export default rule({
  id: "circular-stages",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "Stages wait for each other",
  why: "Each of them needs another one to be finished first. The build stops.",
  remedy: "Move what both need into a stage of its own.",
  peers: { same: [{ id: "tally:tally/circular-stage-deps" }] },
  on: "dockerfile",

  *check(dockerfile) {
    const done = new Set<Stage>();
    for (const stage of dockerfile.stages) {
      if (done.has(stage)) continue;
      const circle = circleFrom(stage);
      if (circle.length < 2) continue;
      for (const one of circle) done.add(one);
      yield {
        at: stage.from.headSpan,
        message: `${circle.map(nameOf).join(", ")} depend on one another`,
        related: circle.flatMap((one) => one.reads.filter((read) => circle.some((other) => other === target(read))).map(({ span }) => ({ at: span, note: `read by ${nameOf(one)}` }))),
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12 AS assets
        COPY --from=server /srv/theme /theme

        FROM debian:12 AS server
        RUN --mount=from=assets,target=/in cp -r /in /srv

        FROM server
      `,
      good: dockerfile`
        FROM debian:12 AS theme
        COPY theme /theme

        FROM debian:12 AS assets
        COPY --from=theme /theme /theme

        FROM assets
        COPY --from=theme /theme /srv
      `,
    },
  ],
});

/** The stages on a shortest way from a stage back to itself; empty where there is none. */
function circleFrom(start: Stage): readonly Stage[] {
  const cameFrom = new Map<Stage, Stage>();
  let front: readonly Stage[] = [start];
  while (front.length > 0) {
    const next: Stage[] = [];
    for (const stage of front) {
      for (const read of stage.reads) {
        const other = target(read);
        if (other === start) return wayBack(stage, cameFrom);
        if (!other || cameFrom.has(other)) continue;
        cameFrom.set(other, stage);
        next.push(other);
      }
    }
    front = next;
  }
  return [];
}

function wayBack(last: Stage, cameFrom: ReadonlyMap<Stage, Stage>): readonly Stage[] {
  const way: Stage[] = [];
  for (let stage: Stage | undefined = last; stage; stage = cameFrom.get(stage)) way.unshift(stage);
  return way;
}

function target({ stage, later }: StageRead): Stage | undefined {
  return stage ?? later;
}

function nameOf(stage: Stage): string {
  return stage.name ?? `stage ${String(stage.index)}`;
}
