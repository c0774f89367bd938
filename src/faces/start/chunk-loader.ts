import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { Script } from "node:vm";
import type { CodeCache } from "./code-cache.ts";

type Require = (id: string) => unknown;
type ChunkFunction = (exports: object, require: Require, module: { exports: unknown }, filename: string, dirname: string) => void;

/** Chunks by their file names; for one that another pack holds, that one's name. */
type Pack = Readonly<Record<string, ChunkFunction | string | undefined>>;

interface Loaded {
  readonly script: Script;
  /** Length of the kept code that it was made from, in bytes. */
  readonly kept: number;
}

/** Loads the built chunks of one folder, with compiled code from the cache where it has any. */
export class ChunkLoader {
  readonly #folder: string;
  readonly #cache: CodeCache | undefined;
  readonly #setFlags: (flags: string) => void;
  readonly #loaded = new Map<string, { exports: unknown }>();
  readonly #scripts = new Map<string, Loaded>();
  /** Chunks of the pack that this run needed. */
  readonly #ran = new Set<string>();
  readonly #early = new Map<string, Loaded>();
  /** A chunk had no kept code: this run leaves some. */
  #isIncomplete = false;
  readonly #packs = new Map<string, Pack>();
  #keepsNothing = false;

  /** `setFlags` is `v8.setFlagsFromString`, which is loaded only where it is called. */
  constructor(folder: string, cache: CodeCache | undefined, setFlags: (flags: string) => void) {
    this.#folder = folder;
    this.#setFlags = setFlags;
    this.#cache = cache;
  }

  /** The exports of a chunk by its file name. */
  load(name: string): unknown {
    const known = this.#loaded.get(name);
    if (known) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    this.#loaded.set(name, module);
    if (name.endsWith(".json")) module.exports = JSON.parse(readFileSync(`${this.#folder}/${name}`, "latin1")) as unknown;
    else this.#run(name, module);
    return module.exports;
  }

  /**
   * Changes V8's flags. Kept code is taken, and code can be kept, only under the flags that a process starts with: what is
   * kept is loaded before, and a run that is to leave code behind goes on as it is.
   */
  changeFlags(flags: readonly string[]): void {
    if (this.#isIncomplete) return;
    for (const name of this.#cache?.names() ?? []) if (!this.#scripts.has(name)) this.#early.set(name, this.#compile(name));
    for (const flag of flags) this.#setFlags(flag);
    this.#keepsNothing = true;
  }

  /** For a thread: what is kept, and V8's flags, which all threads share, are the first one's to change. */
  keepNothing(): void {
    this.#keepsNothing = true;
  }

  /**
   * Leaves the code that was compiled in this run for the next one. Where a chunk had no kept code, or one of the pack was
   * run for the first time, the others also ran functions that no run before needed: all are kept anew with these.
   */
  save(): void {
    const cache = this.#cache;
    if (!cache || this.#keepsNothing) return;
    // What was kept under other flags of V8 is of no use: then nothing but this run's chunks is complete.
    const ran = this.#loadedAnew(packName) ? new Set<string>() : cache.ran();
    if (!this.#isIncomplete && [...this.#ran].every((name) => ran.has(name))) return;
    if (this.#isIncomplete) this.#setFlags("--flush-bytecode");
    for (const [name, { script, kept }] of this.#scripts) {
      const code = script.createCachedData();
      if (code.length > kept) cache.write(name, code);
    }
    cache.keepRan([...new Set([...ran, ...this.#ran])]);
  }

  /** True where a file was compiled in this run, because no kept code of it could be used. */
  #loadedAnew(name: string): boolean {
    return this.#scripts.get(name)?.kept === 0;
  }

  #run(name: string, module: { exports: unknown }): void {
    const packed = this.#packed(name);
    if (packed) this.#ran.add(name);
    const run = packed ?? (this.#script(name) as ChunkFunction);
    run(module.exports as object, (id) => this.#require(id), module, `${this.#folder}/${name}`, this.#folder);
  }

  #packed(name: string): ChunkFunction | undefined {
    const first = this.#pack(packName)[name];
    const found = typeof first === "string" ? this.#pack(first)[name] : first;
    return typeof found === "function" ? found : undefined;
  }

  #pack(name: string): Pack {
    const known = this.#packs.get(name);
    if (known) return known;
    const loaded = this.#script(name) as Pack;
    this.#packs.set(name, loaded);
    return loaded;
  }

  /** What a file's text gives, compiled or taken from what is kept. */
  #script(name: string): unknown {
    const loaded = this.#early.get(name) ?? this.#compile(name);
    this.#scripts.set(name, loaded);
    return loaded.script.runInThisContext();
  }

  #compile(name: string): Loaded {
    const path = `${this.#folder}/${name}`;
    const cachedData = this.#cache?.read(name);
    const script = new Script(isPack(name) ? readText(path, "", "") : readText(path, head, tail), { filename: path, cachedData });
    const kept = script.cachedDataRejected === true ? 0 : (cachedData?.length ?? 0);
    if (kept === 0 && this.#cache && !this.#keepsNothing) this.#keepCompiled();
    return { script, kept };
  }

  /** In a long run the engine drops code that has not run for a while: it would be missing from what is kept. */
  #keepCompiled(): void {
    if (this.#isIncomplete) return;
    this.#isIncomplete = true;
    this.#setFlags("--no-flush-bytecode");
  }

  #require(id: string): unknown {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- what is no chunk is built into Node
    return id.startsWith("./") ? this.load(id.slice(2)) : (require(id) as unknown);
  }
}

const packName = "pack.js";

/** Packs are one expression, other chunks the body of a function. */
function isPack(name: string): boolean {
  return name.startsWith("pack");
}

const head = "(function(exports,require,module,__filename,__dirname){";
const tail = "\n})";

/** A file's text between two others, put together outside the heap: joined there, it would be copied again and again. */
function readText(path: string, head: string, tail: string): string {
  const descriptor = openSync(path, "r");
  try {
    const { size } = fstatSync(descriptor);
    const bytes = Buffer.allocUnsafeSlow(head.length + size + tail.length);
    bytes.write(head, 0, "latin1");
    for (let at = 0; at < size;) {
      const count = readSync(descriptor, bytes, head.length + at, size - at, at);
      if (count === 0) throw new Error(`${path} became shorter while it was read`);
      at += count;
    }
    bytes.write(tail, head.length + size, "latin1");
    return bytes.toString("latin1");
  } finally {
    closeSync(descriptor);
  }
}
