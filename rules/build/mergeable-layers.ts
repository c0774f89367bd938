import { dockerfile, replace, rule, textOf, type Fix, type Instruction, type Step } from "#rule";

export default rule({
  id: "mergeable-layers",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  fix: "unsafe",
  title: "Neighbouring steps could be one layer",
  why: "Each RUN is a layer of its own. Short ones that follow each other add overhead, and what one of them removes stays in the layer before.",
  remedy: "Join them with `&&`.",
  peers: {
    same: [
      { id: "hadolint:DL3059" },
      { id: "kics:Multiple RUN, ADD, COPY, Instructions Listed", options: { instructions: ["ADD", "COPY", "RUN"], scope: "final-stage", match: "neighbouring-lines" } },
    ],
    near: ["tally:tally/prefer-run-heredoc"],
  },
  options: {
    instructions: {
      values: ["ADD", "COPY", "RUN"],
      default: ["RUN"],
      meaning: "Which neighbours are looked at; ADD and COPY only with the same destination.",
    },
    scope: {
      values: ["every-stage", "final-stage"],
      default: "every-stage",
      meaning: "final-stage: earlier stages are not looked at.",
    },
    match: {
      values: ["neighbouring-lines", "short-runs"],
      default: "short-runs",
      meaning: "short-runs: as above; neighbouring-lines: whatever the RUN hold and whatever flags they have, as long as the two stand on neighbouring lines.",
    },
  },
  on: "stage",

  *check(stage, { options }) {
    if (options.scope === "final-stage" && !stage.isFinal) return;
    for (const [at, step] of stage.steps.entries()) {
      const before = stage.steps[at - 1];
      const { keyword } = step.instruction;
      if (!before || before.instruction.keyword !== keyword || !options.instructions.some((wanted) => wanted === keyword)) continue;
      if (keyword !== "RUN" && destinationOf(before.instruction) !== destinationOf(step.instruction)) continue;
      if (!(options.match === "neighbouring-lines" ? onNeighbouringLines(before, step) : areShort(before, step))) continue;
      const fix = keyword === "RUN" ? joined(before.instruction, step.instruction) : undefined;
      yield {
        at: step.instruction.headSpan,
        message: `this ${keyword} could be part of the one above`,
        related: [{ at: before.instruction.keywordSpan, note: "the one above" }],
        ...(fix ? { fix } : {}),
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN mkdir /srv/app
        RUN touch /srv/app/ready
      `,
      good: dockerfile`
        FROM debian:12
        RUN mkdir /srv/app && \
            touch /srv/app/ready
      `,
    },
    {
      about: "Other flags, or a long RUN, stand apart; comments between stay",
      bad: dockerfile`
        FROM debian:12
        RUN mkdir /srv/app
        # say that it is there
        RUN touch /srv/app/ready
      `,
      good: dockerfile`
        FROM debian:12
        RUN mkdir /srv/app
        RUN --network=none touch /srv/app/ready
        RUN ls && true && true
        RUN true
      `,
      fixed: null,
    },
    {
      options: { instructions: ["ADD", "COPY", "RUN"], match: "neighbouring-lines" },
      bad: dockerfile`
        FROM debian:12
        COPY a /srv/app/
        COPY b /srv/app/
      `,
      good: dockerfile`
        FROM debian:12
        COPY a /srv/app/
        COPY b /etc/
      `,
      fixed: null,
    },
  ],
});


function areShort(before: Step, step: Step): boolean {
  return ownCommands(before) <= 1 && ownCommands(step) <= 1 && flagsOf(before.instruction) === flagsOf(step.instruction);
}

/** Commands of the RUN itself; those inside `sh -c` belong to their shell. */
function ownCommands({ commands }: Step): number {
  const tree = commands[0]?.shell?.tree;
  return commands.filter(({ shell }) => shell?.tree === tree).length;
}

function onNeighbouringLines(before: Step, step: Step): boolean {
  const { document } = step.instruction.span;
  return document.position(step.instruction.span.start).line - document.position(before.instruction.span.end).line === 1;
}

function flagsOf({ flags }: Instruction): string {
  return flags.map(({ span }) => textOf(span)).join(" ");
}

function destinationOf({ json, words }: Instruction): string | undefined {
  return (json?.items ?? words).at(-1)?.value;
}

/** One RUN of two plain shell lines with nothing between them. */
function joined(before: Instruction, after: Instruction): Fix | undefined {
  const { document } = after.span;
  const script = after.command?.form === "shell" ? after.command.script : undefined;
  const between = document.slice(before.span.end, after.span.start);
  if (!script || before.command?.form !== "shell" || between.trim() !== "" || before.heredocs.length + after.heredocs.length > 0) return undefined;
  if (/[;&|\\]\s*$/.test(before.command.script.text) || before.command.script.text.includes("#")) return undefined;
  const start = script.span(script.text.length - script.text.trimStart().length, script.text.length).start;
  const end = /\r\n/.test(between) ? "\r\n" : "\n";
  return { title: "join them", safe: false, edits: [replace(document.span(before.span.end, start), ` && \\${end}    `)] };
}
