import { isWithin, parentOf } from "../paths.ts";
import type { ImageFile, Listing } from "../types.ts";
import type { RunInput } from "./types.ts";

/** Where a path leads. */
export interface Place {
  /** Absolute and normalised, symbolic links of this start followed. */
  readonly path: string;
  /** Whether all directories on the way are there; undefined where unknown. */
  readonly reachable: boolean | undefined;
  /** Written with a slash at its end: it can only be a directory. */
  readonly slash: boolean;
}

type Fact = boolean | undefined;

/** Whether a file may be executed; undefined where nothing tells. */
export type Executable = ImageFile["executable"];

/** What is known of files and directories while the start runs: the image's facts, and what the commands so far changed. */
export class World {
  readonly #input: RunInput;
  readonly #directories: Map<string, Fact>;
  readonly #files: Map<string, Fact>;
  readonly #contents: Map<string, string | undefined>;
  readonly #links: Map<string, string | undefined>;
  readonly #modes: Map<string, Executable>;
  /** Directories that something of unknown name was put into. */
  readonly #opened: Set<string>;
  /** A program ran that may have made any file. */
  #loose: boolean;
  /** Directories that the start itself made: their whole content is known. */
  readonly #own: Set<string>;

  #guessed = false;

  constructor(input: RunInput, from?: World) {
    this.#input = input;
    this.#directories = new Map(from ? from.#directories : []);
    this.#files = new Map(from ? from.#files : []);
    this.#contents = new Map(from ? from.#contents : []);
    this.#links = new Map(from ? from.#links : []);
    this.#modes = new Map(from ? from.#modes : []);
    this.#own = new Set(from ? from.#own : []);
    this.#opened = new Set(from ? from.#opened : []);
    this.#loose = from ? from.#loose : false;
  }

  /** True where an answer since `watch` holds for a container's first start: no file is there that a later one may find. */
  get guessed(): boolean {
    return this.#guessed;
  }

  watch(): void {
    this.#guessed = false;
  }

  copy(): World {
    return new World(this.#input, this);
  }

  /** How much a copy costs. */
  get size(): number {
    return this.#directories.size + this.#files.size + this.#contents.size + this.#links.size;
  }

  directory(path: string): Fact {
    if (path === "/") return true;
    if (this.#directories.has(path)) return this.#directories.get(path);
    if (path === this.#input.cwd) return true;
    const parent = parentOf(path);
    if (this.directory(parent) === false || this.#own.has(parent) || this.#files.get(path) === true) return false;
    const said = this.#input.directoryExists(path) ?? (this.#input.fileExists(path) === true ? false : undefined);
    return said === false && this.#isOpened(path) ? undefined : said;
  }

  file(path: string): Fact {
    if (this.#files.has(path)) return this.#files.get(path);
    const parent = parentOf(path);
    if (this.directory(parent) === false || this.#own.has(parent) || this.#directories.get(path) === true) return false;
    const said = this.#input.fileExists(path) ?? (this.#input.fileAt(path) ? true : undefined);
    if (said === false && !this.#loose && !this.#isOpened(path)) this.#guessed = true;
    return said === false && (this.#loose || this.#isOpened(path)) ? undefined : said;
  }

  /** From here on any file may be there that is not known to be. */
  loosen(): void {
    this.#loose = true;
  }

  #isOpened(path: string): boolean {
    for (let at = path; at !== "/" && this.#opened.size > 0; at = parentOf(at)) if (this.#opened.has(at)) return true;
    return this.#opened.has("/");
  }

  /** True for a directory that the start itself has made. */
  isMade(path: string): boolean {
    return this.#directories.get(path) === true;
  }

  /** A small file's text, where a command of the start wrote it or the image holds it. */
  content(path: string): string | undefined {
    if (this.#contents.has(path)) return this.#contents.get(path);
    if (this.#files.has(path)) return undefined;
    const text = this.#input.fileAt(path)?.text()?.text;
    return text !== undefined && text.length <= CONTENT_LIMIT ? text : undefined;
  }

  /** Whether a file may be executed: one that the start has written only where the start says so. */
  executable(path: string): Executable {
    if (this.#modes.has(path)) return this.#modes.get(path);
    return this.#input.fileAt(path)?.executable ?? (this.#files.get(path) === true && !this.#input.fileAt(path) && this.#input.fileExists(path) === false ? "no" : undefined);
  }

  setExecutable(path: string, executable: Executable): void {
    this.#modes.set(path, executable);
  }

  link(path: string): string | undefined {
    return this.#links.has(path) ? this.#links.get(path) : this.#input.links?.get(path);
  }

  addDirectory(path: string): void {
    for (let at = path; at !== "/"; at = parentOf(at)) {
      if (this.#directories.get(at) === true) return;
      const there = this.directory(at);
      // what the image has is not made by the start
      if (there === true) return;
      if (there === false || (this.#input.mayHold?.(at) === false && !this.#loose && !this.#isOpened(at))) this.#own.add(at);
      this.#directories.set(at, true);
    }
  }

  addFile(path: string, content?: string): void {
    this.#files.set(path, true);
    this.#directories.delete(path);
    this.#contents.set(path, content !== undefined && content.length <= CONTENT_LIMIT ? content : undefined);
  }

  addLink(path: string, target: string): void {
    this.#links.set(path, target);
  }

  /** Unknown things come to be below a directory. */
  open(path: string): void {
    this.addDirectory(path);
    this.#own.delete(path);
    this.#opened.add(path);
  }

  remove(path: string): void {
    for (const map of [this.#directories, this.#files]) for (const known of map.keys()) if (isWithin(known, path)) map.set(known, false);
    for (const map of [this.#contents, this.#links, this.#modes, this.#own, this.#opened]) for (const known of [...map.keys()]) if (isWithin(known, path)) map.delete(known);
    if (this.#input.links?.has(path)) this.#links.set(path, undefined);
    this.#files.set(path, false);
    this.#directories.set(path, false);
  }

  /** Everything below a directory goes, the directory stays. */
  empty(path: string): void {
    const wasThere = this.directory(path);
    this.remove(path);
    this.#files.delete(path);
    this.#directories.set(path, wasThere);
    if (wasThere === true) this.#own.add(path);
  }

  /** The files below a directory; undefined where others may be there too. */
  filesBelow(path: string): readonly string[] | undefined {
    return this.#below(path)?.files;
  }

  /** The names of what stands in a directory; undefined where more may. */
  namesIn(path: string): ReadonlySet<string> | undefined {
    const list = this.#below(path);
    const start = path === "/" ? 1 : path.length + 1;
    return list && new Set([...list.files, ...list.directories].filter((one) => one !== path).map((one) => one.slice(start).split("/")[0] ?? ""));
  }

  /** The names in `/` that are not an operating system's own; undefined where more may be there. */
  ownNamesInRoot(): readonly string[] | undefined {
    if (this.#loose || this.#opened.has("/")) return undefined;
    const brought = this.#input.namesInRoot?.();
    const made = [...this.#files, ...this.#directories].flatMap(([path, there]) => (there === true ? [path.split("/")[1] ?? ""] : []));
    return brought && [...new Set([...brought, ...made])].filter((name) => name !== "" && (this.file(`/${name}`) !== false || this.directory(`/${name}`) !== false));
  }

  /** All files and directories below a directory; undefined where others may be there too. */
  listBelow(path: string): Listing | undefined {
    return this.#below(path);
  }

  #below(path: string): Listing | undefined {
    if (this.directory(path) !== true || this.#loose) return undefined;
    const start = this.#own.has(path) ? { files: [], directories: [], complete: true } : this.#isOpened(path) ? undefined : this.#input.listBelow?.(path);
    if (!start) return undefined;
    const files = new Set(start.files.filter((file) => this.file(file) !== false));
    const directories = new Set(start.directories.filter((directory) => this.directory(directory) !== false));
    for (const opened of this.#opened) if (isWithin(opened, path)) return undefined;
    for (const [file, there] of this.#files) {
      if (file === path || !isWithin(file, path)) continue;
      if (there === undefined) return undefined;
      if (there) files.add(file);
    }
    for (const [directory, there] of this.#directories) if (there === true && isWithin(directory, path)) directories.add(directory);
    return { files: [...files], directories: [...directories], complete: start.complete };
  }

  /** Where `text` leads as seen from `cwd`; undefined for a relative path from an unknown directory. */
  resolve(cwd: string | undefined, text: string, followLast = true): Place | undefined {
    if (text === "" || text.length > PATH_LIMIT || (!text.startsWith("/") && cwd === undefined)) return undefined;
    const parts = (text.startsWith("/") ? text : `${cwd}/${text}`).split("/").filter((part) => part !== "" && part !== ".");
    let path = "/";
    let reachable: Fact = true;
    let links = 0;
    while (parts.length > 0) {
      const part = parts.shift() ?? "";
      if (reachable !== false) reachable = this.directory(path) === false ? false : this.directory(path) === true ? reachable : undefined;
      if (part === "..") {
        path = parentOf(path);
        continue;
      }
      const next = path === "/" ? `/${part}` : `${path}/${part}`;
      const target = parts.length > 0 || followLast ? this.link(next) : undefined;
      if (target === undefined) path = next;
      else if (++links > LINK_LIMIT) return undefined;
      else {
        parts.unshift(...target.split("/").filter((piece) => piece !== "" && piece !== "."));
        if (target.startsWith("/")) path = "/";
      }
    }
    return { path, reachable, slash: /\/\.?$/.test(text) };
  }

  /** What is left to know when one of several courses was taken. */
  static merge(worlds: readonly World[]): World | undefined {
    const [first, ...others] = worlds;
    if (!first || others.length === 0) return first;
    const merged = first.copy();
    for (const other of others) {
      mergeFacts(merged.#directories, other.#directories, (path) => first.directory(path), (path) => other.directory(path));
      mergeFacts(merged.#files, other.#files, (path) => first.file(path), (path) => other.file(path));
      for (const [path, content] of merged.#contents) if (other.content(path) !== content) merged.#contents.set(path, undefined);
      for (const path of other.#contents.keys()) if (!merged.#contents.has(path)) merged.#contents.set(path, undefined);
      for (const [path, target] of other.#links) if (!merged.#links.has(path)) merged.#links.set(path, target);
      for (const [path, mode] of other.#modes) if (merged.#modes.get(path) !== mode) merged.#modes.set(path, undefined);
      for (const path of other.#opened) merged.#opened.add(path);
      merged.#loose ||= other.#loose;
      for (const path of [...merged.#own]) if (!other.#own.has(path)) merged.#own.delete(path);
    }
    return merged;
  }
}

function mergeFacts(into: Map<string, Fact>, from: ReadonlyMap<string, Fact>, mine: (path: string) => Fact, other: (path: string) => Fact): void {
  for (const path of new Set([...into.keys(), ...from.keys()])) {
    const a = mine(path);
    into.set(path, a === other(path) ? a : undefined);
  }
}

const CONTENT_LIMIT = 16_384;
const PATH_LIMIT = 4096;
const LINK_LIMIT = 20;
