import type { Assignment, Instruction } from "../../parse/dockerfile/index.ts";
import type { Stage } from "../types.ts";

/** One pair of a LABEL. */
export interface StageLabel {
  /** Quotes and escapes removed; with its variables as written where it has some. */
  readonly key: string;
  /** The key holds a variable. */
  readonly dynamic: boolean;
  /** Undefined where a variable decides it. */
  readonly value: string | undefined;
  readonly pair: Assignment;
  readonly instruction: Instruction;
  readonly stage: Stage;
}

/** What a stage's own LABEL instructions set, in the order of the file; ONBUILD sets nothing here. */
export function ownLabels(stage: Stage): readonly StageLabel[] {
  return stage.steps.flatMap(({ instruction }) => (instruction.keyword === "LABEL" ? instruction.assignments.map((pair) => labelOf(pair, instruction, stage)) : []));
}

/** The labels of the stage's image, by key: the last setting of each, own or of the stages that it builds on. */
export function labelsOf(stage: Stage): ReadonlyMap<string, StageLabel> {
  const found = new Map<string, StageLabel>();
  for (const one of [...stage.lineage].reverse()) {
    for (const label of ownLabels(one)) if (!label.dynamic) found.set(label.key, label);
  }
  return found;
}

function labelOf(pair: Assignment, instruction: Instruction, stage: Stage): StageLabel {
  const { name, value } = pair;
  return {
    key: name.value,
    dynamic: name.variables.length > 0,
    value: value === undefined ? "" : value.variables.length > 0 ? undefined : value.value,
    pair, instruction, stage,
  };
}
