import type { Instruction } from "../../parse/dockerfile/index.ts";
import { buildContext } from "../dockerfile/context.ts";
import type { ModelDockerfile } from "../dockerfile/dockerfile.ts";
import type { Host } from "../host.ts";
import { buildArgs } from "../project.ts";
import type { BuildContext, Service } from "../types.ts";
import { alignInstructions } from "./align.ts";
import { LayerStore, ownKey, type Build, type Outcome } from "./layers.ts";
import { IgnoringTree, modelOf, planOf, type Plan } from "./plan.ts";
import { SavingReplay, savingsOf } from "./savings.ts";
import { FolderTree } from "./tree.ts";
import type { FileState, History, InstructionHistory, Saving, TreeChange } from "./types.ts";

export interface ReplayInput {
  readonly history: History;
  /** The context as it is on the disk now; it tells what the newest version's installs read. */
  readonly contexts: readonly BuildContext[];
  readonly services: readonly Service[];
  /** From the repository's top, with `/`. */
  readonly dockerfile: string;
  /** The context's folder from there; `""` for the top itself. */
  readonly context: string;
  /** A file's text by what a commit says of it; undefined where it cannot be had. */
  text(state: FileState): string | undefined;
  /** Told of every build: the commit (undefined before the first one) and how each instruction of that time fared. */
  onBuild?(commit: string | undefined, outcomes: readonly InstructionOutcome[]): void;
}

/** How one instruction fared in one build. */
export interface InstructionOutcome {
  readonly instruction: Instruction;
  readonly outcome: Outcome;
}

export interface Replay {
  /** The Dockerfile of the newest commit. */
  readonly dockerfile: ModelDockerfile;
  /** Commits that had a build before them. */
  readonly commits: number;
  /** For each instruction of that Dockerfile. */
  readonly instructions: readonly InstructionHistory[];
  readonly savings: readonly Saving[];
}

/** One version of Dockerfile and ignore file, its steps placed. */
export interface PlacedPlan {
  readonly plan: Plan;
  readonly rows: ReadonlyMap<Instruction, number>;
}

/**
 * Builds a Dockerfile at each commit in turn, on paper, with a cache that keeps everything, and counts which layers had to be
 * built anew. Undefined where the newest commit has no such Dockerfile.
 */
export function replay(input: ReplayInput): Replay | undefined {
  const states = latestStates(input);
  const state = states.get(input.dockerfile);
  const text = state === undefined ? undefined : input.text(state);
  if (text === undefined) return undefined;
  const { contexts, services } = input;
  return new Replayer(input, modelOf(input.dockerfile, text, { contexts, services, buildArgs: buildArgs(services) })).run();
}

/** The states of the Dockerfile and its ignore files that occur: their texts are what `replay` asks for. */
export function statesToRead(history: History, dockerfile: string, context: string): ReadonlySet<FileState> {
  const paths = new Set([dockerfile, ...ignorePaths(dockerfile, context)]);
  const found = new Set<FileState>();
  for (const path of paths) {
    const state = history.start.get(path);
    if (state !== undefined) found.add(state);
  }
  for (const { changes } of history.commits) {
    for (const { path, after } of changes) if (after !== undefined && paths.has(path)) found.add(after);
  }
  return found;
}

/** The file named after the Dockerfile is looked for first. */
function ignorePaths(dockerfile: string, context: string): readonly [string, string] {
  return [`${dockerfile}.dockerignore`, context === "" ? ".dockerignore" : `${context}/.dockerignore`];
}

function latestStates({ history, dockerfile }: ReplayInput): ReadonlyMap<string, FileState> {
  const state = history.commits.flatMap(({ changes }) => changes).findLast(({ path }) => path === dockerfile);
  if (!state) return history.start;
  return new Map(state.after === undefined ? [] : [[dockerfile, state.after]]);
}

/** Nothing of an older commit can be read from the disk. */
const EMPTY: Host = {
  read: (path) => ({ ok: false, reason: "missing", message: `${path}: no such file` }),
  list: () => undefined,
  stat: () => undefined,
};

interface Counts {
  commits: number;
  invalidated: number;
  uncertain: number;
  changed: number;
  unknown: string | undefined;
}

class Replayer {
  readonly #input: ReplayInput;
  readonly #newest: ModelDockerfile;
  readonly #tree: FolderTree;
  readonly #layers = new LayerStore();
  readonly #plans = new Map<string, PlacedPlan>();
  readonly #models = new Map<FileState, ModelDockerfile | undefined>();
  readonly #counts: readonly Counts[];
  readonly #lastKeys = new Map<number, string>();
  readonly #savings: readonly SavingReplay[];
  /** The Dockerfile and its ignore files as they are now. */
  readonly #own = new Map<string, FileState>();
  #commits = 0;
  #built = false;

  constructor(input: ReplayInput, newest: ModelDockerfile) {
    this.#input = input;
    this.#newest = newest;
    this.#tree = new FolderTree(input.context, input.history.start);
    this.#counts = newest.tree.instructions.map(() => ({ commits: 0, invalidated: 0, uncertain: 0, changed: 0, unknown: undefined }));
    this.#savings = savingsOf(newest).map((facts) => new SavingReplay(facts));
    for (const path of [input.dockerfile, ...ignorePaths(input.dockerfile, input.context)]) {
      const state = input.history.start.get(path);
      if (state !== undefined) this.#own.set(path, state);
    }
  }

  run(): Replay {
    this.#build(undefined);
    for (const { id, changes } of this.#input.history.commits) {
      this.#tree.apply(changes);
      this.#follow(changes);
      this.#build(id);
    }
    return {
      dockerfile: this.#newest, commits: this.#commits, instructions: this.#counts,
      savings: this.#savings.map((saving) => saving.result),
    };
  }

  #follow(changes: readonly TreeChange[]): void {
    const { dockerfile, context } = this.#input;
    const own = new Set([dockerfile, ...ignorePaths(dockerfile, context)]);
    for (const { path, after } of changes) {
      if (!own.has(path)) continue;
      if (after === undefined) this.#own.delete(path);
      else this.#own.set(path, after);
    }
  }

  #build(commit: string | undefined): void {
    const placed = this.#currentPlan();
    if (!placed) return;
    const counted = this.#built;
    this.#built = true;
    if (counted) this.#commits++;
    const build = this.#layers.build(placed.plan);
    const fared = faredOf(placed.plan, build);
    this.#input.onBuild?.(commit, fared);
    for (const one of fared) this.#count(placed.rows.get(one.instruction), one, counted);
    for (const saving of this.#savings) saving.build(placed, build, this.#ignoring(), counted);
  }

  #ignoring(): IgnoringTree {
    const { dockerfile, context } = this.#input;
    const state = ignorePaths(dockerfile, context).map((path) => this.#own.get(path)).find((one) => one !== undefined);
    return new IgnoringTree(this.#tree, state === undefined ? undefined : this.#input.text(state), state ?? "");
  }

  #currentPlan(): PlacedPlan | undefined {
    const { dockerfile, context } = this.#input;
    const state = this.#own.get(dockerfile);
    const model = state === undefined ? undefined : this.#model(state);
    if (!model) return undefined;
    const key = JSON.stringify([state, ...ignorePaths(dockerfile, context).map((path) => this.#own.get(path) ?? null)]);
    const known = this.#plans.get(key);
    if (known) return known;
    const rows = new Map<Instruction, number>();
    const places = alignInstructions(model.tree.instructions, this.#newest.tree.instructions);
    for (const [at, instruction] of model.tree.instructions.entries()) {
      const row = places[at];
      if (row !== undefined) rows.set(instruction, row);
    }
    const made = { plan: planOf(model, this.#ignoring()), rows };
    this.#plans.set(key, made);
    return made;
  }

  #model(state: FileState): ModelDockerfile | undefined {
    if (this.#models.has(state)) return this.#models.get(state);
    const text = this.#input.text(state);
    const contexts = [buildContext(EMPTY, undefined, this.#input.dockerfile)];
    const model = text === undefined ? undefined : modelOf(this.#input.dockerfile, text, { contexts, buildArgs: buildArgs(this.#input.services) });
    this.#models.set(state, model);
    return model;
  }

  #count(row: number | undefined, { outcome, key, unknown }: Fared, counted: boolean): void {
    const counts = row === undefined ? undefined : this.#counts[row];
    if (!counts || row === undefined) return;
    counts.unknown = unknown;
    if (counted) {
      counts.commits++;
      if (outcome === "rebuilt") counts.invalidated++;
      if (outcome === "unknown") counts.uncertain++;
      if (this.#lastKeys.get(row) !== key) counts.changed++;
    }
    this.#lastKeys.set(row, key);
  }
}

interface Fared extends InstructionOutcome {
  /** Its own text with the state of the files that it reads. */
  readonly key: string;
  readonly unknown: string | undefined;
}

/** Every instruction of the stages; what a base stage's triggers do counts as part of the FROM that sets them off. */
function faredOf(plan: Plan, build: Build): readonly Fared[] {
  return plan.stages.flatMap(({ stage, base, steps }, at) => {
    const outcomes = build.outcomes[at];
    if (!outcomes) return [];
    const { from } = stage;
    const triggered = steps.flatMap((step, index) => (step.instruction === from ? outcomes.steps[index] ?? [] : []));
    const own = steps.flatMap((step, index): readonly Fared[] => {
      const outcome = outcomes.steps[index];
      return outcome === undefined || step.instruction === from ? [] : [{ instruction: step.instruction, outcome, key: ownKey(step), unknown: step.unknown }];
    });
    return [{ instruction: from, outcome: worst([outcomes.base, ...triggered]), key: base, unknown: undefined }, ...own];
  });
}

function worst(outcomes: readonly Outcome[]): Outcome {
  return outcomes.find((one) => one === "rebuilt") ?? outcomes.find((one) => one === "unknown") ?? "cached";
}
