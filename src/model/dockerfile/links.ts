import { isWithin, nameOf } from "../paths.ts";
import type { Effect } from "./effects.ts";
import { pathOfPlace, resolvePlace } from "./places.ts";
import type { ModelStage } from "./stage.ts";

/** The symbolic links that a stage's RUN steps and those of its parents leave behind, by path, to the absolute path they lead to. */
export function linksOf(stage: ModelStage): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const here of [...stage.lineage].reverse()) {
    for (const step of here.allSteps) {
      if (step.instruction.keyword !== "RUN" || (found.size === 0 && !step.commands.some(({ name }) => name === "ln"))) continue;
      for (const effect of here.content.effectsOf(step)) take(effect, here, step.index, found);
    }
  }
  return found;
}

function take(effect: Effect, stage: ModelStage, index: number, found: Map<string, string>): void {
  const path = pathOfPlace(effect.path);
  if (path === undefined) return;
  if (effect.kind === "remove" || effect.kind === "move") {
    const gone = effect.kind === "remove" ? path : effect.from === undefined ? undefined : pathOfPlace(effect.from);
    for (const link of found.keys()) if (gone !== undefined && isWithin(link, gone)) found.delete(link);
  }
  if (effect.kind !== "link" || effect.command.line.flag("-s", "--symbolic") === undefined) return;
  const target = effect.from === undefined ? undefined : pathOfPlace(effect.from);
  if (target === undefined) return;
  const plain = effect.command.line.flag("-n", "-T", "--no-dereference", "--no-target-directory") !== undefined;
  const into = !plain && !found.has(path) && stage.content.directoryBefore(path, index) === true;
  found.set(into ? resolvePlace(path, nameOf(target), nameOf(target)) : path, target);
}
