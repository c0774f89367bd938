import { isWithin } from "../paths.ts";
import type { Listing } from "../types.ts";
import type { Effect } from "./effects.ts";
import { filesBelow } from "./files-below.ts";
import { pathOfPlace } from "./places.ts";
import type { ModelStage } from "./stage.ts";

/** Where a base image and its packages keep their own files. */
const SYSTEM = ["/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/root", "/run", "/sbin", "/sys", "/tmp", "/usr", "/var"];

/** All that stands at or below an image path, where every step tells what it puts there; undefined elsewhere. */
export function listBelow(stage: ModelStage, path: string): Listing | undefined {
  if (!stage.plainRoot || path === "/" || (SYSTEM.some((place) => isWithin(path, place)) && !stage.content.isProjects(path))) return undefined;
  let complete = true;
  const directories = new Set<string>();
  for (const here of stage.lineage) {
    if (!here.content.tells(path)) return undefined;
    for (const step of here.allSteps) {
      const told = tellsOf(here, step, path);
      if (told === undefined) return undefined;
      complete &&= told;
    }
    for (const directory of here.content.directoriesBelow(path)) directories.add(directory);
  }
  return { files: filesBelow(stage, path).map((file) => file.path), directories: [...directories], complete };
}

/** The names in `/` that the steps bring to an operating system image; undefined where there may be more, and for other images. */
export function namesInRoot(stage: ModelStage): ReadonlySet<string> | undefined {
  if (!stage.baseEnvironmentKnown) return undefined;
  const names = new Set<string>();
  for (const here of stage.lineage) {
    if (!here.content.tells("/")) return undefined;
    for (const step of here.allSteps) {
      for (const source of step.copy?.sources ?? []) if (pathOfPlace(source.target) === "/" && tellsOfCopy(here, step, "/") === undefined) return undefined;
      if (step.instruction.keyword === "RUN" && here.content.effectsOf(step).some(({ kind, path }) => kind === "fill" && path === "/")) return undefined;
    }
    for (const { path } of here.content.evidence()) names.add(path.split("/")[1] ?? "");
    for (const directory of here.content.directoriesBelow("/")) names.add(directory.split("/")[1] ?? "");
  }
  for (const { path } of filesBelow(stage, "/")) names.add(path.split("/")[1] ?? "");
  return names;
}

/** True where a step names all that it puts below a path, false where its folder may hold more elsewhere, undefined where it may be anything. */
function tellsOf(stage: ModelStage, step: ModelStage["allSteps"][number], path: string): boolean | undefined {
  const { keyword } = step.instruction;
  if (keyword === "COPY" || keyword === "ADD") return tellsOfCopy(stage, step, path);
  if (keyword !== "RUN") return true;
  return stage.content.effectsOf(step).every((effect) => isNamed(effect, stage, step, path)) ? true : undefined;
}

function tellsOfCopy(stage: ModelStage, step: ModelStage["allSteps"][number], path: string): boolean | undefined {
  if (!step.copy) return undefined;
  let complete = true;
  for (const source of step.copy.sources) {
    const target = pathOfPlace(source.target);
    if (target === undefined) return undefined;
    if (!isWithin(target, path) && !isWithin(path, target)) continue;
    if (source.body || source.kind === "file" && !source.whole && !source.remote) continue;
    if (source.remote || step.copy.from.kind !== "context" || source.files === undefined || stage.dockerfile.hostContext?.real !== true) return undefined;
    complete = false;
  }
  return complete;
}

function isNamed({ kind, path: place, from }: Effect, stage: ModelStage, step: ModelStage["allSteps"][number], path: string): boolean {
  const target = pathOfPlace(place);
  if (target === undefined || (!isWithin(target, path) && !isWithin(path, target))) return true;
  if (kind === "fill" || kind === "move" && isWithin(path, target)) return false;
  if (kind === "directory" || kind === "permission" || kind === "remove" || kind === "link") return true;
  if (kind === "write") return !step.before.volumes.some((volume) => isWithin(target, volume.path));
  return from !== undefined && stage.image.fileAt(target) !== undefined;
}
