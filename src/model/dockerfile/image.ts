import { type Document, MappedText, type Span } from "#text";
import { executableBy, type Mode } from "../file-mode.ts";
import { isWithin, nameOf, normalisePath } from "../paths.ts";
import type { ContentEvidence, DeclaredVolume, Image, ImageFile, Invocation, KnownImageFacts, Listing, TraceStep, VariableValue } from "../types.ts";
import type { ModelCommand } from "./commands.ts";
import type { HostContext } from "./context.ts";
import type { PlacedCopy, PlacedSource } from "./copy.ts";
import type { Effect } from "./effects.ts";
import { filesBelow, isModelStage } from "./files-below.ts";
import { linksOf } from "./links.ts";
import { mayChangeModes, modeByInstall, modeSetBy } from "./modes.ts";
import { listBelow, namesInRoot } from "./listing.ts";
import { pathOfPlace, resolvePlace } from "./places.ts";
import type { ModelStage } from "./stage.ts";
import type { ModelStep } from "./step.ts";
import { editedBySed } from "./text-edits.ts";
import { isInSharedPlace, isSystems } from "./system-places.ts";

/** Stages that copy from stages that copy from stages: more than this is no real file. */
const DEEPEST = 40;

/** The image that a stage makes. */
export class StageImage implements Image {
  readonly built = true;
  readonly stage: ModelStage;
  readonly #files = new Map<string, ImageFile | undefined>();
  #links: ReadonlyMap<string, string> | undefined;

  constructor(stage: ModelStage) {
    this.stage = stage;
  }

  get reference(): string {
    return this.stage.name ?? nameOf(this.stage.dockerfile.document.path);
  }

  /** Of the image that the stage and its parents build on. */
  get known(): KnownImageFacts | undefined {
    const { base } = this.stage.root;
    return base.kind === "image" ? base.known : undefined;
  }

  get volumes(): readonly DeclaredVolume[] {
    return this.stage.end.volumes;
  }

  get user(): string | undefined {
    return this.stage.end.user;
  }

  get cwd(): string | undefined {
    return this.stage.end.cwd;
  }

  get env(): ReadonlyMap<string, VariableValue> {
    return this.stage.end.env;
  }

  get entrypoint(): Invocation | undefined {
    return this.stage.end.entrypoint;
  }

  get command(): Invocation | undefined {
    return this.stage.end.command;
  }

  get links(): ReadonlyMap<string, string> {
    return (this.#links ??= linksOf(this.stage));
  }

  fileAt(path: string): ImageFile | undefined {
    const normal = normalisePath(path);
    if (!this.#files.has(normal)) this.#files.set(normal, findFile(this.stage, normal, 0));
    return this.#files.get(normal);
  }

  /** What stands at a path before a step by its place in the stage; at the stage's end where none is given. */
  fileBefore(path: string, index: number | undefined): ImageFile | undefined {
    return index === undefined ? this.fileAt(path) : findFile(this.stage, normalisePath(path), 0, index);
  }

  filesBelow(path: string): readonly ImageFile[] {
    return filesBelow(this.stage, normalisePath(path));
  }

  listBelow(path: string): Listing | undefined {
    return listBelow(this.stage, normalisePath(path));
  }

  namesInRoot(): ReadonlySet<string> | undefined {
    return namesInRoot(this.stage);
  }

  directoryExists(path: string): boolean | undefined {
    return this.stage.content.directoryExists(normalisePath(path));
  }

  mayHold(path: string): boolean {
    const normal = normalisePath(path);
    return !this.stage.baseEnvironmentKnown || !this.stage.content.tells(normal) || !isInSharedPlace(normal);
  }

  hasContentBelow(path: string): boolean | undefined {
    const normal = normalisePath(path);
    if (this.contentBelow(normal).some(({ confidence }) => confidence === "certain")) return true;
    if (this.directoryExists(normal) !== false && !this.stage.plainRoot) return undefined;
    for (let stage: ModelStage | undefined = this.stage; stage; stage = stage.parent) if (!stage.content.tells(normal)) return undefined;
    return ["/bin", "/etc", "/lib", "/usr", "/var", "/sbin", "/dev", "/proc", "/sys"].some((place) => isWithin(normal, place)) || normal === "/" ? undefined : false;
  }

  contentBelow(path: string): readonly ContentEvidence[] {
    const normal = normalisePath(path);
    return this.stage.content.evidence().filter((one) => isWithin(one.path, normal) || (one.by === "copy" && isWithin(normal, one.path) && this.#isDirectoryCopy(one, normal)));
  }

  /** A directory copied above the path: whether it holds something below the path. */
  #isDirectoryCopy(evidence: ContentEvidence, path: string): boolean {
    for (let stage: ModelStage | undefined = this.stage; stage; stage = stage.parent) {
      const step = stage.allSteps.find(({ instruction }) => instruction.headSpan === evidence.span);
      const context = stage.dockerfile.hostContext;
      const copy = step?.copy;
      if (!copy || !context || copy.from.kind !== "context") continue;
      return copy.sources.some((source) => {
        const target = pathOfPlace(source.target);
        if (source.path === undefined || source.kind !== "directory" || target === undefined || !isWithin(path, target)) return false;
        return context.kindOf(resolvePlace(`/${source.path}`, below(path, target), "").slice(1)) === "directory";
      });
    }
    return false;
  }
}

// ---------------------------------------------------------------- where a file comes from

interface Search {
  path: string;
  readonly trace: TraceStep[];
  readonly appended: MappedText[];
  mode: Mode;
  /** Commands that change the file in place, in order. */
  readonly edits: ModelCommand[];
  /** Made empty, where nothing else had made it. */
  touched: Span | undefined;
}

/** Walks a stage's steps backwards, from its end or from `until`, to the one that put the file there. */
function findFile(stage: ModelStage, wanted: string, depth: number, until = stage.content.steps.length): ImageFile | undefined {
  if (depth > DEEPEST) return undefined;
  const search: Search = { path: wanted, trace: [], appended: [], mode: "open", touched: undefined, edits: [] };
  for (let here: ModelStage | undefined = stage; here; here = here.parent) {
    const { content } = here;
    for (let at = (here === stage ? until : content.steps.length) - 1; at >= 0; at--) {
      const step = content.steps[at];
      if (!step) continue;
      const keyword = step.instruction.keyword;
      const found = keyword === "RUN" ? inRun(content.effectsOf(step), step, search) : keyword === "COPY" || keyword === "ADD" ? inCopy(step, here, search, depth) : undefined;
      if (found === "gone") return undefined;
      if (found) return { ...found, path: wanted, ...(search.edits.length > 0 ? { text: () => editedText(found, search.edits) } : {}) };
    }
  }
  if (search.appended.length === 0 && !search.touched) return undefined;
  return writtenFile(search, search.touched && new MappedText(search.touched.document, "", []));
}

/** A base image or a package may have brought a file that is only touched. */
function isEmptyByTouch({ plainRoot, content }: ModelStage, path: string): boolean {
  return plainRoot && (!isSystems(path) || content.isProjects(path));
}

function editedText(file: ImageFile, edits: readonly ModelCommand[]): MappedText | undefined {
  const text = file.text();
  return text && edits.reduce((edited, command) => editedBySed(command, edited), text);
}

/** The part of a path below a directory that holds it; `.` for the directory itself. */
function below(path: string, directory: string): string {
  return path === directory ? "." : path.slice(directory === "/" ? 1 : directory.length + 1);
}

function inRun(effects: readonly Effect[], step: ModelStep, search: Search): ImageFile | "gone" | undefined {
  for (let at = effects.length - 1; at >= 0; at--) {
    const effect = effects[at];
    if (!effect) continue;
    if (search.mode === "open") search.mode = modeSetBy(effect, search.path, step.before.volumes);
    switch (effect.kind) {
      case "write": {
        if (effect.path !== search.path) break;
        if (effect.command.name === "touch") {
          if (step.stage && isEmptyByTouch(step.stage, search.path)) search.touched ??= effect.command.span;
          break;
        }
        search.trace.unshift({ span: effect.command.span, message: `written to ${search.path}` });
        if (!effect.text) return unreadFile(effect, effects, search);
        if (!effect.append) return writtenFile(search, effect.text);
        search.appended.unshift(effect.text);
        break;
      }
      case "copy":
      case "move":
      case "link":
        if (effect.kind === "move" && effect.from === search.path) return "gone";
        follow(effect, search);
        break;
      case "permission":
        if (effect.command.name === "sed" && effect.path === search.path) search.edits.unshift(effect.command);
        break;
      case "remove":
        if (effect.path === search.path || (effect.recursive && isWithin(search.path, effect.path))) return "gone";
        break;
      default:
        break;
    }
  }
  if (search.mode === "open" && step.commands.some(mayChangeModes)) search.mode = undefined;
  return undefined;
}

/** A name that a command gave to a file: the search goes on for the old name. */
function follow(effect: Effect, search: Search): void {
  const { from, path } = effect;
  if (from === undefined || from === search.path || !isWithin(search.path, path)) return;
  const name = nameOf(from);
  const rest = below(search.path, path);
  // `cp a dir` puts it below the directory.
  const old = rest === name && effect.recursive ? from : resolvePlace(from, rest, rest);
  const words = { copy: "copied", move: "moved", link: "linked" } as const;
  search.trace.unshift({ span: effect.command.span, message: `${words[effect.kind as "copy"]} to ${search.path}` });
  search.path = old;
  if (effect.kind === "copy" && effect.command.name === "install" && search.mode === "open") search.mode = modeByInstall(effect.command);
}

function writtenFile(search: Search, text: MappedText | undefined): ImageFile {
  const parts = [...(text ? [text] : []), ...search.appended];
  const [first] = parts;
  const whole = parts.length > 1 && first ? concatenated(parts) : first;
  return { path: search.path, hostPath: undefined, document: () => undefined, text: () => whole, trace: search.trace, executable: search.mode === "open" ? "no" : search.mode };
}

/** A file that a command wrote, as nobody knows what; where it also unpacks there, one of the archive may be in its place. */
function unreadFile({ command, path }: Effect, effects: readonly Effect[], search: Search): ImageFile {
  const file = { ...writtenFile(search, undefined), text: () => undefined };
  const unpacks = effects.some((other) => other.kind === "fill" && other.command === command && isWithin(path, other.path));
  return unpacks && search.mode === "open" ? { ...file, executable: undefined } : file;
}

function concatenated(parts: readonly MappedText[]): MappedText | undefined {
  const [first] = parts;
  if (!first) return undefined;
  let text = "";
  const pieces = parts.flatMap((part) => {
    const at = text === "" || text.endsWith("\n") ? text.length : text.length + 1;
    text = text === "" || text.endsWith("\n") ? text + part.text : `${text}\n${part.text}`;
    return part.pieces.map((piece) => ({ ...piece, at: piece.at + at }));
  });
  return new MappedText(first.document, text, pieces);
}

function inCopy(step: ModelStep, stage: ModelStage, search: Search, depth: number): ImageFile | "gone" | undefined {
  const copy = step.copy;
  if (!copy || !isWithin(search.path, copy.place)) return undefined;
  for (const source of copy.sources.toReversed()) {
    const found = inSource(source, copy, stage, search, depth);
    const given = copy.chmod ? executableBy(copy.chmod.value) : "open";
    const executable = search.mode !== "open" ? search.mode : given !== "open" ? given : found?.executable;
    if (found) return { ...found, executable, trace: [...found.trace, { span: step.instruction.headSpan, message: `copied to ${search.path}` }, ...search.trace] };
  }
  return undefined;
}

function inSource(source: PlacedSource, copy: PlacedCopy, stage: ModelStage, search: Search, depth: number): ImageFile | undefined {
  if (source.body) return source.target === search.path ? writtenFile({ ...search, trace: [] }, source.body.body) : undefined;
  if (source.path === undefined || source.remote || !isWithin(search.path, source.target)) return undefined;
  const rest = below(search.path, source.target);
  if (source.kind === "directory" && copy.excludes(rest)) return undefined;
  if (copy.from.kind === "stage") return inStage(source, copy.from.stage, rest, depth);
  const context = stage.dockerfile.hostContext;
  if (copy.from.kind !== "context" || !context || context.root === undefined) return undefined;
  const path = contextPath(source, rest, context);
  return path === undefined ? undefined : contextFile(context, path, search.path);
}

function inStage(source: PlacedSource, from: unknown, rest: string, depth: number): ImageFile | undefined {
  const { path } = source;
  if (path === undefined || !isModelStage(from)) return undefined;
  const wanted = resolvePlace(resolvePlace("/", path, path), rest, rest);
  return findFile(from, wanted, depth + 1);
}

/** The path in the context of what stands at `rest` below a source's target. */
function contextPath(source: PlacedSource, rest: string, context: HostContext): string | undefined {
  const path = (source.path ?? "").replace(/^\/+/, "");
  if (source.kind !== undefined) {
    const full = resolvePlace(`/${source.whole ? "" : path}`, rest, rest).slice(1);
    if (context.kindOf(full) === "file") return full;
    return source.whole && source.path?.includes("*") ? globPath(source, rest, context) : undefined;
  }
  return globPath(source, rest, context);
}

/** A pattern's files go into the destination by name; the content of its directories goes there without their names. */
function globPath(source: PlacedSource, rest: string, context: HostContext): string | undefined {
  const depth = resolvePlace("/", source.path, "").slice(1).split("/").length;
  // of several files to one name the last stays
  for (const entry of source.files?.toReversed() ?? []) {
    if (entry.path.split("/").length !== depth) continue;
    if (!entry.directory && rest === (source.toOneName ? "." : nameOf(entry.path))) return entry.path;
    if (entry.directory && context.kindOf(`${entry.path}/${rest}`) === "file") return `${entry.path}/${rest}`;
  }
  return undefined;
}

function contextFile(context: HostContext, path: string, imagePath: string): ImageFile {
  const hostPath = normalisePath(`${context.root ?? "."}/${path}`);
  let read: { readonly document: Document | undefined } | undefined;
  const document = (): Document | undefined => (read ??= { document: context.documentAt(hostPath) }).document;
  return {
    path: imagePath, hostPath, document, trace: [],
    text: () => {
      const file = document();
      return file && MappedText.ofSpan(file.span(0, file.text.length));
    },
  };
}
