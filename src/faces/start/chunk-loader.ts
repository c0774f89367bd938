import { readFileSync } from "node:fs";
import { Script } from "node:vm";
import type { CodeCache } from "./code-cache.ts";

type Require = (id: string) => unknown;
type ChunkFunction = (exports: object, require: Require, module: { exports: unknown }, filename: string, dirname: string) => void;

/** Loads the built chunks of one folder, with compiled code from the cache where it has any. */
export class ChunkLoader {
  readonly #folder: string;
  readonly #cache: CodeCache | undefined;
  readonly #loaded = new Map<string, { exports: unknown }>();
  readonly #compiled = new Map<string, Script>();

  constructor(folder: string, cache: CodeCache | undefined) {
    this.#folder = folder;
    this.#cache = cache;
  }

  /** The exports of a chunk by its file name. */
  load(name: string): unknown {
    const known = this.#loaded.get(name);
    if (known) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    this.#loaded.set(name, module);
    const path = `${this.#folder}/${name}`;
    const source = readFileSync(path, "latin1");
    if (name.endsWith(".json")) module.exports = JSON.parse(source) as unknown;
    else this.#run(name, path, source, module);
    return module.exports;
  }

  /** Leaves the code that was compiled in this run for the next one. */
  save(): void {
    for (const [name, script] of this.#compiled) this.#cache?.write(name, script.createCachedData());
  }

  #run(name: string, path: string, source: string, module: { exports: unknown }): void {
    const cachedData = this.#cache?.read(name);
    const script = new Script(`(function(exports,require,module,__filename,__dirname){${source}\n})`, { filename: path, cachedData });
    if (this.#cache && (cachedData === undefined || script.cachedDataRejected === true)) this.#compiled.set(name, script);
    (script.runInThisContext() as ChunkFunction)(module.exports as object, (id) => this.#require(id), module, path, this.#folder);
  }

  #require(id: string): unknown {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- what is no chunk is built into Node
    return id.startsWith("./") ? this.load(id.slice(2)) : (require(id) as unknown);
  }
}
