import type { FileState, TreeChange } from "./types.ts";

/**
 * The files of one folder of a repository while its commits are gone through. What is selected from it is kept up to date with
 * every change, so that a commit costs its changes and not the whole tree.
 */
export class FolderTree {
  readonly #prefix: string;
  readonly #files = new Map<string, FileState>();
  readonly #selections = new Map<string, Selection>();
  readonly #numbers = new Map<string, number>();

  /** `folder` is relative to the repository's top, `""` for the top itself. */
  constructor(folder: string, start: ReadonlyMap<string, FileState>) {
    this.#prefix = folder === "" ? "" : `${folder}/`;
    for (const [path, state] of start) if (path.startsWith(this.#prefix)) this.#files.set(path.slice(this.#prefix.length), state);
  }

  /** Goes on to the next commit. */
  apply(changes: readonly TreeChange[]): void {
    for (const change of changes) {
      if (!change.path.startsWith(this.#prefix)) continue;
      const path = change.path.slice(this.#prefix.length);
      const before = this.#files.get(path);
      if (change.after === undefined) this.#files.delete(path);
      else this.#files.set(path, change.after);
      for (const selection of this.#selections.values()) selection.change(path, before, change.after);
    }
  }

  /** The files that a test takes, their paths relative to the folder. Equal keys must stand for equal tests. */
  select(key: string, test: (path: string) => boolean): Selection {
    const known = this.#selections.get(key);
    if (known) return known;
    const made = new Selection(test, this.#numbers);
    for (const [path, state] of this.#files) made.change(path, undefined, state);
    this.#selections.set(key, made);
    return made;
  }
}

/** Some of a folder's files. */
export class Selection {
  readonly #test: (path: string) => boolean;
  readonly #numbers: Map<string, number>;
  #first = 0;
  #second = 0;
  #count = 0;

  constructor(test: (path: string) => boolean, numbers: Map<string, number>) {
    this.#test = test;
    this.#numbers = numbers;
  }

  /** How many files there are. */
  get count(): number {
    return this.#count;
  }

  /** Equal whenever the selected files have equal paths, modes and contents. */
  get state(): string {
    return `${this.#count}:${this.#first >>> 0}:${this.#second >>> 0}`;
  }

  change(path: string, before: FileState | undefined, after: FileState | undefined): void {
    if (before === after || !this.#test(path)) return;
    if (before !== undefined) this.#toggle(`${before} ${path}`, -1);
    if (after !== undefined) this.#toggle(`${after} ${path}`, 1);
  }

  /** The sum over the files of a number that each has: the order in which they came does not matter. */
  #toggle(file: string, by: 1 | -1): void {
    const number = this.#numbers.get(file) ?? this.#numbers.size + 1;
    this.#numbers.set(file, number);
    this.#count += by;
    this.#first ^= scattered(number);
    this.#second ^= scattered(number ^ 0x5bd1e995);
  }
}

/** A number that shares no pattern with its neighbours' (the last steps of MurmurHash3). */
function scattered(number: number): number {
  const half = Math.imul(number ^ (number >>> 16) ^ 0x9e3779b9, 0x85ebca6b);
  const next = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return next ^ (next >>> 16);
}
