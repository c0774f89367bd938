import type { Document } from "#text";
import { parentOf, resolvePath } from "../paths.ts";
import { readScript } from "./read.ts";
import type { BuildLine, RunLine } from "./types.ts";

/** A line that starts a container, with the Dockerfile of the project that makes its image. */
export interface PlacedRunLine {
  readonly line: RunLine;
  readonly dockerfile: BuiltFrom | undefined;
}

export interface BuiltFrom {
  readonly path: string;
  readonly target: string | undefined;
}

export interface ProjectLines {
  readonly lines: readonly PlacedRunLine[];
  /** Dockerfiles whose container is started by a script, so that they stand for no container of their own. */
  readonly started: ReadonlySet<string>;
  /** The folders that build lines give to Dockerfiles as their context, where that is not the file's own. */
  readonly contexts: ReadonlyMap<string, string>;
  /** The build arguments that build lines give to Dockerfiles. */
  readonly buildArgs: ReadonlyMap<string, readonly BuildLine["args"][]>;
}

const MOST_LINES = 500;

/** True for files that explain to people, and run nothing. */
export function isProse(path: string): boolean {
  return /\.(md|markdown|rst|adoc)$/i.test(path);
}

/** What developers and their CI start says little of how the image runs elsewhere. */
function isForDevelopers(path: string): boolean {
  return /(^|\/)package\.json$|(^|\/)\.github\//.test(path);
}

/** The lines of all scripts that start containers; `isFile` says whether the project has a file at a path. */
export function projectLines(documents: readonly Document[], isFile: (path: string) => boolean): ProjectLines {
  const scripts = documents.map((document) => readScript(document));
  const builds = scripts.flatMap((script) => script.builds);
  const started = new Set<string>();
  const lines = scripts.flatMap((script) => script.runs).slice(0, MOST_LINES).map((line): PlacedRunLine => {
    const dockerfile = dockerfileOf(line, builds, isFile);
    if (dockerfile !== undefined && !isProse(line.document.path) && !isForDevelopers(line.document.path)) started.add(dockerfile.path);
    return { line, dockerfile };
  });
  return { lines, started, contexts: contextsOf(builds, isFile), buildArgs: argumentsOf(builds, isFile) };
}

function argumentsOf(builds: readonly BuildLine[], isFile: (path: string) => boolean): ProjectLines["buildArgs"] {
  const found = new Map<string, BuildLine["args"][]>();
  for (const build of builds) {
    const path = placeOf(build, isFile)?.path;
    if (path !== undefined) found.set(path, [...found.get(path) ?? [], build.args]);
  }
  return found;
}

function contextsOf(builds: readonly BuildLine[], isFile: (path: string) => boolean): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const build of builds) {
    const placed = placeOf(build, isFile);
    if (placed && !found.has(placed.path)) found.set(placed.path, placed.folder);
  }
  return found;
}

/** The Dockerfile and the context of a build, as seen from the script's folder or the project's. */
function placeOf(build: BuildLine, isFile: (path: string) => boolean): { readonly path: string; readonly folder: string } | undefined {
  for (const base of [parentOf(build.document.path), "."]) {
    const folder = resolvePath(base, build.folder);
    const path = build.file === undefined ? resolvePath(folder, "Dockerfile") : resolvePath(base, build.file);
    if (!path.startsWith("..") && isFile(path)) return { path, folder };
  }
  return undefined;
}

/** The Dockerfile that a build of the same name uses: of the same script, else of any. */
function dockerfileOf(line: RunLine, builds: readonly BuildLine[], isFile: (path: string) => boolean): BuiltFrom | undefined {
  const image = line.image.value;
  if (image === undefined) return undefined;
  const named = builds.filter(({ tags }) => tags.some((tag) => untagged(tag) === untagged(image)));
  for (const build of [...named.filter(({ document }) => document === line.document), ...named]) {
    const placed = placeOf(build, isFile);
    if (placed) return { path: placed.path, target: build.target };
  }
  return undefined;
}

function untagged(image: string): string {
  return image.replace(/:latest$/, "");
}
