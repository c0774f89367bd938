import { dockerfile, ownLabels, removeAssignment, rule } from "#rule";

export default rule({
  id: "duplicate-label",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A label is set twice",
  why: "Only the last value of a label reaches the image. The earlier one looks alive, and whoever edits it wonders why nothing changes.",
  remedy: "Keep the last one and take the others out.",
  peers: { same: [{ id: "tally:tally/labels/no-duplicate-keys" }] },
  on: "stage",
  needs: { instructions: ["LABEL"] },
  fix: "safe",

  *check(stage) {
    const labels = ownLabels(stage).filter(({ dynamic }) => !dynamic);
    const last = new Map(labels.map((label) => [label.key, label]));
    for (const label of labels) {
      const winner = last.get(label.key);
      if (!winner || winner === label) continue;
      const edit = removeAssignment(label.instruction, label.pair);
      yield {
        at: label.pair.span,
        message: `the label ${label.key} is set again further down`,
        related: [{ at: winner.pair.span, note: "this one counts" }],
        ...(edit ? { fix: { title: "take the dead one out", safe: true, edits: [edit] } } : {}),
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        LABEL role="front" \
              team="web"
        LABEL "role"="back"
      `,
      good: dockerfile`
        FROM debian:12
        LABEL team="web"
        LABEL "role"="back"
      `,
    },
    {
      about: "Other stages count for themselves",
      bad: dockerfile`
        FROM debian:12
        LABEL role=front role=back
      `,
      good: dockerfile`
        FROM debian:12 AS base
        LABEL role=front

        FROM base
        LABEL role=back
      `,
      fixed: dockerfile`
        FROM debian:12
        LABEL role=back
      `,
    },
  ],
});
