import {
  closeSync, constants, fstatSync, lstatSync, openSync, readSync, readdirSync, realpathSync, statSync, type Dirent, type Stats,
} from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { errorCode } from "./error-code.ts";
import type { EntryKind, Host, HostEntry, ReadFailure, ReadResult } from "../model/index.ts";

/** Bytes above which a file is not read. */
export const sizeLimit = 10_000_000;

const binaryProbe = 8_192;

/** How many folders' lists are kept: rules ask for the same build context again and again. */
const rememberedLists = 2_048;

/**
 * A host for the real disk. `given` are the paths a user named; each one's project root (its git work tree, else the
 * folder itself) may be read, and so may the working directory's. Throws where the working directory does not exist.
 */
export function nodeHost(cwd: string, given: readonly string[] = []): Host {
  return new NodeHost(cwd, given);
}

/** The folders below which a host for `cwd` and the given paths may read. */
export function projectRoots(cwd: string, given: readonly string[]): ReadonlySet<string> {
  return new Set([cwd, ...given.map((path) => folderOf(resolve(cwd, path)))].map(projectRoot).flatMap((root) => [root, real(root) ?? root]));
}

/** A path as hosts and reports write it: relative to the working directory, with `/`. */
export function hostPath(cwd: string, path: string): string {
  const relativePath = relative(cwd, resolve(cwd, path));
  if (relativePath === "") return ".";
  return sep === "/" ? relativePath : relativePath.split(sep).join("/");
}

class NodeHost implements Host {
  readonly #cwd: string;
  /** As given and as the links in them resolve. */
  readonly #roots: ReadonlySet<string>;
  readonly #inside = new Map<string, boolean>();
  /** Folders with the path that their links lead to. */
  readonly #real = new Map<string, string | undefined>();
  readonly #lists = new Map<string, readonly HostEntry[]>();

  constructor(cwd: string, given: readonly string[]) {
    this.#cwd = cwd;
    this.#roots = projectRoots(cwd, given);
  }

  read(path: string): ReadResult {
    const absolute = resolve(this.#cwd, path);
    const target = this.#target(absolute);
    if (!this.#contains(absolute) || (target !== undefined && !this.#contains(target))) return outsideRoot;
    if (target === undefined) return unresolved(absolute);
    const kind = statOf(target);
    if (kind && !kind.isFile()) return failure("not-a-file", `is ${nameOf(kind)}, not a file`);
    return readRegular(target);
  }

  list(directory: string): readonly HostEntry[] | undefined {
    const known = this.#lists.get(directory);
    if (known) return known;
    const absolute = resolve(this.#cwd, directory);
    const target = this.#folder(absolute);
    if (target === undefined || !this.#contains(absolute) || !this.#contains(target)) return undefined;
    try {
      const entries = readdirSync(target, { withFileTypes: true });
      const list = entries.map((entry) => this.#entry(target, directory, entry)).sort((a, b) => (a.name < b.name ? -1 : 1));
      // a folder that is no link lies where its own folder does
      for (const { name, kind, link } of list) if (kind === "directory" && link === undefined) this.#real.set(join(absolute, name), join(target, name));
      if (this.#lists.size >= rememberedLists) this.#lists.clear();
      this.#lists.set(directory, list);
      return list;
    } catch {
      return undefined;
    }
  }

  stat(path: string): EntryKind | undefined {
    const listed = this.#listed(path);
    if (listed !== undefined) return listed === "missing" ? undefined : listed;
    const absolute = resolve(this.#cwd, path);
    if (!this.#contains(absolute)) return "link-outside";
    const target = this.#target(absolute);
    if (target === undefined) return existsAsLink(absolute) ? "other" : undefined;
    if (!this.#contains(target)) return "link-outside";
    const stats = statOf(target);
    return stats && kindOf(stats);
  }

  /** What the list of the path's folder says, where that is known and the path is no link. */
  #listed(path: string): EntryKind | "missing" | undefined {
    const slash = path.lastIndexOf("/");
    const list = this.#lists.get(slash < 0 ? "." : path.slice(0, slash));
    if (list === undefined) return undefined;
    const name = path.slice(slash + 1);
    if (name === "" || name === "." || name === "..") return undefined;
    const entry = entryNamed(list, name);
    if (entry) return entry.link === undefined && entry.kind !== "other" ? entry.kind : undefined;
    // where letters' case counts for nothing, another spelling may be there
    return caseCounts ? "missing" : undefined;
  }

  #entry(realDirectory: string, directory: string, entry: Dirent): HostEntry {
    if (!entry.isSymbolicLink()) return { name: entry.name, kind: kindOf(entry) };
    const target = real(join(realDirectory, entry.name));
    if (target === undefined) return { name: entry.name, kind: "other" };
    if (!this.#contains(target)) return { name: entry.name, kind: "link-outside" };
    const stats = statOf(target);
    const link = hostPath(realDirectory, target);
    return { name: entry.name, kind: stats ? kindOf(stats) : "other", link: posixJoin(directory, link) };
  }

  /** Where a path leads once its links are followed; undefined where it leads nowhere. */
  #target(absolute: string): string | undefined {
    const parent = dirname(absolute);
    if (parent === absolute) return absolute;
    const folder = this.#folder(parent);
    if (folder === undefined) return undefined;
    const path = join(folder, basename(absolute));
    try {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      return stats?.isSymbolicLink() === true ? real(path) : stats && path;
    } catch {
      return undefined;
    }
  }

  #folder(absolute: string): string | undefined {
    if (this.#real.has(absolute)) return this.#real.get(absolute);
    const target = real(absolute);
    this.#real.set(absolute, target);
    return target;
  }

  #contains(absolute: string): boolean {
    if (this.#roots.has(absolute)) return true;
    const parent = dirname(absolute);
    if (parent === absolute) return false;
    const known = this.#inside.get(parent);
    if (known !== undefined) return known;
    const inside = this.#contains(parent);
    this.#inside.set(parent, inside);
    return inside;
  }
}

const caseCounts = process.platform !== "darwin" && process.platform !== "win32";

/** The entry of a name in a sorted list. */
function entryNamed(list: readonly HostEntry[], name: string): HostEntry | undefined {
  let low = 0;
  let high = list.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const entry = list[middle];
    if (entry === undefined || entry.name === name) return entry;
    if (entry.name < name) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** The git work tree that holds a folder, else the folder. The file system's root is nobody's project. */
export function projectRoot(folder: string): string {
  for (let at = folder; dirname(at) !== at; at = dirname(at)) {
    if (statOf(join(at, ".git"))) return at;
  }
  return folder;
}

function folderOf(path: string): string {
  return statOf(path)?.isDirectory() === true ? path : dirname(path);
}

function readRegular(path: string): ReadResult {
  let descriptor: number;
  try {
    // Without O_NONBLOCK, opening a FIFO that took the file's place would wait for ever.
    descriptor = openSync(path, constants.O_RDONLY | orZero(constants.O_NONBLOCK) | orZero(constants.O_NOFOLLOW));
  } catch (error) {
    return failure("unreadable", reasonOf(error));
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return failure("not-a-file", `is ${nameOf(stats)}, not a file`);
    if (stats.size > sizeLimit) return failure("too-large", `has ${megabytes(stats.size)}, more than the ${megabytes(sizeLimit)} that are read`);
    return decode(readBytes(descriptor, stats.size));
  } catch (error) {
    return failure("unreadable", reasonOf(error));
  } finally {
    closeSync(descriptor);
  }
}

/** Reads no more than the size limit, whatever a file grows to meanwhile. */
function readBytes(descriptor: number, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(Math.min(size + 1, sizeLimit));
  let length = 0;
  while (length < buffer.length) {
    const count = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (count === 0) break;
    length += count;
  }
  return buffer.subarray(0, length);
}

/** The text of a file's bytes, read as UTF-8; a NUL near the start makes them binary. A byte order mark stays. */
export function decode(bytes: Buffer): ReadResult {
  if (bytes.subarray(0, binaryProbe).includes(0)) return failure("binary", "is a binary file, not text");
  const text = bytes.toString("utf8");
  // U+FFFD stands either for a broken byte or for itself; only then are the bytes compared.
  const replaced = text.includes("\uFFFD") && !Buffer.from(text, "utf8").equals(bytes);
  return { ok: true, text, replaced };
}

const outsideRoot = failure("outside-root", "lies outside the project");

function unresolved(absolute: string): ReadResult {
  try {
    return lstatSync(absolute).isSymbolicLink() ? failure("unreadable", "is a link that leads nowhere or in a circle") : failure("unreadable", "cannot be opened");
  } catch (error) {
    return errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR" ? failure("missing", "does not exist") : failure("unreadable", reasonOf(error));
  }
}

function failure(reason: ReadFailure, message: string): ReadResult {
  return { ok: false, reason, message };
}

function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === "EACCES" || code === "EPERM") return "may not be read (permission denied)";
  if (code === "ELOOP") return "is a link that leads in a circle";
  return `cannot be read (${code ?? "unknown error"})`;
}

function kindOf(entry: Stats | Dirent): EntryKind {
  return entry.isFile() ? "file" : entry.isDirectory() ? "directory" : "other";
}

function nameOf(stats: Stats): string {
  if (stats.isDirectory()) return "a directory";
  if (stats.isFIFO()) return "a named pipe";
  if (stats.isSocket()) return "a socket";
  return stats.isCharacterDevice() || stats.isBlockDevice() ? "a device" : "something else";
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function real(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

function existsAsLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function posixJoin(directory: string, path: string): string {
  if (isAbsolute(path)) return path;
  const parts = directory === "." ? [] : directory.split("/");
  for (const part of path.split("/")) {
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.length > 0 ? parts.join("/") : ".";
}

function orZero(flag: number | undefined): number {
  return flag ?? 0;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} MB`;
}
