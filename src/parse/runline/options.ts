import { lookup } from "#text";
import type { CommandWord } from "../shell/index.ts";

/** `docker run`, told apart: its options, the image, and what follows it. */
export interface RunWords {
  readonly options: readonly RunOption[];
  readonly image: CommandWord;
  readonly command: readonly CommandWord[];
}

export interface RunOption {
  /** `volume` for `-v` and `--volume` alike. */
  readonly name: string;
  /** Variables that are not known as written. Undefined for switches. */
  readonly value: string | undefined;
  readonly word: CommandWord;
}

const SWITCHES = new Set([
  "detach", "interactive", "tty", "rm", "privileged", "publish-all", "init", "read-only", "no-healthcheck", "oom-kill-disable", "sig-proxy",
  "disable-content-trust", "quiet", "help", "replace", "rmi", "rootfs", "tls-verify", "http-proxy", "no-hosts", "no-hostname", "read-only-tmpfs", "passwd",
]);

/** The short options of `docker run --help`; those without a value are switches. */
const SHORT: Readonly<Record<string, string>> = {
  d: "detach", i: "interactive", t: "tty", P: "publish-all", q: "quiet", v: "volume", p: "publish", e: "env", w: "workdir", u: "user", h: "hostname", l: "label",
  m: "memory", c: "cpu-shares", a: "attach",
};

const SAME: Readonly<Record<string, string>> = { net: "network" };

/** Reads what follows `docker run` or `docker create`; undefined where an unknown variable may hold options, or no image is named. */
export function readRunWords(words: readonly CommandWord[]): RunWords | undefined {
  const options: RunOption[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (!word) return undefined;
    const { text } = word;
    if (text === "--") return finished(options, words.slice(at + 1));
    if (!text.startsWith("-") || text === "-") return mayBeOptions(word, words[at + 1]) ? undefined : finished(options, words.slice(at));
    const read = text.startsWith("--") ? readLong(word, words[at + 1]) : readShort(word, words[at + 1]);
    if (!read) return undefined;
    options.push(...read.options);
    if (read.usesNext) at++;
  }
  return undefined;
}

function finished(options: readonly RunOption[], [image, ...command]: readonly CommandWord[]): RunWords | undefined {
  return image && image.text !== "" && !/[<>[\]{}]|\.\.\.|…/.test(image.text.replace(/\$\{[^}]{0,120}\}|\$\([^)]{0,120}\)/g, "")) ? { options, image, command } : undefined;
}

/** `$OPTIONS` in front of the image. One variable alone, or one that says so, is the image. */
function mayBeOptions({ text, value }: CommandWord, next: CommandWord | undefined): boolean {
  if (value !== undefined || !text.startsWith("$")) return false;
  return next !== undefined && !/image|img|tag|repo|name/i.test(text);
}

interface Read {
  readonly options: readonly RunOption[];
  readonly usesNext: boolean;
}

function readLong(word: CommandWord, next: CommandWord | undefined): Read | undefined {
  const equals = word.text.indexOf("=");
  const written = word.text.slice(2, equals < 0 ? undefined : equals);
  const name = lookup(SAME, written) ?? written;
  if (equals > 0) return SWITCHES.has(name) && /=(false|0)$/.test(word.text) ? { options: [], usesNext: false } : { options: [{ name, value: word.text.slice(equals + 1), word }], usesNext: false };
  if (SWITCHES.has(name)) return { options: [{ name, value: undefined, word }], usesNext: false };
  return next && { options: [{ name, value: next.text, word: next }], usesNext: true };
}

/** `-it`, `-dp 80:80`, `-v/data`. */
function readShort(word: CommandWord, next: CommandWord | undefined): Read | undefined {
  const options: RunOption[] = [];
  for (let at = 1; at < word.text.length; at++) {
    const name = SHORT[word.text.charAt(at)];
    if (name === undefined) return undefined;
    if (SWITCHES.has(name)) options.push({ name, value: undefined, word });
    else {
      const joined = word.text.slice(at + 1).replace(/^=/, "");
      if (joined !== "") return { options: [...options, { name, value: joined, word }], usesNext: false };
      return next && { options: [...options, { name, value: next.text, word: next }], usesNext: true };
    }
  }
  return { options, usesNext: false };
}
