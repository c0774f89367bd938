import { isWithin, nameOf } from "../paths.ts";
import type { ImageFile } from "../types.ts";
import type { PlacedCopy, PlacedSource } from "./copy.ts";
import { pathOfPlace, resolvePlace } from "./places.ts";
import type { ModelStage } from "./stage.ts";

/** More files than this below one path are a dependency tree or a data set, which nobody reads one by one. */
const MOST_FILES = 5000;
/** Stages that copy from stages that copy from stages: more than this is no real file. */
const DEEPEST = 10;

/**
 * The files that the steps of a stage and its parents put at or below an image path, as far as they are known by name: those of
 * the build context, and those that a RUN writes by name. In the order of their paths; bounded.
 */
export function filesBelow(stage: ModelStage, path: string): readonly ImageFile[] {
  const found: ImageFile[] = [];
  for (const candidate of [...candidates(stage, path, 0)].sort()) {
    const file = stage.image.fileAt(candidate);
    if (file) found.push(file);
    if (found.length >= MOST_FILES) break;
  }
  return found;
}

/** Image paths that some step names; later steps may have taken them away again. */
function candidates(stage: ModelStage, path: string, depth: number): ReadonlySet<string> {
  const found = new Set<string>();
  if (depth > DEEPEST) return found;
  for (let here: ModelStage | undefined = stage; here; here = here.parent) {
    for (const step of here.content.steps) {
      const { keyword } = step.instruction;
      const paths = keyword === "RUN" ? writtenBy(here, step) : keyword === "COPY" || keyword === "ADD" ? copiedBy(step.copy, path, depth) : [];
      for (const one of paths) {
        if (found.size >= MOST_FILES) return found;
        if (isWithin(one, path)) found.add(one);
      }
    }
  }
  return found;
}

/** Files that a RUN makes below a VOLUME declared before it are left out: one builder keeps them, the other does not. */
function writtenBy(stage: ModelStage, step: ModelStage["allSteps"][number]): readonly string[] {
  const { volumes } = step.before;
  return stage.content.effectsOf(step).flatMap(({ kind, path: place }) => {
    const path = kind === "write" || kind === "copy" || kind === "move" ? pathOfPlace(place) : undefined;
    return path === undefined || volumes.some((volume) => isWithin(path, volume.path)) ? [] : [path];
  });
}

function copiedBy(copy: PlacedCopy | undefined, path: string, depth: number): readonly string[] {
  if (!copy) return [];
  return copy.sources.flatMap((source) => {
    const target = pathOfPlace(source.target);
    if (target === undefined || source.remote || !(isWithin(target, path) || isWithin(path, target))) return [];
    if (copy.from.kind === "stage") return fromStage(source, copy, target, depth);
    return copy.from.kind === "context" ? fromContext(source, copy, target) : [];
  });
}

function fromStage(source: PlacedSource, copy: PlacedCopy, target: string, depth: number): readonly string[] {
  const stage = copy.from.kind === "stage" ? copy.from.stage : undefined;
  if (source.path === undefined || !isModelStage(stage)) return [];
  const base = resolvePlace("/", source.path, source.path);
  return [...candidates(stage, base, depth + 1)].flatMap((file) => {
    if (file === base) return [target];
    const below = file.slice(base === "/" ? 1 : base.length + 1);
    return copy.excludes(below) ? [] : [resolvePlace(target, below, "")];
  });
}

function fromContext(source: PlacedSource, copy: PlacedCopy, target: string): readonly string[] {
  if (source.body || (source.kind === "file" && !source.whole)) return [target];
  const base = source.whole ? "" : resolvePlace("/", source.path, "").slice(1);
  const isPattern = /[*?[]/.test(source.path ?? "");
  const parts = base === "" ? (isPattern ? 1 : 0) : base.split("/").length;
  return (source.files ?? []).flatMap((file) => {
    if (file.directory) return [];
    const below = file.path.split("/").slice(parts).join("/");
    if (below === "") return [source.toOneName ? target : resolvePlace(target, nameOf(file.path), "")];
    return copy.excludes(below) ? [] : [resolvePlace(target, below, "")];
  });
}

/** A stage of this model, with what is known of its files. */
export function isModelStage(stage: unknown): stage is ModelStage {
  return typeof stage === "object" && stage !== null && "content" in stage;
}
