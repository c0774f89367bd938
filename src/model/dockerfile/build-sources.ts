import { resolvePath } from "../paths.ts";
import type { ImageFile } from "../types.ts";
import { isModelStage } from "./files-below.ts";
import type { ModelStage } from "./stage.ts";

/** Where Maven and Gradle put what they build, below the project's folder. */
const BUILT = /^(.*?)\/(?:target|build\/(?:libs|install|distributions|classes|resources|unpacked|dependency))(?:\/|$)/;

/**
 * Finds files of the Java project that the image was built from: the folder of the stage whose `target` or `build/libs` is copied
 * into the image, or is started in place. Finds nothing where more than one project is copied, since nothing tells which one runs.
 */
export function buildSources(stage: unknown, started: readonly string[]): (path: string) => ImageFile | undefined {
  if (!isModelStage(stage)) return () => undefined;
  const projects = [...copiedProjects(stage), ...started.flatMap((path) => projectOf(stage, path) ?? [])];
  const distinct = new Map(projects.map((project) => [`${String(project.stage.index)} ${project.folder}`, project]));
  const [only] = distinct.values();
  return (path) => (only && distinct.size === 1 ? only.stage.image.fileAt(resolvePath(only.folder, path)) : undefined);
}

interface Project {
  readonly stage: ModelStage;
  readonly folder: string;
}

function copiedProjects(stage: ModelStage): readonly Project[] {
  const found: Project[] = [];
  for (let here: ModelStage | undefined = stage; here; here = here.parent) {
    for (const { copy } of here.content.steps) {
      if (copy?.from.kind !== "stage" || !isModelStage(copy.from.stage)) continue;
      for (const source of copy.sources) {
        const project = source.path === undefined ? undefined : projectOf(copy.from.stage, resolvePath("/", source.path));
        if (project) found.push(project);
      }
    }
  }
  return found;
}

function projectOf(stage: ModelStage, path: string): Project | undefined {
  const folder = BUILT.exec(path)?.[1];
  return folder === undefined ? undefined : { stage, folder: folder === "" ? "/" : folder };
}
