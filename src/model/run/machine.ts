import type { ShellNode } from "../../parse/shell/index.ts";
import type { MappedText, Span } from "#text";
import type { Shell } from "./shell.ts";
import { Journal } from "./journal.ts";
import { Archives } from "./programs/packed.ts";
import type { Argument, RunInput } from "./types.ts";
import { World } from "./world.ts";

/** How a program ended and what it printed; undefined where that cannot be told. */
export interface Outcome {
  readonly status: number | undefined;
  readonly output: string | undefined;
  /** The unknown status answers a question: what follows `&&` is a condition. */
  readonly asks?: Asked;
}

/** `first-start`: the answer is known, and may be another one at a later start. */
export type Asked = boolean | "first-start";

/** One program that runs with its arguments. */
export interface Call {
  readonly machine: Machine;
  readonly shell: Shell;
  readonly name: string;
  /** Without the name. */
  readonly args: readonly Argument[];
  readonly span: Span;
}

export type Program = (call: Call) => Outcome;

/** The parts of the interpreter that call each other. */
export interface Evaluators {
  /** Runs statements, or any node of a script, in a shell. */
  evaluate(machine: Machine, shell: Shell, node: ShellNode): void;
  /** Runs a program, function or builtin with its arguments. */
  launch(machine: Machine, shell: Shell, words: readonly Argument[], span: Span): Outcome;
  /** Reads a text as a script of the same shell. */
  evaluateText(machine: Machine, shell: Shell, text: MappedText): void;
}

/** What one reading of a container's start shares: the files, the findings and the budget. */
export class Machine {
  readonly input: RunInput;
  readonly journal = new Journal();
  readonly evaluators: Evaluators;
  /** Scripts that came with their own map to the file. */
  readonly texts = new Map<Argument, MappedText>();
  world: World;
  /** Paths whose owner or rights the start has changed. */
  readonly givenAway: string[] = [];
  readonly archives = new Archives();
  /** Symbolic links that led to no file when they were made. */
  readonly dangling: { readonly shell: Shell; readonly path: string; readonly argument: Argument }[] = [];
  /** True where the last command is one that does not end by itself. */
  stays = false;
  #steps = 0;
  #branches = 0;
  #descriptors = 1063;

  constructor(input: RunInput, evaluators: Evaluators) {
    this.input = input;
    this.evaluators = evaluators;
    this.world = new World(input);
  }

  /** Takes from the budget; false where it is used up, and then nothing more is read. */
  spend(steps = 1): boolean {
    this.#steps += steps;
    if (this.#steps <= STEP_LIMIT) return true;
    this.journal.unknown("the start does more than can be followed: the rest was not read");
    return false;
  }

  /** The number of a descriptor that a process stands behind. */
  newDescriptor(): number {
    return this.#descriptors--;
  }

  newBranch(): number {
    return ++this.#branches;
  }
}

const STEP_LIMIT = 20_000;

export const DONE: Outcome = { status: 0, output: "" };
export const FAILED: Outcome = { status: 1, output: "" };
/** A program that normally succeeds, and prints what cannot be told. */
export const UNSURE: Outcome = { status: undefined, output: undefined };
/** A program that answers a question by its status. */
export const ASKED: Outcome = { status: undefined, output: undefined, asks: true };

/** A program that prints a text. */
export function printed(output: string | undefined): Outcome {
  return { status: 0, output };
}
