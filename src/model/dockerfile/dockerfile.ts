import type { Document } from "#text";
import type { DockerfileTree, Instruction } from "../../parse/dockerfile/index.ts";
import { knownImage } from "../images/index.ts";
import { stepScript } from "../shell-facts/index.ts";
import type { Base, BuildContext, Dockerfile, Service, ShellScript, Stage, Step } from "../types.ts";
import { HostContext } from "./context.ts";
import { expandWord, type VariableScope } from "./expand-word.ts";
import { defaultArguments, expanded } from "./facts/default-base.ts";
import { neededBy } from "./facts/reads.ts";
import { runScripts } from "./facts/run-scripts.ts";
import { shellComments, type ShellComment } from "./shell-comments.ts";
import { ModelStage } from "./stage.ts";
import { StateTracker, startOnImage, type StepState } from "./state.ts";
import { ModelStep } from "./step.ts";

/** What a Dockerfile is built with. */
export interface DockerfileInput {
  /** At least one; see `buildContext`. */
  readonly contexts: readonly BuildContext[];
  readonly services?: readonly Service[];
  /** Build arguments; undefined where a value is given that is not known. */
  readonly buildArgs?: ReadonlyMap<string, string | undefined>;
}

/** Variables that the builder sets for FROM and for stages that declare them. */
const PLATFORM_ARGUMENTS = [
  "TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT", "BUILDPLATFORM", "BUILDOS", "BUILDARCH", "BUILDVARIANT", "TARGETSTAGE",
];

/** The model of one parsed Dockerfile. Never throws on what the file contains; facts are worked out when first asked for. */
export function buildDockerfile(document: Document, tree: DockerfileTree, input: DockerfileInput): Dockerfile {
  return new ModelDockerfile(document, tree, input);
}

/** One Dockerfile with its stages. */
export class ModelDockerfile implements Dockerfile {
  readonly document: Document;
  readonly tree: DockerfileTree;
  readonly stages: readonly ModelStage[];
  readonly preamble: readonly Instruction[];
  readonly contexts: readonly BuildContext[];
  readonly services: readonly Service[];
  readonly #buildArgs: ReadonlyMap<string, string | undefined>;
  readonly #globals: StepState;
  readonly #named = new Map<string, ModelStage[]>();
  readonly #preambleSteps: readonly ModelStep[];
  #steps: readonly Step[] | undefined;
  #lastScript: { readonly step: ModelStep; readonly found: ShellScript | undefined } | undefined;
  #scripts: readonly ShellScript[] | undefined;
  #shellComments: readonly ShellComment[] | undefined;
  #shipped: ReadonlySet<Stage> | undefined;
  #needed: ReadonlySet<unknown> | undefined;
  #defaults: ReadonlyMap<string, string | undefined> | undefined;

  constructor(document: Document, tree: DockerfileTree, input: DockerfileInput) {
    this.document = document;
    this.tree = tree;
    this.contexts = input.contexts;
    this.services = input.services ?? [];
    this.#buildArgs = input.buildArgs ?? new Map();
    const first = tree.instructions.findIndex(({ keyword }) => keyword === "FROM");
    this.preamble = tree.instructions.slice(0, first < 0 ? tree.instructions.length : first);
    const { steps, globals } = this.#readPreamble();
    this.#preambleSteps = steps;
    this.#globals = globals;
    this.stages = this.#readStages(first < 0 ? [] : tree.instructions.slice(first));
  }

  get finalStage(): ModelStage | undefined {
    return this.stages.at(-1);
  }

  get context(): BuildContext {
    const [first] = this.contexts;
    if (!first) throw new Error("a Dockerfile is built with at least one context");
    return first;
  }

  /** The context where it can be read. */
  get hostContext(): HostContext | undefined {
    return this.context instanceof HostContext ? this.context : undefined;
  }

  /** `# hadolint shell=bash` and `# shellcheck shell=bash` between instructions, in file order. */
  get shellComments(): readonly ShellComment[] {
    return (this.#shellComments ??= shellComments(this.tree));
  }

  get steps(): readonly Step[] {
    return (this.#steps ??= [...this.#preambleSteps, ...this.stages.flatMap((stage) => [this.#fromStep(stage), ...stage.steps])]);
  }

  /**
   * The shell text of a step. Only the last one is kept: rules ask about one step after the other, and the facts of thousands
   * of scripts would fill the memory.
   */
  scriptOf(step: ModelStep): ShellScript | undefined {
    if (this.#lastScript?.step !== step) this.#lastScript = { step, found: stepScript(step) };
    return this.#lastScript.found;
  }

  get scripts(): readonly ShellScript[] {
    return (this.#scripts ??= runScripts(this));
  }

  /** The last earlier stage of that name, else the one with that number. */
  stageNamed(name: string, before: number): ModelStage | undefined {
    const named = this.#named.get(name)?.findLast((stage) => stage.index < before);
    if (named) return named;
    const index = /^\d+$/.test(name) ? Number(name) : before;
    return index < before ? this.stages[index] : undefined;
  }

  /** All stages of a name, in file order. */
  stagesNamed(name: string): readonly ModelStage[] {
    return this.#named.get(name) ?? [];
  }

  /** What FROM names where only the ARG defaults and the given build arguments hold; undefined where that is not known. */
  defaultReference(from: Instruction): string | undefined {
    const [word] = from.words;
    this.#defaults ??= defaultArguments(this.preamble, this.#buildArgs, this.tree.escape);
    return word && expanded(word, this.#defaults, this.tree.escape);
  }

  isNeeded(stage: Stage): boolean {
    this.#needed ??= neededBy(this.stages.filter((one) => one.isFinal || this.#isTarget(one)));
    return this.#needed.has(stage);
  }

  #isTarget(stage: ModelStage): boolean {
    return this.services.some((service) => service.build?.target?.value?.toLowerCase() === stage.label);
  }

  /** What an ARG of a stage gets from outside. */
  argument(name: string): { readonly value: string | undefined; readonly known: boolean; readonly forced: boolean } {
    if (this.#buildArgs.has(name)) return { value: this.#buildArgs.get(name), known: true, forced: true };
    const found = this.#globals.args.get(name);
    return { value: found?.value, known: found !== undefined, forced: false };
  }

  isShipped(stage: Stage): boolean {
    return (this.#shipped ??= this.#findShipped()).has(stage);
  }

  #findShipped(): ReadonlySet<Stage> {
    const found = new Set<Stage>();
    const targets = new Set(this.services.flatMap((service) => service.build?.target?.value?.toLowerCase() ?? []));
    for (const stage of this.stages) {
      if (!stage.isFinal && !targets.has(stage.label)) continue;
      for (let here: ModelStage | undefined = stage; here && !found.has(here); here = here.parent) found.add(here);
    }
    return found;
  }

  #readPreamble(): { readonly steps: readonly ModelStep[]; readonly globals: StepState } {
    const span = this.document.span(0, 0);
    const tracker = new StateTracker(startOnImage("", span, undefined, false, undefined), undefined, (name) => ({
      value: this.#buildArgs.get(name), known: this.#buildArgs.has(name), forced: this.#buildArgs.has(name),
    }), this.tree.escape);
    const steps = this.preamble.map((instruction, index) => {
      const { state } = tracker;
      if (instruction.keyword === "ARG") tracker.apply(instruction);
      return new ModelStep({ dockerfile: this, stage: undefined, instruction, address: `preamble/${instruction.keyword}[${index}]`, index: -1, before: () => state });
    });
    return { steps, globals: tracker.state };
  }

  #fromStep(stage: ModelStage): ModelStep {
    return new ModelStep({ dockerfile: this, stage: undefined, instruction: stage.from, address: `stage:${stage.label}/FROM`, index: -1, before: () => this.#globals });
  }

  #readStages(instructions: readonly Instruction[]): readonly ModelStage[] {
    const stages: ModelStage[] = [];
    for (let start = 0; start < instructions.length; ) {
      const from = instructions[start];
      let end = start + 1;
      while (end < instructions.length && instructions[end]?.keyword !== "FROM") end++;
      if (from) {
        const stage = this.#readStage(from, instructions.slice(start + 1, end), stages.length);
        stages.push(stage);
        if (stage.name !== undefined) this.#named.set(stage.name, [...(this.#named.get(stage.name) ?? []), stage]);
      }
      start = end;
    }
    return stages;
  }

  #readStage(from: Instruction, instructions: readonly Instruction[], index: number): ModelStage {
    const [, as, name] = from.words;
    const platform = from.flags.find((flag) => flag.name === "platform")?.value;
    return new ModelStage({
      dockerfile: this, index, from, instructions,
      name: as?.value.toLowerCase() === "as" ? name?.value.toLowerCase() : undefined,
      base: this.#base(from),
      platform: platform && expandWord(platform, this.#fromScope()).value,
    });
  }

  #base(from: Instruction): Base {
    const [word] = from.words;
    if (!word) return { kind: "unknown", raw: "", span: from.headSpan };
    const { span } = word;
    const { value } = expandWord(word, this.#fromScope());
    if (value === undefined || value === "") return { kind: "unknown", raw: word.raw, span };
    const stage = this.#named.get(value.toLowerCase())?.at(-1);
    if (stage) return { kind: "stage", stage, span };
    return value === "scratch" ? { kind: "scratch", span } : { kind: "image", reference: value, known: knownImage(value), span };
  }

  /** FROM sees the global ARGs and what the builder says of the platform. */
  #fromScope(): VariableScope {
    const { args } = this.#globals;
    return { escape: this.tree.escape, lookup: (name) => (PLATFORM_ARGUMENTS.includes(name) ? undefined : args.get(name)?.value) };
  }
}
