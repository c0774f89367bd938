import { fstatSync, statSync, writeSync, type Stats } from "node:fs";
import { errorCode } from "./error-code.ts";

/** Where a command writes, and what it knows of its surroundings. */
export interface Streams {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True where both standard streams are a terminal. */
  readonly terminal: boolean;
  readonly width: number | undefined;
  /** Changes with every byte of the tool; without it nothing is kept from run to run. */
  readonly build?: string;
  /** The file that another thread starts from; without it there is one thread. */
  readonly launcher?: string;
  out(text: string): void;
  error(text: string): void;
  /** All of standard input. */
  input(): Buffer;
  /** To be called once it is known that there is much to do. */
  onLongRun?(): void;
}

/** UTF-16 units that are written at once. */
const blockLength = 65_536;

/** A text that comes in small parts, in parts that are worth a call of the system each. */
export function* inBlocks(text: string | Iterable<string>): Iterable<string> {
  const open: string[] = [];
  let length = 0;
  for (const part of typeof text === "string" ? [text] : text) {
    open.push(part);
    length += part.length;
    if (length < blockLength) continue;
    yield open.splice(0).join("");
    length = 0;
  }
  yield open.join("");
}

/** Writes a whole text to a descriptor. A reader that went away ends the writing and nothing else. */
export function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const code = errorCode(error);
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
      // A pipe that another program made non-blocking is full: wait a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Whether a descriptor is a terminal. Only a character device can be one, and the null device is none: most runs need not load more. */
export function isTerminal(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isCharacterDevice() && !isNullDevice(stats) && terminalModule().isatty(descriptor);
  } catch {
    return false;
  }
}

/** Windows has no file that could be asked: there the terminal module decides. */
function isNullDevice({ rdev }: Stats): boolean {
  return statSync("/dev/null", { throwIfNoEntry: false })?.rdev === rdev;
}

function terminalModule(): typeof import("node:tty") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only where there may be a terminal
  return require("node:tty") as typeof import("node:tty");
}

/** Whether to colour: the options, then NO_COLOR and FORCE_COLOR, then whether people look at it. */
export function wantsColor(streams: Streams, forced: boolean | undefined): boolean {
  if (forced !== undefined) return forced;
  const { NO_COLOR, FORCE_COLOR, TERM } = streams.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return streams.terminal && TERM !== "dumb";
}
