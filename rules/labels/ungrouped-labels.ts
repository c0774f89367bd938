import { dockerfile, replace, rule, type Fix, type Instruction, type Stage } from "#rule";

export default rule({
  id: "ungrouped-labels",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Several LABEL follow each other",
  why: "One LABEL with several pairs says the same and is easier to keep in order.",
  remedy: "Join them into one.",
  peers: { same: [{ id: "tally:tally/labels/prefer-grouped" }] },
  on: "stage",
  needs: { instructions: ["LABEL"] },
  fix: "safe",
  options: {
    minLabels: { type: "number", default: 3, meaning: "From how many LABEL in a row on." },
  },

  *check(stage, { options }) {
    for (const run of runsOf(stage)) {
      const [first] = run;
      if (!first || run.length < Math.max(2, options.minLabels)) continue;
      const fix = joined(run, stage.dockerfile.tree.escape);
      yield { at: first.headSpan, message: `${run.length} LABEL in a row could be one`, ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        LABEL org.example.role=front
        LABEL org.example.team="web shop"
        LABEL org.example.page=https://example.com
      `,
      good: dockerfile`
        FROM debian:12
        LABEL org.example.role=front \
              org.example.team="web shop" \
              org.example.page=https://example.com
      `,
    },
    {
      about: "A comment or blank line ends the row",
      options: { minLabels: 2 },
      bad: dockerfile`
        FROM debian:12
        LABEL a=1
        LABEL b=2
      `,
      good: dockerfile`
        FROM debian:12
        LABEL a=1
        # apart
        LABEL b=2

        LABEL c=3
      `,
      fixed: dockerfile`
        FROM debian:12
        LABEL a=1 \
              b=2
      `,
    },
  ],
});

/** LABEL that stand on neighbouring lines; the old form holds one pair and stands for itself. */
function runsOf({ steps }: Stage): readonly (readonly Instruction[])[] {
  const runs: Instruction[][] = [];
  let before: Instruction | undefined;
  for (const { instruction } of steps) {
    if (instruction.keyword === "LABEL" && !instruction.assignments.some(({ legacy }) => legacy)) {
      const last = runs.at(-1);
      if (last && before && follows(before, instruction)) last.push(instruction);
      else runs.push([instruction]);
    }
    before = instruction;
  }
  return runs;
}

function follows(before: Instruction, after: Instruction): boolean {
  const { document } = after.span;
  return before.keyword === "LABEL" && !before.assignments.some(({ legacy }) => legacy) && document.position(after.span.start).line === document.position(before.span.end - 1).line + 1;
}

/** Each further LABEL becomes a continued line. */
function joined(run: readonly Instruction[], escape: string): Fix | undefined {
  if (run.some(({ assignments }) => assignments.length === 0)) return undefined;
  const edits = run.slice(1).flatMap((instruction, at) => {
    const before = run[at];
    const first = instruction.assignments[0];
    if (!before || !first) return [];
    const { document } = instruction.span;
    const end = document.text[document.lineSpan(document.position(before.span.end - 1).line).end] === "\r" ? "\r\n" : "\n";
    return [replace(document.span(before.span.end, first.span.start), ` ${escape}${end}      `)];
  });
  return { title: "join them", safe: true, edits };
}
