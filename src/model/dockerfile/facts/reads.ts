import type { Instruction } from "../../../parse/dockerfile/index.ts";
import { expandWord } from "../expand-word.ts";
import type { ModelDockerfile } from "../dockerfile.ts";
import type { ModelStage } from "../stage.ts";
import type { ModelStep } from "../step.ts";
import type { StageRead } from "./types.ts";

/** Every place where a stage reads another stage or an image, FROM first. ONBUILD reads nothing here. */
export function stageReads(stage: ModelStage): readonly StageRead[] {
  const { base } = stage;
  const name = base.kind === "image" ? base.reference : base.kind === "stage" ? base.stage.name : undefined;
  const from: StageRead = { by: "FROM", name, span: base.span, step: undefined, stage: base.kind === "stage" ? base.stage : undefined, later: undefined };
  return [from, ...stage.steps.flatMap((step) => readsOf(step, stage))];
}

function readsOf(step: ModelStep, stage: ModelStage): readonly StageRead[] {
  const { instruction } = step;
  if (instruction.keyword !== "COPY" && instruction.keyword !== "RUN") return [];
  const by: StageRead["by"] = instruction.keyword === "COPY" ? "COPY" : "RUN";
  return written(instruction).map(({ word, span }) => {
    const name = expandWord(word, step.before.scope).value;
    const found = name === undefined ? undefined : stage.dockerfile.stageNamed(name.toLowerCase(), stage.index);
    return { by, name, span, step, stage: found, later: found || name === undefined ? undefined : laterStage(stage.dockerfile, name.toLowerCase(), stage.index) };
  });
}

function written(instruction: Instruction): readonly { readonly word: NonNullable<Instruction["flags"][number]["value"]>; readonly span: StageRead["span"] }[] {
  return instruction.flags.flatMap(({ name, value, options, span }) => {
    if (name === "from" && instruction.keyword === "COPY") return value ? [{ word: value, span }] : [];
    if (name !== "mount" || instruction.keyword !== "RUN") return [];
    return options.flatMap((option) => (option.name === "from" && option.value ? [{ word: option.value, span: option.span }] : []));
  });
}

function laterStage(dockerfile: ModelDockerfile, name: string, from: number): ModelStage | undefined {
  const named = dockerfile.stagesNamed(name).find((stage) => stage.index >= from);
  if (named) return named;
  const index = /^\d+$/.test(name) ? Number(name) : -1;
  return index >= from ? dockerfile.stages[index] : undefined;
}

/** The stages that the given ones need, themselves included. */
export function neededBy(start: readonly ModelStage[]): ReadonlySet<unknown> {
  const found = new Set<unknown>();
  const waiting: ModelStage[] = [...start];
  for (let stage = waiting.pop(); stage; stage = waiting.pop()) {
    if (found.has(stage)) continue;
    found.add(stage);
    for (const read of stage.reads) {
      const next = read.stage ?? read.later;
      const model = next && stage.dockerfile.stages[next.index];
      if (model && !found.has(model)) waiting.push(model);
    }
  }
  return found;
}
