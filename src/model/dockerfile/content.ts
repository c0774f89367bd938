import { isWithin, parentOf } from "../paths.ts";
import type { ContentEvidence, FileChange } from "../types.ts";
import { copyFacts, type PlacedCopy, type PlacedSource } from "./copy.ts";
import { effectsOf, knownPaths, type Effect } from "./effects.ts";
import type { ModelCommand } from "./commands.ts";
import { isUnknownPlace, pathOfPlace, resolvePlace, type Place } from "./places.ts";
import { outsideMounts } from "./mounted-effects.ts";
import { followedEffects } from "./run-effects.ts";
import type { ModelStage } from "./stage.ts";
import type { ModelStep } from "./step.ts";
import { isInSharedPlace, isProjectsName, isSystems, PACKAGE_PLACES, STANDARD } from "./system-places.ts";

const SYSTEM_MANAGERS = new Set(["apt-get", "apt", "aptitude", "apk", "dnf", "microdnf", "yum", "zypper", "pacman"]);

/** What the steps of one stage put into the image, in order. Filled step by step, as far as somebody asks. */
export class StageContent {
  readonly #stage: ModelStage;
  readonly #copies: (PlacedCopy | undefined)[] = [];
  readonly #effects: (readonly Effect[])[] = [];
  /** With what goes to the mounts of a RUN and does not stay. */
  readonly #allEffects: (readonly Effect[])[] = [];
  readonly #directories = new Map<string, number>();
  readonly #evidence: ContentEvidence[] = [];
  /** Directories that a step fills with things that nobody can see, each with the step's number. */
  readonly #opened = new Map<string, number>();
  #done = 0;
  #told = true;
  #packagesTold = true;

  constructor(stage: ModelStage) {
    this.#stage = stage;
  }

  /** The steps that make the stage, the base's ONBUILD triggers first. */
  get steps(): readonly ModelStep[] {
    return this.#stage.allSteps;
  }

  copyOf(step: ModelStep): PlacedCopy | undefined {
    if (step.instruction.trigger) return this.#readCopy(step);
    this.#follow(step.index + 1);
    return this.#copies[step.index];
  }

  /** What a step's commands do to the file system of the image, in order. */
  effectsOf(step: ModelStep): readonly Effect[] {
    this.#follow(step.index + 1);
    return this.#effects[step.index] ?? [];
  }

  changedBy(step: ModelStep): readonly string[] {
    if (step.instruction.trigger) return [];
    return [...new Set(knownPaths(this.allEffectsOf(step)))];
  }

  /** What a step's commands do, also to what its mounts lay over the image. */
  allEffectsOf(step: ModelStep): readonly Effect[] {
    this.#follow(step.index + 1);
    return this.#allEffects[step.index] ?? [];
  }

  /** What a RUN does to known paths, its mounts included. */
  changesOf(step: ModelStep): readonly FileChange[] {
    if (step.instruction.trigger) return [];
    return this.allEffectsOf(step).flatMap(({ kind, path, recursive, span, command }): FileChange[] =>
      (isUnknownPlace(path) ? [] : [{ kind, path, recursive: recursive === true || kind === "fill", span, command }]));
  }

  /** All evidence of the stage and the stages that it builds on, the oldest first. */
  evidence(): readonly ContentEvidence[] {
    const found: (readonly ContentEvidence[])[] = [];
    for (let stage: ModelStage | undefined = this.#stage; stage; stage = stage.parent) {
      stage.content.#follow(stage.allSteps.length);
      found.push(stage.content.#evidence);
    }
    return found.reverse().flat();
  }

  /** The directories of this stage's own steps at or below a path; those that come with a copied one are not among them. */
  directoriesBelow(path: string): readonly string[] {
    this.#follow(this.steps.length);
    return [...this.#directories.keys()].filter((directory) => isWithin(directory, path));
  }

  /** Whether a directory is there after the stage's last step. */
  directoryExists(path: string): boolean | undefined {
    this.#follow(this.steps.length);
    return this.directoryBefore(path, this.steps.length);
  }

  /** Whether a directory is there before a step. */
  directoryBefore(path: string, index: number): boolean | undefined {
    let told = true;
    let until = index;
    for (let stage: ModelStage | undefined = this.#stage; stage; stage = stage.parent) {
      const content: StageContent = stage.content;
      if (until === Number.POSITIVE_INFINITY) content.#follow(stage.allSteps.length);
      if ((content.#directories.get(path) ?? Number.POSITIVE_INFINITY) < until || content.#isCopied(path, until)) return true;
      told = told && content.#tells(path, until);
      until = Number.POSITIVE_INFINITY;
    }
    return directoryInBase(this.#stage.root, path, told, told && (isProjectsName(path) ? this.isProjects(path) : this.isProjects(parentOf(path))));
  }

  /** Whether an operating system image has nothing at a path: for its name, or because the steps made it or a directory above it. */
  isProjects(path: string): boolean {
    if (!this.#stage.baseEnvironmentKnown) return false;
    if (isProjectsName(path)) return true;
    for (let at = path; isInSharedPlace(at); at = parentOf(at)) {
      for (let stage: ModelStage | undefined = this.#stage; stage; stage = stage.parent) if (stage.content.#directories.has(at)) return true;
    }
    return false;
  }

  /** Whether a directory came with one that was copied above it. A removal since then is not looked for: it would be an odd one. */
  #isCopied(path: string, until: number): boolean {
    const context = this.#stage.dockerfile.hostContext;
    return this.#copies.some((copy, index) => index < until && copy?.from.kind === "context" && copy.sources.some((source) => {
      const target = source.kind === "directory" && source.path !== undefined && !/[*?[]/.test(source.path) ? pathOfPlace(source.target) : undefined;
      if (target === undefined || path === target || !isWithin(path, target)) return false;
      return context?.kindOf(resolvePlace(`/${source.path ?? ""}`, path.slice(target === "/" ? 1 : target.length + 1), "").slice(1)) === "directory";
    }));
  }

  /** True where what the steps do to a path can be told. */
  tells(path: string): boolean {
    this.#follow(this.steps.length);
    return this.#tells(path);
  }

  #tells(path: string, until = Number.POSITIVE_INFINITY): boolean {
    if (!this.#told || (!this.#packagesTold && PACKAGE_PLACES.some((place) => isWithin(path, place)))) return false;
    for (const [opened, index] of this.#opened) if (index < until && isWithin(path, opened)) return false;
    return true;
  }

  #follow(until: number): void {
    for (; this.#done < until; this.#done++) {
      const step = this.steps[this.#done];
      if (step) this.#take(step, this.#done);
    }
  }

  #take(step: ModelStep, index: number): void {
    const { instruction } = step;
    switch (instruction.keyword) {
      case "COPY":
      case "ADD":
        this.#copies[index] = this.#readCopy(step);
        this.#addCopy(this.#copies[index], step, index);
        break;
      case "RUN":
        this.#addRun(step, index);
        break;
      case "WORKDIR": {
        const path = pathOfPlace(this.#stage.stateAfter(index).place);
        if (path !== undefined) this.#addDirectory(path, index);
        break;
      }
      default:
        break;
    }
  }

  #readCopy(step: ModelStep): PlacedCopy | undefined {
    return copyFacts(step.effective, {
      state: step.before,
      context: this.#stage.dockerfile.hostContext,
      stage: (name) => this.#stage.dockerfile.stageNamed(name, this.#stage.index),
      directoryBefore: (path) => this.directoryBefore(path, step.index),
    });
  }

  #addCopy(copy: PlacedCopy | undefined, step: ModelStep, index: number): void {
    if (!copy) {
      this.#told = false;
      return;
    }
    for (const source of copy.sources) {
      const path = pathOfPlace(source.target);
      if (path === undefined) this.#told = false;
      else {
        const unseen = unseenBelow(source, copy, step);
        if (unseen !== undefined) this.#opened.set(unseen, index);
        this.#addDirectory(source.kind === "file" || source.kind === undefined && path !== pathOfPlace(copy.place) ? parentOf(path) : source.kind === "directory" ? path : parentOf(path), index);
        this.#evidence.push({ path, span: step.instruction.headSpan, by: "copy", confidence: source.path === undefined ? "likely" : "certain" });
      }
    }
    const destination = copy.destination;
    if (destination?.endsWith("/")) this.#addDirectory(destination.replace(/(.)\/$/, "$1"), index);
  }

  #addRun(step: ModelStep, index: number): void {
    const effects: Effect[] = [];
    if (step.commands.length === 0) this.#told = false;
    const followed = followedEffects(step, this.#stage);
    for (const command of step.commands) {
      const found = followed?.(command) ?? effectsOf(command);
      effects.push(...found.effects);
      if (!found.told || found.effects.some(({ kind, path }) => kind !== "permission" && isUnknownPlace(path))) this.#told = false;
      if (runsUnseen(command)) this.#open(command.place, index);
      if (command.package && SYSTEM_MANAGERS.has(command.package.manager) && command.package.action !== "clean") this.#packagesTold = false;
    }
    const kept = outsideMounts(effects, step.mounts, (path) => this.directoryBefore(path, index) === true);
    this.#allEffects[index] = effects;
    this.#effects[index] = kept;
    for (const effect of kept) this.#addEffect(effect, index);
  }

  #open(place: Place, index: number): void {
    const path = pathOfPlace(place);
    if (path === undefined) this.#told = false;
    else this.#opened.set(path, index);
  }

  #addEffect(effect: Effect, index: number): void {
    const path = pathOfPlace(effect.path);
    if (path === undefined) return;
    switch (effect.kind) {
      case "directory":
        this.#addDirectory(path, index);
        break;
      case "fill":
        this.#addDirectory(path, index);
        this.#opened.set(path, index);
        this.#evidence.push({ path, span: effect.command.span, by: "run", confidence: effect.confidence });
        break;
      case "move":
        this.#move(effect, path, index);
        break;
      case "write":
      case "copy":
      case "link":
        this.#addDirectory(parentOf(path), index);
        if (effect.from !== undefined && this.#directories.has(effect.from)) this.#addDirectory(path, index);
        this.#evidence.push({ path, span: effect.command.span, by: "run", confidence: effect.confidence });
        break;
      case "remove":
        if (effect.recursive) this.#remove(path, index, effect.contents === true);
        break;
      default:
        break;
    }
  }

  /** What was made earlier goes along; what the base image had there is only known by name. */
  #move(effect: Effect, path: string, index: number): void {
    const from = effect.from === undefined ? undefined : pathOfPlace(effect.from);
    const moved: ContentEvidence[] = [];
    if (from !== undefined && from !== path) {
      for (let at = this.#evidence.length - 1; at >= 0; at--) {
        const one = this.#evidence[at];
        if (!one || !isWithin(one.path, from)) continue;
        this.#evidence.splice(at, 1);
        moved.push({ ...one, path: path + one.path.slice(from.length) });
      }
      if (this.#directories.delete(from)) this.#addDirectory(path, index);
    }
    this.#addDirectory(parentOf(path), index);
    this.#evidence.push(...(moved.length > 0 ? moved.reverse() : [{ path, span: effect.command.span, by: "run" as const, confidence: effect.confidence }]));
  }

  #addDirectory(path: string, index: number): void {
    for (let here = path; here !== "/" && here !== "." && !this.#directories.has(here); here = parentOf(here)) this.#directories.set(here, index);
  }

  /** What is deleted again is no content; a directory that a removal takes stays known only where something else makes it. */
  #remove(path: string, index: number, contents: boolean): void {
    for (const opened of this.#opened.keys()) if (isWithin(opened, path)) this.#opened.delete(opened);
    if (!this.#directories.has(path)) return;
    for (let at = this.#evidence.length - 1; at >= 0; at--) {
      const one = this.#evidence[at];
      if (one && isWithin(one.path, path)) this.#evidence.splice(at, 1);
    }
    for (const [directory, since] of this.#directories) if (since <= index && isWithin(directory, path) && !(contents && directory === path)) this.#directories.delete(directory);
  }
}

/** A program of the project, or commands for what is found: it may make things below the directory that it runs in. */
function runsUnseen({ name, args, package: asked }: ModelCommand): boolean {
  if (name === "node" || name === "npx" || name === "xargs") return args.length > 0;
  if (name === "find") return args.some(({ raw }) => /^-(?:exec|ok)/.test(raw));
  if (name === "bundle" || name === "composer") return /^(?:exec|run|run-script)$/.test(args[0]?.raw ?? "");
  return /^(?:npm|yarn|pnpm|bun)$/.test(name) && asked?.action !== "install" && args.length > 0 && !/^(?:config|cache|set|get|version|help|-.*)$/.test(args[0]?.raw ?? "");
}

/** The directory below which a copy may put more than is seen: what other images hold, archives, git repositories, a context that is not here. */
function unseenBelow({ kind, path, remote, body, target }: PlacedSource, { from, place }: PlacedCopy, { instruction, stage }: ModelStep): string | undefined {
  if (body !== undefined || (remote && !REPOSITORY.test(path ?? ""))) return undefined;
  if (instruction.keyword === "ADD" && !remote && (path === undefined || ARCHIVE.test(path))) return pathOfPlace(place);
  return kind === "file" || (from.kind === "context" && !remote && stage?.dockerfile.hostContext?.real === true) ? undefined : pathOfPlace(kind === undefined ? place : target);
}

const REPOSITORY = /^(?:git|ssh):|^git@|^github\.com\/|\.git(?:#|$)/;
const ARCHIVE = /\.(?:tar(?:\.\w+)?|tgz|tbz2?|txz|tlz|tzst)$/i;

/** Whether the image at the bottom has a directory; `told` says that no step may have made it unseen. */
function directoryInBase(root: ModelStage, path: string, told: boolean, belowMade: boolean): boolean | undefined {
  if (path === "/") return true;
  if (root.base.kind === "scratch") return told ? false : undefined;
  if (STANDARD.has(path) || isInKnownImage(root, path)) return true;
  return told && root.plainBase && (!isSystems(path) || belowMade) ? false : undefined;
}

function isInKnownImage(stage: ModelStage, path: string): boolean {
  if (stage.base.kind !== "image") return false;
  const known = stage.base.known;
  if (!known) return false;
  const paths = [...known.volumes, ...known.dataPaths.map((data) => data.path), ...(known.workdir === undefined ? [] : [known.workdir])];
  return paths.some((one) => isWithin(resolvePlace("/", one, one), path));
}
