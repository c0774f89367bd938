import { existsSync, readSync } from "node:fs";
import { resolve } from "node:path";
import { tool } from "../engine/about.ts";
import { ConfigError } from "../engine/config/configuration.ts";
import { visible } from "../report/index.ts";
import { isUsageError, readArguments, type Arguments } from "./arguments.ts";
import { cacheCommand } from "./commands/cache.ts";
import { checkCommand } from "./commands/check.ts";
import { explainCommand, rulesCommand } from "./commands/catalogue.ts";
import { initCommand } from "./commands/init.ts";
import { mergeCommand } from "./commands/merge.ts";
import { mapCommand } from "./commands/map.ts";
export { work } from "./commands/thread.ts";
import { errorCode } from "./error-code.ts";
import { helpText } from "./help.ts";
import { status } from "./status.ts";
import { isTerminal, wantsColor, writeAll, type Streams } from "./streams.ts";
import { FileError } from "./write-file.ts";

/** What the command line is told of the process that it runs in. */
type OfProcess = Pick<Streams, "build" | "launcher" | "onLongRun">;

/** Runs the command line with the process's own streams and sets its exit status. */
export function main(own: OfProcess = {}): void {
  process.exitCode = run(process.argv.slice(2), processStreams(own));
}

/** Runs one command line; gives back the exit status. Never throws. */
export function run(argv: readonly string[], streams: Streams): number {
  try {
    return dispatch(readArguments(argv, (path) => existsSync(resolve(streams.cwd, path))), streams);
  } catch (error) {
    return failed(error, streams);
  }
}

function dispatch(args: Arguments, streams: Streams): number {
  if (args.flag("version")) {
    streams.out(`${tool.version}\n`);
    return status.clean;
  }
  if (args.flag("help")) {
    streams.out(helpText(args.command));
    return status.clean;
  }
  const forced = args.flag("no-color") ? false : args.flag("color") ? true : undefined;
  const color = wantsColor(streams, args.value("output") === undefined ? forced : (forced ?? false));
  switch (args.command) {
    case "check": return checkCommand(args, streams, color);
    case "map": return mapCommand(args, streams, color);
    case "cache": return cacheCommand(args, streams, color);
    case "rules": return rulesCommand(args, streams, color);
    case "explain": return explainCommand(args, streams, color);
    case "merge": return mergeCommand(args, streams, color);
    case "init": return initCommand(args, streams);
  }
}

function failed(error: unknown, streams: Streams): number {
  if (error instanceof ConfigError) streams.error(`${error.faults.length === 1 ? "" : "stowage: the configuration has mistakes\n"}${lines(error.message)}\n`);
  else if (isUsageError(error) || isMergeError(error) || error instanceof FileError) streams.error(`stowage: ${lines(error.message)}\n`);
  else {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    streams.error(`stowage: internal error: ${visible(message)}\n${(stack ?? "").split("\n").slice(1, 6).join("\n")}\nThis is a fault of stowage: please report it with the file that shows it.\n`);
    return status.internal;
  }
  return status.unusable;
}

/** Files that cannot be joined; the class lies in a chunk of its own. */
function isMergeError(error: unknown): error is Error {
  return error instanceof Error && error.name === "MergeError";
}

/** Texts from files may hold anything; only our own line ends stay. */
function lines(message: string): string {
  return message.split("\n").map(visible).join("\n");
}

function processStreams(own: OfProcess): Streams {
  return {
    ...own,
    cwd: process.cwd(),
    env: process.env,
    get terminal() {
      return isTerminal(1) && isTerminal(2);
    },
    get width() {
      return isTerminal(1) ? process.stdout.columns : undefined;
    },
    out: (text) => { writeAll(1, text); },
    error: (text) => { if (text !== "") writeAll(2, text); },
    input: readInput,
  };
}

function readInput(): Buffer {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.allocUnsafe(65_536);
    const count = readChunk(chunk);
    if (count === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, count));
  }
}

function readChunk(chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(0, chunk);
    } catch (error) {
      const code = errorCode(error);
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
