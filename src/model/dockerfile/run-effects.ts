import { contains, type Span } from "#text";
import type { ShellNode } from "../../parse/shell/index.ts";
import { parentOf } from "../paths.ts";
import { readStart, type RunResult } from "../run/index.ts";
import type { Removal } from "../types.ts";
import type { ModelCommand } from "./commands.ts";
import type { Effect, Effects } from "./effects.ts";
import { resolvePlace } from "./places.ts";
import { invocationOf } from "./state.ts";
import type { ModelStage } from "./stage.ts";
import type { ModelStep } from "./step.ts";

/** Programs that do nothing beside what following the RUN tells of them. */
const FOLLOWED = new Set(["mkdir", "touch", "rm", "rmdir", "echo", "printf", "cat", "tee", "cp"]);

/**
 * What single commands of a RUN do where that hangs on a loop, a condition, a function or `||`: then the RUN is followed as the start
 * of a container is. Undefined where no command needs it.
 */
export function followedEffects(step: ModelStep, stage: ModelStage): ((command: ModelCommand) => Effects | undefined) | undefined {
  if (!step.commands.some((command) => isConditional(command) && makesSomething(command))) return undefined;
  let result: RunResult | undefined;
  return (command) => {
    if (!isConditional(command) || !FOLLOWED.has(command.name)) return undefined;
    result ??= follow(step, stage);
    return effectsIn(result, command);
  };
}

function makesSomething({ name, shell }: ModelCommand): boolean {
  return name === "mkdir" || name === "touch" || (FOLLOWED.has(name) && (shell?.redirects.some(({ type }) => type === "Redirect") ?? false));
}

/** With braces, in a loop, a branch or a function, behind `||`, or behind a question and `&&`. */
function isConditional({ shell, args }: ModelCommand): boolean {
  if (!shell) return false;
  // braces are lists to bash and letters to other shells
  if (args.some(({ raw }) => /\{[^{}]*,/.test(raw))) return true;
  if (shell.inLoop || shell.inBranch || shell.inFunction !== undefined) return true;
  const { list } = shell;
  return list?.before === "||" || (list?.before === "&&" && isQuestion(list.node.commands[list.index - 1]));
}

/** `[ ... ]`, `test ...` and `false`: whether what is behind `&&` runs is their answer. */
function isQuestion(node: ShellNode | undefined): boolean {
  return node?.type === "Command" && ["[", "test", "false"].includes(node.name?.value ?? "");
}

function follow(step: ModelStep, stage: ModelStage): RunResult {
  const { before, index } = step;
  const { image, content } = stage;
  const directoryExists = (path: string): boolean | undefined => content.directoryBefore(path, index);
  return readStart({
    entrypoint: undefined, command: invocationOf(step.effective, before.shell),
    env: new Map([...before.args, ...before.env]), cwd: before.cwd, user: before.user,
    environmentKnown: false,
    fileAt: (path) => image.fileBefore(path, index),
    directoryExists,
    fileExists: (path) => (image.fileBefore(path, index) ? true : directoryExists(parentOf(path)) === false ? false : undefined),
    systemShell: stage.systemShell,
  });
}

/** What the commands of a stretch were seen to do; undefined where some of it is not sure. */
function effectsIn({ writes, removals, unknowns }: RunResult, command: ModelCommand): Effects | undefined {
  if (unknowns.length > 0) return undefined;
  const isIn = ({ span }: { readonly span: Span }): boolean => contains(command.span, span);
  const made = writes.filter(isIn);
  const gone = removals.filter(isIn);
  if ([...made, ...gone].some(({ conditional }) => conditional)) return undefined;
  const effects = [
    ...gone.map((removal) => ofRemoval(removal, command)),
    ...made.map(({ path, type, span }): Effect => ({ kind: type === "directory" ? "directory" : type === "tree" ? "fill" : "write", path: resolvePlace("/", path, path), span, command, confidence: "certain" })),
  ];
  return { effects, told: true };
}

function ofRemoval({ path, span }: Removal, command: ModelCommand): Effect {
  const contents = path.endsWith("/*");
  const place = contents ? path.slice(0, -2) || "/" : path;
  return { kind: "remove", path: resolvePlace("/", place, place), span, command, confidence: "certain", recursive: true, ...(contents ? { contents } : {}) };
}
