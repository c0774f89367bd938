import type { Instruction } from "../../parse/dockerfile/index.ts";
import { powerShellRun } from "../shell-facts/index.ts";
import type { Command, FileChange, PowerShellRun, RunMount, ShellScript, Step } from "../types.ts";
import { commandsOf, type ModelCommand } from "./commands.ts";
import { foreignCommands } from "./facts/foreign.ts";
import type { ForeignCommand } from "./facts/types.ts";
import type { PlacedCopy } from "./copy.ts";
import type { ModelDockerfile } from "./dockerfile.ts";
import { runMounts } from "./run-mounts.ts";
import type { ModelStage } from "./stage.ts";
import type { StepState } from "./state.ts";

/** What makes a step. */
export interface StepInput {
  readonly dockerfile: ModelDockerfile;
  readonly stage: ModelStage | undefined;
  readonly instruction: Instruction;
  readonly address: string;
  /** Its place in the stage's content; -1 for what puts nothing there. */
  readonly index: number;
  readonly before: () => StepState;
}

const NO_COMMANDS: readonly ModelCommand[] = [];

/** One instruction of a Dockerfile; its facts are worked out when first asked for. */
export class ModelStep implements Step {
  readonly dockerfile: ModelDockerfile;
  readonly stage: ModelStage | undefined;
  readonly instruction: Instruction;
  readonly address: string;
  readonly index: number;
  readonly #before: () => StepState;
  #commands: readonly ModelCommand[] | undefined;
  #mounts: readonly RunMount[] | undefined;

  constructor(input: StepInput) {
    this.dockerfile = input.dockerfile;
    this.stage = input.stage;
    this.instruction = input.instruction;
    this.address = input.address;
    this.index = input.index;
    this.#before = input.before;
  }

  get before(): StepState {
    return this.#before();
  }

  /** What is done: for ONBUILD the instruction that it triggers. */
  get effective(): Instruction {
    return this.instruction.trigger ?? this.instruction;
  }

  get commands(): readonly ModelCommand[] {
    if (this.#commands) return this.#commands;
    const form = this.effective.command;
    return (this.#commands = form ? commandsOf(form, this.before, this) : NO_COMMANDS);
  }

  get copy(): PlacedCopy | undefined {
    const { keyword } = this.effective;
    return keyword === "COPY" || keyword === "ADD" ? this.stage?.content.copyOf(this) : undefined;
  }

  get changes(): readonly FileChange[] {
    return this.effective.keyword === "RUN" ? this.stage?.content.changesOf(this) ?? [] : [];
  }

  get mounts(): readonly RunMount[] {
    return (this.#mounts ??= this.effective.keyword === "RUN" ? runMounts(this.effective, this.before) : []);
  }

  get script(): ShellScript | undefined {
    return this.dockerfile.scriptOf(this);
  }

  get powerShell(): PowerShellRun | undefined {
    return powerShellRun(this);
  }

  get foreignCommands(): readonly ForeignCommand[] {
    return foreignCommands(this);
  }

  get changedPaths(): readonly string[] {
    return this.effective.keyword === "RUN" ? this.stage?.content.changedBy(this) ?? [] : [];
  }
}

/** The commands of RUN steps only. */
export function runCommands(steps: readonly ModelStep[]): readonly Command[] {
  return steps.flatMap((step) => (step.instruction.keyword === "RUN" ? step.commands : NO_COMMANDS));
}
