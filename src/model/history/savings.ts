import { compileGlob } from "../../parse/dockerignore/glob.ts";
import type { ModelDockerfile } from "../dockerfile/dockerfile.ts";
import { LayerStore, ownKey, type Build } from "./layers.ts";
import type { IgnoringTree, Plan, PlannedStep } from "./plan.ts";
import type { PlacedPlan } from "./replay.ts";
import type { Saving } from "./types.ts";

/** An install that a broad COPY makes run again, in the newest Dockerfile. */
export interface SavingFacts {
  readonly name: string;
  /** Places of the instructions in the newest Dockerfile's list. */
  readonly copy: number;
  readonly install: number;
  /** Paths in the context. */
  readonly manifests: readonly string[];
}

/** The installs whose COPY could be parted in two: the manifests before, the rest after. */
export function savingsOf(dockerfile: ModelDockerfile): readonly SavingFacts[] {
  const found = new Map<string, SavingFacts>();
  for (const stage of dockerfile.stages) {
    for (const install of stage.dependencyInstalls) {
      const copy = stage.broadCopyBefore(install);
      if (!copy) continue;
      const folder = copy.manifestFolder === "" || copy.manifestFolder === "." ? "" : `${copy.manifestFolder}/`;
      const facts = {
        name: install.name, copy: copy.step.instruction.index, install: install.step.instruction.index,
        manifests: copy.manifests.map((path) => `${folder}${path.replace(/^\.\//, "")}`),
      };
      found.set(`${facts.copy} ${facts.install} ${facts.name}`, facts);
    }
  }
  return [...found.values()];
}

/** Counts how often an install ran again, and how often it would have with only the manifests copied before it. */
export class SavingReplay {
  readonly #facts: SavingFacts;
  readonly #layers = new LayerStore();
  readonly #changed: number[];
  #states: readonly string[] | undefined;
  #commits = 0;
  #reruns = 0;
  #rerunsAfter = 0;

  constructor(facts: SavingFacts) {
    this.#facts = facts;
    this.#changed = facts.manifests.map(() => 0);
  }

  get result(): Saving {
    const { name, copy, install, manifests } = this.#facts;
    return {
      name, copy, install, manifests: manifests.map((path, at) => ({ path, changed: this.#changed[at] ?? 0 })),
      commits: this.#commits, reruns: this.#reruns, rerunsAfter: this.#rerunsAfter,
    };
  }

  /** Goes through one build; `counted` is false for the first one. */
  build({ plan, rows }: PlacedPlan, build: Build, tree: IgnoringTree, counted: boolean): void {
    const row = rowUpTo(plan, (step) => rows.get(step.instruction) === this.#facts.install);
    const isCopy = (step: PlannedStep): boolean => rows.get(step.instruction) === this.#facts.copy;
    if (!row || !row.steps.some(isCopy)) return;
    const states = this.#facts.manifests.map((path) => manifestState(path, tree));
    const parted = row.steps.map((step) => ({ step, key: isCopy(step) ? ownKey(step, states) : ownKey(step) }));
    const after = this.#layers.buildRow(row.base, parted, build.ends);
    if (counted) {
      this.#commits++;
      if (row.outcomeIn(build) === "rebuilt") this.#reruns++;
      if (after !== "cached") this.#rerunsAfter++;
      for (const [at, state] of states.entries()) if (this.#states && this.#states[at] !== state) this.#changed[at] = (this.#changed[at] ?? 0) + 1;
    }
    this.#states = states;
  }
}

/** A `*` in a manifest's name, as in `*.csproj`, stands for every such file. */
function manifestState(path: string, tree: IgnoringTree): string {
  return compileGlob(path) ? tree.select(path).state : "";
}

interface Row {
  readonly base: string;
  readonly steps: readonly PlannedStep[];
  outcomeIn(build: Build): string | undefined;
}

/** The steps that lead to one step, those of the stages below its own included. */
function rowUpTo(plan: Plan, isLast: (step: PlannedStep) => boolean): Row | undefined {
  for (const [at, { stage, steps }] of plan.stages.entries()) {
    const last = steps.findIndex(isLast);
    if (last < 0) continue;
    const below = stage.lineage.slice(1).reverse().flatMap((one) => plan.stages.filter((planned) => planned.stage === one));
    const root = plan.stages.find((planned) => planned.stage === stage.root);
    return {
      base: root?.base ?? "",
      steps: [...below.flatMap((one) => one.steps), ...steps.slice(0, last + 1)],
      outcomeIn: (build) => build.outcomes[at]?.steps[last],
    };
  }
  return undefined;
}
