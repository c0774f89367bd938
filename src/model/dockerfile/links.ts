import { isModelStage } from "./files-below.ts";
import { pathOfPlace } from "./places.ts";
import type { ModelStage } from "./stage.ts";

/** Where the symbolic link that a RUN of the stage, or of one it builds on, made at a path leads; undefined where none did. */
export function linkAt(stage: unknown, path: string): string | undefined {
  for (let here: ModelStage | undefined = isModelStage(stage) ? stage : undefined; here; here = here.parent) {
    for (const step of here.content.steps.toReversed()) {
      if (step.instruction.keyword !== "RUN") continue;
      const link = here.content.effectsOf(step).findLast((effect) => effect.kind === "link" && pathOfPlace(effect.path) === path);
      if (link?.from !== undefined) return pathOfPlace(link.from);
    }
  }
  return undefined;
}
