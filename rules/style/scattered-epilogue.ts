import { commentsDirectlyAbove, dockerfile, lineEnd, replace, rule, textOf, type Fix, type Instruction, type Span, type Stage, type Step } from "#rule";

export default rule({
  id: "scattered-epilogue",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "What the container starts is scattered over the stage",
  why: "STOPSIGNAL, HEALTHCHECK, ENTRYPOINT and CMD say how the container runs. Readers look for them at the end of the stage, in one place.",
  remedy: "Put them last, in that order.",
  peers: { same: [{ id: "tally:tally/epilogue-order" }] },
  on: "stage",
  fix: "safe",

  *check(stage) {
    const { steps } = stage;
    if (!stage.isFinal && isBuilder(stage)) return;
    const tail = steps.filter((step) => rank(step) >= 0);
    const sorted = [...tail].sort((a, b) => rank(a) - rank(b) || a.instruction.span.start - b.instruction.span.start);
    const lastOther = steps.findLastIndex((step) => rank(step) < 0 && step.instruction.keyword !== "ONBUILD");
    const wrong = steps.find((step, at) => rank(step) >= 0 && (at < lastOther || isBehindLater(step, tail)));
    if (!wrong) return;
    const fix = moved(stage, tail, sorted);
    yield { at: wrong.instruction.keywordSpan, message: `${wrong.instruction.keyword} is not in its place at the end of the stage`, ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        # what it runs
        CMD ["app"]
        RUN true
        ENTRYPOINT ["tini", "--"]
      `,
      good: dockerfile`
        FROM debian:12
        RUN true
        ENTRYPOINT ["tini", "--"]
        # what it runs
        CMD ["app"]
      `,
    },
    {
      about: "A stage that only gives files away may look as it likes; one instruction twice is left to you",
      bad: dockerfile`
        FROM debian:12
        CMD ["one"]
        RUN true
        CMD ["two"]
      `,
      good: dockerfile`
        FROM golang:1.23 AS build
        CMD ["sh"]
        RUN go build

        FROM debian:12
        COPY --from=build /app /app
        STOPSIGNAL SIGINT
        ENTRYPOINT ["/app"]
      `,
      fixed: null,
    },
  ],
});

const ORDER: readonly string[] = ["STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD"];

function rank({ instruction }: Step): number {
  return ORDER.indexOf(instruction.keyword);
}

/** Others build on it or take files from it: what it starts does not matter. */
function isBuilder(stage: Stage): boolean {
  return stage.dockerfile.stages.some((other) => other !== stage && other.reads.some((read) => read.stage === stage));
}

/** One that belongs further down stands above it. */
function isBehindLater(step: Step, tail: readonly Step[]): boolean {
  return tail.some((other) => rank(other) > rank(step) && other.instruction.span.start < step.instruction.span.start);
}

/** Moves them with the comments right above them; not over a SHELL, not where one stands twice or holds a variable of the build. */
function moved(stage: Stage, tail: readonly Step[], sorted: readonly Step[]): Fix | undefined {
  const { document } = stage.dockerfile;
  const blocks = new Map(tail.map((step) => [step, blockOf(stage, step.instruction)]));
  const first = tail[0] && blocks.get(tail[0]);
  const last = stage.steps.at(-1)?.instruction;
  if (!first || !last || new Set(tail.map(rank)).size < tail.length) return undefined;
  if (stage.steps.some(({ instruction }) => instruction.keyword === "SHELL" && instruction.span.start > first.start)) return undefined;
  if (tail.some(({ instruction }) => instruction.keyword === "STOPSIGNAL" && instruction.rest.text.includes("$"))) return undefined;
  const end = lineEnd(document);
  const whole = document.span(first.start, document.lineSpan(document.position(last.span.end - 1).line).end);
  let kept = "";
  let at = whole.start;
  for (const block of blocks.values()) {
    kept += document.slice(at, block.start);
    at = document.lineStarts[document.position(block.end).line] ?? whole.end;
  }
  kept += document.slice(Math.min(at, whole.end), whole.end);
  const text = sorted.map((step) => textOf(blocks.get(step) ?? step.instruction.span)).join(end);
  return { title: "move them to the end of the stage", safe: true, edits: [replace(whole, kept === "" || kept.endsWith("\n") ? kept + text : kept + end + text)] };
}

/** An instruction's lines and those of the comments right above it, without the last line end. */
function blockOf({ dockerfile: { tree } }: Stage, instruction: Instruction): Span {
  const { document } = tree;
  const above = commentsDirectlyAbove(tree, instruction)[0];
  const from = document.position((above ?? instruction).span.start).line;
  return document.span(document.lineSpan(from).start, document.lineSpan(document.position(instruction.span.end - 1).line).end);
}
