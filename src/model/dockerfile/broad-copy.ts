import { isWithin, nameOf } from "../paths.ts";
import type { BroadCopy, DependencyInstall } from "../types.ts";
import type { HostContext } from "./context.ts";
import type { PlacedCopy, PlacedSource } from "./copy.ts";
import type { ModelInstall } from "./installs.ts";
import { compileGlob } from "../../parse/dockerignore/glob.ts";
import { isUnknownPlace, resolvePlace, type Place } from "./places.ts";
import { needsSources } from "./source-needs.ts";
import type { ModelStage } from "./stage.ts";
import type { ModelStep } from "./step.ts";

/** Managers that install the same things into the same place. */
const FAMILIES: readonly (readonly string[])[] = [["npm", "yarn", "pnpm", "bun", "bower", "meteorite"], ["pip", "pipenv", "poetry", "uv", "conda"]];

/** Folders of a project that hold what no install of its dependencies reads. */
const SOURCES = /^(?:src|sources?|app|public|static|assets|views|pages|components|layouts|includes|templates|resources|tests?|docs|controllers|models|routes|services|middlewares?|migrations|cmd|internal)$/i;

/** Those of one manager: a gem's `lib` is read for its version. */
const SOURCES_OF: Readonly<Record<string, RegExp>> = { mix: /^(?:lib|priv|web)$/ };

/** Files that stand in every context and reach no program. */
const INERT = /^(?:[^]*\.)?(?:Dockerfile|Containerfile)(?:\.[^]*)?$|^\.dockerignore$|^(?:docker-)?compose[\w.-]*\.ya?ml$|^\.git(?:ignore|attributes)?$|^\.?(?:npmrc|yarnrc(?:\.yml)?|nvmrc|python-version|ruby-version|tool-versions)$/i;

/**
 * The first COPY or ADD of sources whose change reruns an install that only needs manifests. Undefined where the install needs
 * the sources, where it already ran before them, where its manifest does not come from the context, and where a cache mount
 * makes the rerun cheap.
 */
export function broadCopyBefore(stage: ModelStage, install: DependencyInstall): BroadCopy | undefined {
  if (!isModelInstall(install) || hasCacheMount(install.step)) return undefined;
  const before = stepsBefore(stage, install.step);
  const context = stage.dockerfile.hostContext;
  const places = [install.place, ...aliases(install, before)];
  const named = isNamedSeparately(install, before);
  for (const step of before) {
    const copy = step.instruction.keyword === "COPY" || step.instruction.keyword === "ADD" ? step.copy : undefined;
    if (!copy || copy.from.kind !== "context") continue;
    const source = copy.sources.find((one) => isBroad(one, copy, install, places, named, context));
    if (!source) continue;
    if (installedBefore(step, install, before) || fromElsewhere(install, before)) return undefined;
    const { folder, manifests } = named && !source.whole ? { folder: "", manifests: install.manifests } : manifestsIn(source, copy, install, places);
    return needsSources(install, context, folder) ? undefined : { step, span: step.instruction.headSpan, manifests, manifestFolder: folder };
  }
  return undefined;
}

function isModelInstall(install: DependencyInstall): install is ModelInstall {
  return "place" in install && "needed" in install;
}

/** The steps of the local parents and of the stage up to the install, in the order in which they run. */
function stepsBefore(stage: ModelStage, install: ModelStep): readonly ModelStep[] {
  const chain: (readonly ModelStep[])[] = [stage.allSteps.slice(0, install.index)];
  for (let parent = stage.parent; parent; parent = parent.parent) chain.push(parent.allSteps);
  return chain.reverse().flat();
}

/** A cache mount other than those for system packages keeps the downloads. */
function hasCacheMount(step: ModelStep): boolean {
  return step.mounts.some(({ type, target }) => type === "cache" && !/^\/var\/(?:cache|lib)\/(?:apt|apk|dnf|yum)/.test(target ?? ""));
}

/** Directories whose content a RUN before took from elsewhere in the image: `cp -r /src /build && cd /build && npm ci`. */
function aliases(install: ModelInstall, before: readonly ModelStep[]): readonly Place[] {
  const found: Place[] = [];
  for (const step of [...before, install.step]) {
    if (step.instruction.keyword !== "RUN") continue;
    for (const { kind, from, path } of step.stage?.content.allEffectsOf(step) ?? []) {
      if ((kind !== "copy" && kind !== "move" && kind !== "link") || from === undefined) continue;
      if (isWithin(install.place, path)) found.push(resolvePlace(from, below(install.place, path), ""));
    }
  }
  return found;
}

/** True where a COPY names the manifest itself, or a bind mount brings it. */
function isNamedSeparately(install: ModelInstall, before: readonly ModelStep[]): boolean {
  const names = new Set(install.needed.map((path) => nameOf(path)));
  const brings = (path: string | undefined): boolean => path !== undefined && [...names].some((name) => matchesName(nameOf(path), name));
  if (install.step.mounts.some(({ type, source, target }) => type === "bind" && (brings(source) || brings(target)))) return true;
  return before.some((step) => isCopy(step) && step.copy?.sources.some((source) => !source.whole && source.kind !== "directory" && brings(source.path)) === true);
}

function isCopy(step: ModelStep): boolean {
  return step.instruction.keyword === "COPY" || step.instruction.keyword === "ADD";
}

/** `package*.json` is for `package.json`, and `Api.csproj` for `*.csproj`. */
function matchesName(pattern: string, name: string): boolean {
  if (pattern === "*" || pattern === "") return false;
  return pattern === name || (compileGlob(pattern)?.(name) ?? false) || (compileGlob(name)?.(pattern) ?? false);
}

function isBroad(source: PlacedSource, copy: PlacedCopy, install: ModelInstall, places: readonly Place[], named: boolean, context: HostContext | undefined): boolean {
  if (source.remote || source.heredoc || source.path === undefined || source.kind === "file") return false;
  if (!source.whole && !isSourceFolder(source, context)) return false;
  if (holdsOnlyManifests(source, copy, install)) return false;
  const target = folderTarget(source, copy);
  const reached = places.some((place) => isWithin(place, target)) || install.needed.some((path) => isWithin(resolvePlace(install.place, path, path), target));
  if (source.whole) return named || (reached && providesManifest(source, copy, install, places, context));
  if (named) return isSources(nameOf(source.path.replace(/(?<!\/)\/+$/, "")), install) && places.some((place) => isWithin(target, place));
  return reached && providesManifest(source, copy, install, places, context);
}

function isSources(folder: string, { manager }: ModelInstall): boolean {
  return SOURCES.test(folder) || SOURCES_OF[manager]?.test(folder) === true;
}

/** Where a folder's content goes. A source that may be a folder is taken for one, but for the root, where single files are put. */
function folderTarget(source: PlacedSource, copy: PlacedCopy): Place {
  return source.whole || source.kind === "directory" || copy.parents || copy.place === "/" ? source.target : copy.place;
}

/** A named source that is a folder, or may be one where the context cannot be read. */
function isSourceFolder(source: PlacedSource, context: HostContext | undefined): boolean {
  const path = source.path ?? "";
  if (/[*?[]/.test(path) || /\.(?:tar(?:\.\w+)?|tgz|zip|txz|tbz2?)$/i.test(path)) return false;
  if (source.kind === "directory") return !/(?:^|\/)(?:requirements?|deps|dependencies|manifests?)\/?$/i.test(path);
  if (context?.real) return false;
  return !/(?:^|\/)\.?[^/.]*\.[^/]*$|(?:^|\/)(?:requirements?|deps|dependencies|manifests?|Gemfile|Makefile|Pipfile|LICENSE|README|Procfile|Rakefile)$/i.test(path);
}

/** True where all that the copy brings is what the install reads. */
function holdsOnlyManifests(source: PlacedSource, copy: PlacedCopy, install: ModelInstall): boolean {
  const brought = source.files?.filter(({ directory }) => !directory);
  if (!brought || brought.length === 0) return false;
  const known = new Set([...install.manifests, ...install.needed].map((path) => nameOf(path)));
  const left = brought.filter(({ path }) => !known.has(nameOf(path)) && !INERT.test(nameOf(path)) && !copy.exclude.some((pattern) => compileGlob(pattern)?.(path) ?? false));
  return left.length === 0 && brought.some(({ path }) => known.has(nameOf(path)));
}

/** Where in the context the manifests lie that a source brings to the install's directory, and their names there. */
function manifestsIn(source: PlacedSource, copy: PlacedCopy, install: ModelInstall, places: readonly Place[]): { readonly folder: string; readonly manifests: readonly string[] } {
  const target = folderTarget(source, copy);
  const place = places.find((one) => isWithin(one, target));
  if (place !== undefined) return { folder: inContext(source, below(place, target)), manifests: install.manifests };
  const paths = install.manifests.map((path) => resolvePlace(install.place, path, path)).filter((path) => isWithin(path, target));
  return { folder: inContext(source, "."), manifests: paths.map((path) => below(path, target)) };
}

/** The context's path of what lies at `rest` below a source. */
function inContext(source: PlacedSource, rest: string): string {
  return resolvePlace(`/${source.whole ? "" : (source.path ?? "").replace(/^\/+/, "")}`, rest, rest).slice(1);
}

/** A readable context must have the manifest there; one that cannot be read is taken to have it. */
function providesManifest(source: PlacedSource, copy: PlacedCopy, install: ModelInstall, places: readonly Place[], context: HostContext | undefined): boolean {
  if (!context?.real) return true;
  const target = folderTarget(source, copy);
  const { folder } = manifestsIn(source, copy, install, places);
  const pathOf = (path: string): string => {
    const full = [install.place, ...places].map((place) => resolvePlace(place, path, path)).find((one) => isWithin(one, target));
    return full === undefined ? path : inContext(source, below(full, target));
  };
  const exists = install.needed.some((path) => (path.includes("*") ? hasMatch(context, folder, path) : context.kindOf(pathOf(path)) === "file"));
  // A part of a repository may be all that is at hand; then only what keeps the file out speaks against it.
  return exists || (source.whole && !install.needed.some((path) => context.isIgnored(pathOf(path))) && !context.hasManifestElsewhere(install.needed));
}

function hasMatch(context: HostContext, folder: string, pattern: string): boolean {
  const test = compileGlob(pattern);
  return context.files()?.some(({ path, directory }) => !directory && (folder === "" || isWithin(path, folder)) && test?.(nameOf(path)) === true) ?? false;
}

/** The same kind of install ran before the copy: then this one only adds what the sources need. */
function installedBefore(copy: ModelStep, install: ModelInstall, before: readonly ModelStep[]): boolean {
  const family = FAMILIES.find((one) => one.includes(install.manager)) ?? [install.manager];
  const earlier = before.slice(0, before.indexOf(copy));
  const owners = new Set(earlier.flatMap((step) => step.stage ?? []));
  const bringsInstalled = earlier.some((step) => isCopy(step) && step.copy?.from.kind !== "context" && step.copy?.sources.some(({ path }) => /(?:^|\/)(?:node_modules|vendor|site-packages|\.?venv|deps)\/?$/.test(path ?? "")));
  return bringsInstalled || [...owners].some((owner) => owner.dependencyInstalls.some((one) =>
    isModelInstall(one) && family.includes(one.manager) && earlier.includes(one.step) && (one.manager !== "pip" || install.manager !== "pip" || sameFiles(one, install))
    && (one.place === install.place || isUnknownPlace(one.place))));
}

function sameFiles(a: ModelInstall, b: ModelInstall): boolean {
  const names = new Set(a.needed.map((path) => nameOf(path)));
  return b.needed.every((path) => names.has(nameOf(path)));
}

/** A RUN puts the project there itself: `git clone`, an unpacked archive. */
function fromElsewhere(install: ModelInstall, before: readonly ModelStep[]): boolean {
  return [...before, install.step].some((step) => step.instruction.keyword === "RUN" && (step.stage?.content.allEffectsOf(step) ?? []).some((effect) =>
    (effect.kind === "fill" && !effect.command.package && effect.confidence === "certain" && isWithin(install.place, effect.path) && effect.path !== "/")
    || (effect.kind === "write" && install.needed.some((path) => effect.path === resolvePlace(install.place, path, path)))));
}

/** The part of a path below a directory that holds it; `.` for the directory itself. */
function below(path: string, directory: string): string {
  if (path === directory) return ".";
  return path.slice(directory === "/" ? 1 : directory.length + 1);
}
