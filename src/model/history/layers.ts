import type { ModelStage } from "../dockerfile/stage.ts";
import type { Plan, PlannedStep } from "./plan.ts";

/** `unknown`: a layer that is there still fits if an earlier stage, built again, gave the same files as before. */
export type Outcome = "cached" | "rebuilt" | "unknown";

/** What a layer is known by: exactly, and without what other stages gave. */
interface Layer {
  readonly exact: number;
  readonly lenient: number;
  readonly outcome: Outcome;
}

/** What one build did: the outcome of each stage's FROM and steps, and the layers at the stages' ends. */
export interface Build {
  readonly outcomes: readonly { readonly base: Outcome; readonly steps: readonly Outcome[] }[];
  readonly ends: Ends;
}

type Ends = ReadonlyMap<ModelStage, Layer>;

/**
 * The layers that a builder keeps, from its first build on: a layer is taken from there where the layer before it, the
 * instruction and the files that it reads are the same (docs.docker.com, "Build cache invalidation"; measured on the classic
 * builder: fixtures/engine/cache-truth.json).
 */
export class LayerStore {
  readonly #layers = new Map<string, number>();

  build(plan: Plan): Build {
    const ends = new Map<ModelStage, Layer>();
    const outcomes = plan.stages.map(({ stage, base, steps }) => {
      const start = (stage.parent && ends.get(stage.parent)) ?? this.#layer(`from ${base}`, `from ${base}`);
      let layer = start;
      const found = steps.map((step) => {
        layer = this.#step(step, ownKey(step), layer, ends);
        return layer.outcome;
      });
      ends.set(stage, layer);
      return { base: start.outcome, steps: found };
    });
    return { outcomes, ends };
  }

  /** Builds a row of steps one upon the other, with keys of their own; gives the last one's outcome. */
  buildRow(base: string, row: readonly { readonly step: PlannedStep; readonly key: string }[], ends: Ends): Outcome {
    let layer = this.#layer(`from ${base}`, `from ${base}`);
    for (const { step, key } of row) layer = this.#step(step, key, layer, ends);
    return layer.outcome;
  }

  #step(step: PlannedStep, key: string, below: Layer, ends: Ends): Layer {
    const read = step.stages.map((stage) => ends.get(stage)?.exact ?? -1);
    const more = JSON.stringify([read, step.perhaps?.state ?? ""]);
    const layer = this.#layer(`${below.exact} ${key} ${more}`, `${below.lenient} ${key}`);
    return step.link ? { ...layer, outcome: this.#layer(`link ${key} ${more}`, `link ${key}`).outcome } : layer;
  }

  #layer(exactKey: string, lenientKey: string): Layer {
    const exact = this.#number(`= ${exactKey}`);
    const lenient = this.#number(`~ ${lenientKey}`);
    return { exact: exact.number, lenient: lenient.number, outcome: exact.known ? "cached" : lenient.known ? "unknown" : "rebuilt" };
  }

  #number(key: string): { readonly number: number; readonly known: boolean } {
    const found = this.#layers.get(key);
    if (found !== undefined) return { number: found, known: true };
    this.#layers.set(key, this.#layers.size);
    return { number: this.#layers.size - 1, known: false };
  }
}

/** The text of a step with the state of the files that it reads; `files` stands for others. */
export function ownKey(step: PlannedStep, files: readonly string[] = step.files.map(({ state }) => state)): string {
  return JSON.stringify([step.text, ...files]);
}
