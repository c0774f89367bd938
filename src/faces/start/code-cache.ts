import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, readSync, renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * Compiled code of chunks, one file each, in a folder that only the user can write to. A file holds the code twice: V8 runs
 * what it is given without a look, so code that a fault of the disk changed must not reach it, and to compare two halves
 * costs less than to load a hash function.
 */
export class CodeCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A chunk's compiled code; undefined where there is none, or none that can be trusted. */
  read(name: string): Buffer | undefined {
    let descriptor: number;
    try {
      descriptor = openSync(`${this.#folder}/${name}${ending}`, constants.O_RDONLY | orZero(constants.O_NOFOLLOW) | orZero(constants.O_NONBLOCK));
    } catch {
      return undefined;
    }
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile() || stats.size === 0 || stats.size % 2 !== 0 || stats.size > sizeLimit) return undefined;
      const code = Buffer.allocUnsafeSlow(stats.size / 2);
      return readSync(descriptor, code, 0, code.length, 0) === code.length && standsTwice(descriptor, code) ? code : undefined;
    } catch {
      return undefined;
    } finally {
      closeSync(descriptor);
    }
  }

  /** The chunks whose code is kept. */
  names(): readonly string[] {
    try {
      return readdirSync(this.#folder).filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
    } catch {
      return [];
    }
  }

  /** The chunks of the pack that ran before its code was kept. */
  ran(): ReadonlySet<string> {
    try {
      return new Set(readFileSync(`${this.#folder}/${ranName}`, "latin1").split("\n"));
    } catch {
      return new Set();
    }
  }

  keepRan(names: readonly string[]): void {
    this.#put(ranName, Buffer.from(names.join("\n"), "latin1"));
  }

  /** Keeps a chunk's compiled code. Where that fails the next run compiles again: no reason to say anything. */
  write(name: string, code: Buffer): void {
    this.#put(`${name}${ending}`, Buffer.concat([code, code]));
  }

  #put(name: string, bytes: Buffer): void {
    const path = `${this.#folder}/${name}`;
    const draft = `${path}.${process.pid}`;
    try {
      writeFileSync(draft, bytes, { mode: 0o600, flag: "wx" });
      renameSync(draft, path);
    } catch {
      rmSync(draft, { force: true });
    }
  }
}

const ending = ".bin";
const ranName = "ran";
/** Whether the second half of a file is the code, too. It is looked at piece by piece: to find memory for all of it takes longer. */
function standsTwice(descriptor: number, code: Buffer): boolean {
  const piece = Buffer.allocUnsafeSlow(65_536);
  for (let at = 0; at < code.length;) {
    const count = readSync(descriptor, piece, 0, Math.min(piece.length, code.length - at), code.length + at);
    if (count === 0 || code.compare(piece, 0, count, at, at + count) !== 0) return false;
    at += count;
  }
  return true;
}

const sizeLimit = 50_000_000;

/** Windows lacks these flags. */
function orZero(flag: number | undefined): number {
  return flag ?? 0;
}
