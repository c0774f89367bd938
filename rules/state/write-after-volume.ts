import { contains, dockerfile, insertInstructionAfter, removeInstruction, rule, textOf, type Fix, type Stage, type Span, type Step } from "#rule";

export default rule({
  id: "write-after-volume",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A step changes a path that a VOLUME already covers",
  why: "The legacy builder throws away what a RUN changes below a VOLUME that was declared before; BuildKit keeps it. The image then depends on who builds it.",
  remedy: "Move the VOLUME below the last step that writes there.",
  on: "stage",
  needs: { instructions: ["RUN"] },
  fix: "unsafe",

  *check(stage) {
    for (const step of stage.steps) {
      if (step.instruction.keyword !== "RUN") continue;
      const volume = firstCovered(step);
      if (volume) yield {
        at: step.instruction.headSpan,
        message: `this RUN changes ${volume.path}, which is a VOLUME already: the legacy builder discards the change`,
        related: [{ at: volume.at, note: "changed here" }, { at: volume.span, note: volume.from === "instruction" ? "VOLUME declared here" : "the base image declares it" }],
      ...moveDown(stage, volume.span),
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM alpine:3.20
        RUN adduser -D keeper
        VOLUME /var/lib/ledger
        RUN chown -R keeper /var/lib/ledger
      `,
      good: dockerfile`
        FROM alpine:3.20
        RUN adduser -D keeper
        RUN mkdir -p /var/lib/ledger && chown -R keeper /var/lib/ledger
        VOLUME /var/lib/ledger
      `,
      fixed: dockerfile`
        FROM alpine:3.20
        RUN adduser -D keeper
        RUN chown -R keeper /var/lib/ledger
        VOLUME /var/lib/ledger
      `,
    },
  ],
});

/** The first path below a volume that the step leaves changed; what it makes and removes again is no change. */
function firstCovered(step: Step): { readonly path: string; readonly at: Span; readonly span: Span; readonly from: string } | undefined {
  const removed = new Set(step.changes.filter((change) => change.kind === "remove").map((change) => change.path));
  for (const change of step.changes) {
    if (change.kind === "remove" || removed.has(change.path)) continue;
    for (const volume of step.before.volumes) {
      if (volume.path !== "/" && (change.path === volume.path || change.path.startsWith(`${volume.path}/`))) return { path: change.path, at: change.span, span: volume.span, from: volume.from };
    }
  }
  return undefined;
}

/** Puts the VOLUME of this stage behind its last RUN. */
function moveDown(stage: Stage, volume: Span): { readonly fix?: Fix } {
  const declaring = stage.steps.find(({ instruction }) => instruction.keyword === "VOLUME" && contains(instruction.span, volume));
  const last = stage.steps.findLast(({ instruction }) => instruction.keyword === "RUN");
  if (!declaring || !last || declaring.instruction.comments.length > 0) return {};
  const edits = [removeInstruction(declaring.instruction), insertInstructionAfter(last.instruction, textOf(declaring.instruction.span))];
  return { fix: { title: "declare the volume after the last RUN", safe: false, edits } };
}
