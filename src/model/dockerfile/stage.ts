import type { Instruction } from "../../parse/dockerfile/index.ts";
import type { Base, BroadCopy, Command, DependencyInstall, LateInstall, PathOwner, Stage } from "../types.ts";
import { homeOf } from "./accounts.ts";
import { broadCopyBefore } from "./broad-copy.ts";
import { StageContent } from "./content.ts";
import type { ModelDockerfile } from "./dockerfile.ts";
import { isWindowsBase, originOf, purposeOfName, systemShellOf } from "./facts/origin.ts";
import { stageReads } from "./facts/reads.ts";
import { bundlerInstalls, rubyFacts } from "./facts/ruby.ts";
import { startLines } from "./facts/start-lines.ts";
import type { BundlerInstall, RubyFacts, StageOrigin, StagePurpose, StageRead, StartLine } from "./facts/types.ts";
import { StageImage } from "./image.ts";
import { dependencyInstalls } from "./installs.ts";
import { lateInstalls } from "./late-installs.ts";
import { ownerOf } from "./owner.ts";
import { StateTracker, startOnImage, type StageStart, type StepState } from "./state.ts";
import { ModelStep, runCommands } from "./step.ts";

/** Operating system images that say neither WORKDIR nor USER, so that Docker's defaults hold: `/` and root. */
const PLAIN_BASES = new Set([
  "debian", "ubuntu", "alpine", "busybox", "centos", "fedora", "rockylinux", "almalinux", "amazonlinux", "oraclelinux", "archlinux", "opensuse/leap", "photon", "buildpack-deps",
]);

/** What makes a stage. */
export interface StageInput {
  readonly dockerfile: ModelDockerfile;
  readonly index: number;
  readonly name: string | undefined;
  readonly from: Instruction;
  readonly base: Base;
  readonly platform: string | undefined;
  readonly instructions: readonly Instruction[];
}

/** FROM up to the next FROM; its facts are worked out when first asked for, once. */
export class ModelStage implements Stage {
  readonly dockerfile: ModelDockerfile;
  readonly index: number;
  readonly name: string | undefined;
  readonly from: Instruction;
  readonly base: Base;
  readonly platform: string | undefined;
  readonly steps: readonly ModelStep[];
  /** The base's ONBUILD triggers, then the steps. */
  readonly allSteps: readonly ModelStep[];
  readonly parent: ModelStage | undefined;
  /** The stage at the bottom of the chain of local stages. */
  readonly root: ModelStage;
  readonly content: StageContent;
  readonly image: StageImage;
  #states: readonly StepState[] | undefined;
  #commands: readonly Command[] | undefined;
  #installs: readonly DependencyInstall[] | undefined;
  #os: "linux" | "windows" | undefined;
  #origin: { readonly found: StageOrigin | undefined } | undefined;
  #reads: readonly StageRead[] | undefined;
  #startLines: readonly StartLine[] | undefined;
  #ruby: RubyFacts | undefined;

  constructor(input: StageInput) {
    this.dockerfile = input.dockerfile;
    this.index = input.index;
    this.name = input.name;
    this.from = input.from;
    this.base = input.base;
    this.platform = input.platform;
    this.parent = input.base.kind === "stage" && input.base.stage instanceof ModelStage ? input.base.stage : undefined;
    this.root = this.parent?.root ?? this;
    const triggers = (this.parent?.steps ?? []).flatMap(({ instruction }) => instruction.trigger ?? []);
    const inherited = makeSteps(this, triggers, 0, "onbuild");
    this.steps = makeSteps(this, input.instructions, inherited.length, "");
    this.allSteps = inherited.length > 0 ? [...inherited, ...this.steps] : this.steps;
    this.content = new StageContent(this);
    this.image = new StageImage(this);
  }

  /** `build`, or the number of a stage without a name. */
  get label(): string {
    return this.name ?? String(this.index);
  }

  get isFinal(): boolean {
    return this.dockerfile.finalStage === this;
  }

  get shipped(): boolean {
    return this.dockerfile.isShipped(this);
  }

  get end(): StepState {
    return this.stateAfter(this.allSteps.length - 1);
  }

  get os(): "linux" | "windows" {
    return (this.#os ??= this.#findOs());
  }

  /** By the root's image or platform; where these do not tell, by a shell that there is on Windows alone. */
  #findOs(): "linux" | "windows" {
    const { base, platform, steps } = this.root;
    if (isWindowsBase(base.kind === "image" ? base.reference : base.kind === "unknown" ? base.raw : "", platform)) return "windows";
    const shells = platform === undefined ? steps.filter(({ instruction }) => instruction.keyword === "SHELL") : [];
    return shells.some(({ instruction }) => /^(?:cmd|powershell)(?:\.exe)?$/i.test(instruction.json?.items[0]?.value ?? "")) ? "windows" : "linux";
  }

  get lineage(): readonly ModelStage[] {
    const found: ModelStage[] = [this];
    for (let stage = this.parent; stage; stage = stage.parent) found.push(stage);
    return found;
  }

  get origin(): StageOrigin | undefined {
    const { base } = this.root;
    return base.kind === "image" ? (this.#origin ??= { found: originOf(base.reference) }).found : undefined;
  }

  homeOf(user: string): string | undefined {
    return homeOf(this, user);
  }

  get systemShell(): "ash" | "dash" | undefined {
    const { origin } = this;
    return origin && systemShellOf(origin);
  }

  get purpose(): StagePurpose | undefined {
    return purposeOfName(this.name);
  }

  get reads(): readonly StageRead[] {
    return (this.#reads ??= stageReads(this));
  }

  get needed(): boolean {
    return this.dockerfile.isNeeded(this);
  }

  get defaultReference(): string | undefined {
    return this.dockerfile.defaultReference(this.from);
  }

  get startLines(): readonly StartLine[] {
    return (this.#startLines ??= startLines(this.end.entrypoint, this.end.command));
  }

  get ruby(): RubyFacts {
    return (this.#ruby ??= rubyFacts(this));
  }

  ownerOf(path: string): PathOwner {
    return ownerOf(this, path);
  }

  get bundlerInstalls(): readonly BundlerInstall[] {
    return bundlerInstalls(this);
  }

  get baseEnvironmentKnown(): boolean {
    const { base } = this.root;
    return base.kind === "scratch" || (base.kind === "image" && isPlain(base.reference, false));
  }

  get commands(): readonly Command[] {
    return (this.#commands ??= runCommands(this.steps));
  }

  get dependencyInstalls(): readonly DependencyInstall[] {
    return (this.#installs ??= dependencyInstalls(this));
  }

  get lateInstalls(): readonly LateInstall[] {
    return lateInstalls(this);
  }

  broadCopyBefore(install: DependencyInstall): BroadCopy | undefined {
    return broadCopyBefore(this, install);
  }

  /** The base is an operating system image with nothing set, or one that is known. */
  get plainBase(): boolean {
    return this.base.kind === "scratch" || (this.base.kind === "image" && isPlain(this.base.reference, this.base.known !== undefined));
  }

  /** The same of the image at the bottom of the chain. */
  get plainRoot(): boolean {
    return this.root.plainBase;
  }

  /** The state before the step at a place of `allSteps`. */
  stateBefore(index: number): StepState {
    return this.stateAfter(index - 1);
  }

  /** The state after the step at a place of `allSteps`; -1 is the stage's start. */
  stateAfter(index: number): StepState {
    const states = (this.#states ??= this.#follow());
    const state = states[index + 1] ?? states.at(-1);
    if (!state) throw new Error("a stage has a state at its start");
    return state;
  }

  #follow(): readonly StepState[] {
    const tracker = new StateTracker(this.#start(), this, (name) => this.dockerfile.argument(name), this.dockerfile.tree.escape);
    const comments = this.dockerfile.shellComments.filter(({ at }) => at < this.#firstOffset() || at > this.from.span.start);
    let next = 0;
    const assume = (before: number): void => {
      for (let comment = comments[next]; comment && comment.at < before; comment = comments[++next]) tracker.assumeShell(comment.words);
    };
    assume(this.from.span.start);
    const states = [tracker.state];
    for (const { instruction } of this.allSteps) {
      if (comments.length > 0 && instruction.span.start > this.from.span.start) {
        assume(instruction.span.start);
        states[states.length - 1] = tracker.state;
      }
      tracker.apply(instruction);
      states.push(tracker.state);
    }
    return states;
  }

  /** What stands above the first FROM holds for every stage. */
  #firstOffset(): number {
    return this.dockerfile.stages[0]?.from.span.start ?? this.from.span.start;
  }

  #start(): StageStart {
    const { base, parent } = this;
    if (parent) {
      const end = parent.end;
      const { env, args, place, user, userSpan, shell, volumes, entrypoint, command, stopSignal } = end;
      return { env, args, place, user, userSpan, shell, volumes, entrypoint, command, stopSignal, bare: parent.root.base.kind === "scratch" };
    }
    if (base.kind === "image") return startOnImage(base.reference, base.span, base.known, isPlain(base.reference, false), this.platform);
    const reference = base.kind === "scratch" ? "scratch" : base.kind === "unknown" ? base.raw : "";
    return startOnImage(reference, base.span, undefined, false, this.platform);
  }
}

function isPlain(reference: string, known: boolean): boolean {
  const name = reference.replace(/@[^]*$/, "").replace(/:[^/:]*$/, "").replace(/^(?:docker\.io\/)?(?:library\/)?/, "");
  return known || PLAIN_BASES.has(name);
}

function makeSteps(stage: ModelStage, instructions: readonly Instruction[], first: number, group: string): readonly ModelStep[] {
  const counts = new Map<string, number>();
  const prefix = group === "" ? `stage:${stage.label}` : `stage:${stage.label}/${group}`;
  return instructions.map((instruction, at) => {
    const count = counts.get(instruction.keyword) ?? 0;
    counts.set(instruction.keyword, count + 1);
    const index = first + at;
    return new ModelStep({ dockerfile: stage.dockerfile, stage, instruction, address: `${prefix}/${instruction.keyword}[${count}]`, index, before: () => stage.stateBefore(index) });
  });
}
