import type { Edit } from "#text";
import type { Command, CommandArgument, Step } from "../model/index.ts";
import type { Instruction } from "../parse/dockerfile/index.ts";
import { insertAfter } from "./edits.ts";

/** The instruction that does something: for ONBUILD the one that it triggers. */
export function effective(instruction: Instruction): Instruction {
  return instruction.trigger ?? instruction;
}

/** Instructions that may hold a shell script. */
export const withShell: readonly string[] = ["CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN"];

/** True for a command that runs while the image is built: one of RUN, also under ONBUILD. */
export function isBuildCommand(command: Command): boolean {
  return command.step !== undefined && effective(command.step.instruction).keyword === "RUN";
}

/** True for a step of the file's last stage. */
export function inFinalStage(step: Step | undefined): boolean {
  return step?.stage?.isFinal === true;
}

/** Flags to look for: long ones with their dashes, short ones as letters. */
export interface FlagNames {
  readonly long?: readonly string[];
  readonly short?: string;
  /** Short flags that take a value: what follows such a letter in a cluster is no flag. */
  readonly valued?: string;
}

/** The first argument that gives one of the flags: `--yes`, `--yes=true`, `-y`, or `y` in a cluster such as `-qy`. */
export function findFlag(command: Command, names: FlagNames): CommandArgument | undefined {
  return command.args.slice(0, endOfFlags(command)).find(({ value }) => value !== undefined && isFlag(value, names));
}

/** True where `findFlag` finds one. */
export function hasFlag(command: Command, names: FlagNames): boolean {
  return findFlag(command, names) !== undefined;
}

/**
 * The first argument that is no flag, such as `install`. `valued` lists the flags before it that take a value of their
 * own (`-t`, `--repo`), with their dashes.
 */
export function subcommand(command: Command, valued: readonly string[] = []): CommandArgument | undefined {
  return operands(command, valued)[0];
}

/** The arguments that are neither flags nor the values of the flags in `valued`; behind `--` all are. */
export function operands(command: Command, valued: readonly string[] = []): readonly CommandArgument[] {
  const found: CommandArgument[] = [];
  const end = endOfFlags(command);
  for (let at = 0; at < command.args.length; at++) {
    const argument = command.args[at];
    if (!argument || at === end) continue;
    if (at > end || !argument.raw.startsWith("-") || argument.raw === "-") found.push(argument);
    else if (valued.includes(argument.raw)) at++;
  }
  return found;
}

/** Puts an argument behind another one, in the shell's text or as an item of the JSON form. */
export function insertArgument(command: Command, after: CommandArgument | "name", text: string): Edit {
  const span = after === "name" ? command.nameSpan : after.span;
  return insertAfter(span, command.dialect === undefined ? `, ${JSON.stringify(text)}` : ` ${text}`);
}

function isFlag(value: string, { long = [], short = "", valued = "" }: FlagNames): boolean {
  if (value.startsWith("--")) return long.includes(value.split("=", 1)[0] ?? value);
  if (!value.startsWith("-")) return false;
  for (const letter of value.slice(1)) {
    if (short.includes(letter)) return true;
    if (valued.includes(letter) || !/[A-Za-z]/.test(letter)) return false;
  }
  return false;
}

/** The place of `--`, behind which nothing is a flag; the number of arguments where there is none. */
function endOfFlags(command: Command): number {
  const at = command.args.findIndex((argument) => argument.raw === "--");
  return at < 0 ? command.args.length : at;
}
