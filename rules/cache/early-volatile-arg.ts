import { dockerfile, insertInstructionBefore, removeInstruction, rule, textOf, type Assignment, type Command, type Fix, type Step } from "#rule";

const VOLATILE = /^(?:BUILD_?(?:DATE|TIME|TIMESTAMP|NUMBER|NUM|NO|ID|REVISION)|TIMESTAMP|DATE_?TIME|(?:VCS|GIT|SOURCE|SCM|CI)_(?:REF|REV|REVISION|COMMIT|SHA|SHA1|HASH|COMMIT_SHA|COMMIT_HASH|COMMIT_ID)|COMMIT(?:_?(?:SHA|HASH|ID|REF))?|GITHUB_(?:SHA|RUN_ID|RUN_NUMBER)|REVISION)$/;

/** Defaults that only stand in for a value from outside. */
const PLACEHOLDER = /^["']?(?:|unknown|dev|none|local|n\/a|0|unset|undefined)["']?$/i;

export default rule({
  id: "early-volatile-arg",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  fix: "unsafe",
  title: "A value that changes with every build stands above expensive steps",
  why: "Every RUN below an ARG or ENV sees it, so a new date or commit makes all of them run again, also those that do not read it.",
  remedy: "Declare it right above the step that reads it.",
  on: "stage",
  needs: { instructions: ["ARG", "ENV"] },

  *check(stage) {
    for (const [index, step] of stage.steps.entries()) {
      for (const one of step.instruction.assignments) {
        if (!isVolatile(step, one)) continue;
        const name = one.name.value;
        const later = stage.steps.slice(index + 1);
        const costly = later.find((other) => other.instruction.keyword === "RUN" && !mentions(other, name) && isCostly(other));
        if (!costly) continue;
        const reader = later.find((other) => mentions(other, name));
        yield {
          at: one.span,
          message: `a new ${name} repeats steps below that do not read it`,
          related: [{ at: costly.instruction.keywordSpan, note: "runs again with every build" }],
          ...fixFor(step, later, costly, reader),
        };
      }
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ARG GIT_COMMIT
        RUN apt-get update && apt-get install -y curl
        LABEL org.opencontainers.image.revision=$GIT_COMMIT
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && apt-get install -y curl
        ARG GIT_COMMIT
        LABEL org.opencontainers.image.revision=$GIT_COMMIT
      `,
    },
    {
      about: "A fixed value is no trouble, nor is a step that reads it",
      bad: dockerfile`
        FROM node:22
        ARG BUILD_DATE=unknown
        ENV BUILD_DATE=$BUILD_DATE
        RUN npm ci
      `,
      good: dockerfile`
        FROM node:22
        ARG COMMIT=4f2c1d9
        RUN git clone https://git.example.org/tool.git /tool && git -C /tool checkout $COMMIT
      `,
      fixed: null,
    },
  ],
});

/** An ARG that only the command line fills, or an ENV that takes its value from another variable. */
function isVolatile({ instruction }: Step, { name, value }: Assignment): boolean {
  if (!VOLATILE.test(name.value.toUpperCase())) return false;
  if (instruction.keyword === "ARG") return value === undefined || PLACEHOLDER.test(value.raw);
  return instruction.keyword === "ENV" && value !== undefined && value.variables.length > 0;
}

function mentions(step: Step, name: string): boolean {
  const text = textOf(step.instruction.span);
  return new RegExp(`(?:\\$\\{?|\\b)${name}\\b`).test(text);
}

function isCostly(step: Step): boolean {
  return step.commands.some((command) => isCostlyCommand(command));
}

function isCostlyCommand({ name, package: call }: Command): boolean {
  if (call) return ["install", "reinstall", "upgrade", "download", "build"].includes(call.action);
  return ["curl", "wget", "git", "make", "cmake", "ninja", "bazel"].includes(name);
}

/** Moves an instruction of its own down to the first step that reads it. */
function fixFor(step: Step, later: readonly Step[], costly: Step, reader: Step | undefined): { readonly fix?: Fix } {
  if (!reader || later.indexOf(reader) < later.indexOf(costly) || step.instruction.assignments.length !== 1 || step.instruction.comments.length > 0) return {};
  const { tree } = step.dockerfile;
  return {
    fix: {
      title: `move it down to the ${reader.instruction.keyword} that reads it`,
      safe: false,
      edits: [removeInstruction(step.instruction), insertInstructionBefore(tree, reader.instruction, textOf(step.instruction.span))],
    },
  };
}
