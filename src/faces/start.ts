import { setFlagsFromString } from "node:v8";
import { CodeCache } from "./start/code-cache.ts";
import { cacheFolder } from "./start/cache-folder.ts";
import { ChunkLoader } from "./start/chunk-loader.ts";

/** Set by the build: changes with every byte of what is built. */
declare const BUILD: string;

interface CommandLine {
  main(build: string): void;
}

/**
 * Runs the command line from compiled code that an earlier run left in the user's cache folder, and leaves it there for the
 * next run. Where there is no such folder that only the user can write to, the code is compiled anew.
 */
export function start(): void {
  // Most runs end before optimised code pays for its making.
  setFlagsFromString("--interrupt-budget=1000000");
  // What is finished is dropped soon: else the heap grows to several times of what is in use.
  setFlagsFromString("--heap-growing-percent=40");
  const folder = process.argv.includes("--no-cache") ? undefined : cacheFolder(`${BUILD}-${process.version}-${process.arch}`);
  const loader = new ChunkLoader(`${__dirname}/chunks`, folder === undefined ? undefined : new CodeCache(folder));
  const cli = loader.load("cli.js") as CommandLine;
  cli.main(BUILD);
  loader.save();
}
