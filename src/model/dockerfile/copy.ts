import { Document, type Span } from "#text";
import type { Flag, Instruction, JsonItem, Word } from "../../parse/dockerfile/index.ts";
import { parseDockerignore } from "../../parse/dockerignore/index.ts";
import { compileGlob } from "../../parse/dockerignore/glob.ts";
import { nameOf } from "../paths.ts";
import type { ContextFile, CopyFacts, CopySource, Sourced, Stage } from "../types.ts";
import type { HostContext } from "./context.ts";
import { expandWord } from "./expand-word.ts";
import { pathOfPlace, resolvePlace, type Place } from "./places.ts";
import type { StepState } from "./state.ts";

/** What a COPY needs to know of its surroundings. */
export interface CopySurroundings {
  readonly state: StepState;
  readonly context: HostContext | undefined;
  /** The earlier stages by name and index. */
  stage(name: string): Stage | undefined;
  /** Whether the image has a directory at a path before this step. */
  directoryBefore(path: string): boolean | undefined;
}

/** One source with what only the model itself needs. */
export interface PlacedSource extends CopySource {
  /** The source after expansion; undefined where a variable decides it. */
  readonly path: string | undefined;
  /** What stands at the source: for a glob, and where nothing can be read, undefined. */
  readonly kind: "file" | "directory" | undefined;
  /** Where its content goes: a file's own path, or the directory that a directory's content goes into. */
  readonly target: Place;
  /** The destination is no directory: each file that a pattern names is written to that very name. */
  readonly toOneName: boolean;
  /** The body of a heredoc source. */
  readonly body: Instruction["heredocs"][number] | undefined;
}

/** COPY or ADD with the places in the image. */
export interface PlacedCopy extends CopyFacts {
  readonly sources: readonly PlacedSource[];
  readonly place: Place;
  readonly link: boolean;
  /** Whether `--exclude` leaves out what lies at a path below a directory that is copied; `.` is that directory. */
  excludes(below: string): boolean;
}

interface WrittenWord {
  readonly raw: string;
  readonly value: string | undefined;
  readonly span: Span;
}

/** Reads a COPY or ADD; undefined where it has no destination. */
export function copyFacts(instruction: Instruction, around: CopySurroundings): PlacedCopy | undefined {
  const words = writtenWords(instruction, around.state);
  const last = words.at(-1);
  if (!last || words.length < 2) return undefined;
  const from = origin(instruction, around);
  const context = from.kind === "context" ? around.context : undefined;
  const parents = flag(instruction, "parents") !== undefined;
  const place = resolvePlace(around.state.place, last.value, last.raw);
  const marked = /(?:^|\/)\.?\/?$/.test(last.value ?? last.raw) || (last.value ?? last.raw).endsWith("\\");
  // several files without a slash at the end are written to one name after the other, where no directory stands there (measured)
  const directory = marked || parents || isDirectory(place, around) || (words.length > 2 && directoryBefore(place, around) !== false);
  const sources = words.slice(0, -1).map((word) => readSource(word, instruction, from, context, { place, directory, parents }));
  const filled = directory || sources.some((source) => source.kind === "directory" || source.whole);
  const path = pathOfPlace(place);
  const exclude = instruction.flags.filter(({ name }) => name === "exclude").flatMap(({ value }) => (value ? [value.value] : []));
  return {
    from, sources, place, parents,
    destination: path === undefined ? undefined : filled && !path.endsWith("/") ? `${path}/` : path,
    destinationSpan: last.span,
    chown: sourced(flag(instruction, "chown"), around.state),
    chmod: sourced(flag(instruction, "chmod"), around.state),
    exclude, excludes: excludeTest(exclude), link: isSwitchedOn(flag(instruction, "link")),
  };
}

/** The patterns are those of `.dockerignore`, read from each copied directory; one that begins with a slash takes nothing (measured). */
function excludeTest(patterns: readonly string[]): PlacedCopy["excludes"] {
  if (patterns.length === 0) return () => false;
  const text = patterns.filter((pattern) => !pattern.startsWith("/")).join("\n");
  const ignore = parseDockerignore(new Document("--exclude", text, "dockerignore"));
  return (below) => ignore.excludes(below).excluded;
}

function writtenWords(instruction: Instruction, state: StepState): readonly WrittenWord[] {
  if (instruction.json) return instruction.json.items.map((item) => jsonWord(item, state));
  return instruction.words.map((word) => ({ raw: word.raw, value: expandWord(word, state.scope).value, span: word.span }));
}

function jsonWord(item: JsonItem, state: StepState): WrittenWord {
  return { raw: item.value, value: expandWord(item.text, state.scope).value, span: item.span };
}

function flag(instruction: Instruction, name: string): Flag | undefined {
  return instruction.flags.findLast((one) => one.name === name);
}

function isSwitchedOn(found: Flag | undefined): boolean {
  return found !== undefined && found.value?.value !== "false";
}

function sourced(found: Flag | undefined, state: StepState): Sourced<string> | undefined {
  if (!found?.value) return undefined;
  const { value, unresolved } = expandWord(found.value, state.scope);
  return { value, unresolved, raw: found.value.raw, span: found.value.span };
}

function origin(instruction: Instruction, around: CopySurroundings): CopyFacts["from"] {
  const written: Word | undefined = flag(instruction, "from")?.value;
  if (!written) return { kind: "context" };
  if (written.variables.length > 0) return { kind: "unknown", raw: written.raw };
  const stage = around.stage(written.value.toLowerCase());
  return stage ? { kind: "stage", stage } : { kind: "image", reference: written.value };
}

function isDirectory(place: Place, around: CopySurroundings): boolean {
  if (place === around.state.place) return true;
  return directoryBefore(place, around) === true;
}

function directoryBefore(place: Place, around: CopySurroundings): boolean | undefined {
  const path = pathOfPlace(place);
  return path === undefined ? undefined : around.directoryBefore(path);
}

interface Target {
  readonly place: Place;
  readonly directory: boolean;
  readonly parents: boolean;
}

function readSource(word: WrittenWord, instruction: Instruction, from: CopyFacts["from"], context: HostContext | undefined, target: Target): PlacedSource {
  const { raw, span } = word;
  const body = instruction.heredocs.find(({ markerSpan }) => markerSpan.start >= span.start && markerSpan.end <= span.end || span.start >= markerSpan.start && span.end <= markerSpan.end);
  const common = { raw, span, body, toOneName: !target.directory };
  if (body) return { ...common, path: body.name, kind: "file", whole: false, remote: false, heredoc: true, files: [], target: fileTarget(body.name, target) };
  const path = word.value;
  const remote = path !== undefined && from.kind === "context" && isRemote(path);
  if (path === undefined || remote) {
    const name = path === undefined ? undefined : nameOf(path.replace(/[?#][^]*$/, ""));
    const tree = remote && /\.git(?:[#?]|$)|^git@|^git:/.test(path);
    return {
      ...common, path, kind: remote ? (tree ? "directory" : "file") : undefined, whole: false, remote, heredoc: false, files: undefined,
      target: name === undefined || tree ? target.place : fileTarget(name, target),
    };
  }
  const whole = isWhole(path);
  const kind = whole ? "directory" : kindOfSource(path, from, context);
  let files: { readonly found: readonly ContextFile[] | undefined } | undefined;
  return {
    ...common, path, kind, whole, remote: false, heredoc: false,
    get toOneName() {
      return !target.directory && !namesDirectory(path, this.files ?? []);
    },
    get files() {
      return (files ??= { found: context && filesOf(path, whole, context) }).found;
    },
    target: kind === "directory" ? directoryTarget(path, target) : isGlob(path) ? target.place : target.parents ? directoryTarget(path, target) : fileTarget(nameOf(path.replace(/(?<!\/)\/+$/, "")), target),
  };
}

function fileTarget(name: string, { place, directory }: Target): Place {
  return directory ? resolvePlace(place, name, name) : place;
}

/** A directory's content goes into the destination; with `--parents` below the path as written. */
function directoryTarget(path: string, { place, parents }: Target): Place {
  if (!parents) return place;
  const kept = path.includes("/./") ? path.slice(path.indexOf("/./") + 3) : path.replace(/^\/+/, "");
  return resolvePlace(place, kept, kept);
}

function isRemote(path: string): boolean {
  return /^(?:https?|ftp|git|ssh):\/\//i.test(path) || /^git@[\w.-]+:/.test(path) || /^github\.com\//.test(path);
}

/** `.`, `./`, `/`, `*` and the like. */
function isWhole(path: string): boolean {
  return /^[./]*\*?$/.test(path) && !path.includes("..");
}

function isGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

/** What stands at a source; where the context cannot be read, a trailing slash says directory. */
function kindOfSource(path: string, from: CopyFacts["from"], context: HostContext | undefined): PlacedSource["kind"] {
  if (isGlob(path)) return undefined;
  // nothing leads out of the context: `../x` is `x` (measured)
  if (from.kind === "context") return context?.kindOf(path.replace(/^(?:\.{0,2}\/)+/, "")) ?? (path.endsWith("/") ? "directory" : undefined);
  if (from.kind === "stage") {
    const absolute = resolvePlace("/", path, path);
    if (from.stage.image.fileAt(absolute)) return "file";
    if (from.stage.image.directoryExists(absolute) === true) return "directory";
  }
  return path.endsWith("/") ? "directory" : undefined;
}

/** A directory that a pattern names makes the destination one. */
function namesDirectory(pattern: string, files: readonly ContextFile[]): boolean {
  const depth = resolvePlace("/", pattern, pattern).slice(1).split("/").length;
  return files.some((entry) => entry.directory && entry.path.split("/").length === depth);
}

/** The entries that a source names; of a directory all that lies below it. */
function filesOf(path: string, whole: boolean, context: HostContext): readonly ContextFile[] | undefined {
  const all = context.files();
  if (!all || whole) return all;
  const matches = sourceTest(path);
  return all.filter((entry) => matches(entry.path));
}

/** Whether a path of the context is what a source names, or lies below it. */
export function sourceTest(source: string): (path: string) => boolean {
  const pattern = resolvePlace("/", source, source).slice(1);
  if (pattern === "") return () => true;
  if (!isGlob(pattern)) return (path) => path === pattern || path.startsWith(`${pattern}/`);
  const matches = compileGlob(pattern.replace(/\*{2,}/g, "*"));
  const depth = pattern.split("/").length;
  return matches ? (path) => matches(path.split("/").slice(0, depth).join("/")) : () => false;
}
