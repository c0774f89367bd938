import { CodeCache } from "./start/code-cache.ts";
import { cacheFolder } from "./start/cache-folder.ts";
import { ChunkLoader } from "./start/chunk-loader.ts";

/** Set by the build: changes with every byte of what is built. */
declare const BUILD: string;

interface CommandLine {
  /** `build` changes with every byte of the tool; `onLongRun` is called once it is known that there is much to do. */
  main(own: { readonly build: string; readonly launcher: string; readonly onLongRun: () => void }): void;
  /** One thread of a run that is divided. */
  work(): void;
}

/**
 * Most runs end before optimised code pays for its making; what is finished is dropped soon, else the heap grows to several
 * times of what is in use. Little outlives a part of the project: several threads to look for it take more time than one.
 */
const forManyFiles = ["--interrupt-budget=1000000", "--heap-growing-percent=40", "--no-parallel-scavenge"];

/**
 * Runs the command line from compiled code that an earlier run left in the user's cache folder, and leaves it there for the
 * next run. Where there is no such folder that only the user can write to, the code is compiled anew.
 */
export function start(): void {
  const loader = chunkLoader();
  const cli = loader.load("cli.js") as CommandLine;
  cli.main({ build: BUILD, launcher: __filename, onLongRun: () => { loader.changeFlags(forManyFiles); } });
  loader.save();
}

/** Runs in another thread of a run that `start` began. All kept code is loaded before flags change, which are the process's. */
export function work(): void {
  const loader = chunkLoader();
  loader.keepNothing();
  loader.changeFlags([]);
  (loader.load("cli.js") as CommandLine).work();
}

function chunkLoader(): ChunkLoader {
  const folder = process.argv.includes("--no-cache") ? undefined : cacheFolder(`${BUILD}-${process.version}-${process.arch}`);
  return new ChunkLoader(`${__dirname}/chunks`, folder === undefined ? undefined : new CodeCache(folder), setFlags);
}

/** The module brings Node's streams along: a short run does without. */
function setFlags(flags: string): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
  (require("node:v8") as typeof import("node:v8")).setFlagsFromString(flags);
}
