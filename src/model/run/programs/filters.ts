import { lookup as tableEntry } from "#text";
import { writeFile } from "../files.ts";
import { ASKED, DONE, FAILED, printed, type Call, type Outcome, type Program } from "../machine.ts";
import type { Argument } from "../types.ts";
import { readOptions, withValue } from "./options.ts";

/** What a filter reads: its files, or its input; undefined where unknown. */
export function textOf({ machine, shell }: Call, files: ReturnType<typeof readOptions>["operands"]): string | undefined {
  if (files.length === 0) return shell.input.rest();
  let text = "";
  for (const { value, doubt, glob } of files) {
    const place = value === undefined || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
    const content = value === "-" ? shell.input.rest() : place && machine.world.content(place.path);
    if (content === undefined) return undefined;
    text += content;
  }
  return text;
}

/** A text's lines; the last one may lack its end. */
export function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** A program that makes other lines of the lines it reads; `undefined` where its options are not understood. */
function byLine(valued: readonly string[], change: (lines: readonly string[], options: ReturnType<typeof readOptions>) => readonly string[] | undefined): Program {
  return (call): Outcome => {
    const options = readOptions(call.args, valued);
    const text = textOf(call, options.operands);
    const lines = text === undefined ? undefined : change(linesOf(text), options);
    return printed(lines?.map((line) => `${line}\n`).join(""));
  };
}

/** How many lines `head` and `tail` are asked for, with a sign where one is written; undefined where they count otherwise. */
function countOf(options: ReturnType<typeof readOptions>): { readonly sign: string; readonly count: number } | undefined {
  if (options.has("-c", "--bytes", "-f", "-F")) return undefined;
  const value = options.value("-n", "--lines");
  const [, sign = "", digits] = /^([-+]?)(\d{1,6})$/.exec(value ? value.value ?? "" : "10") ?? [];
  return digits === undefined ? undefined : { sign, count: Number(digits) };
}

/** `head -5` is `head -n 5`. */
function withCount(program: Program): Program {
  return (call) => program({ ...call, args: call.args.map((arg, at) => (/^-\d{1,6}$/.test(arg.value ?? "") && !/^(-[nc]|--lines)$/.test(call.args[at - 1]?.value ?? "") ? withValue(arg, `-n${(arg.value ?? "").slice(1)}`) : arg)) });
}

const head = withCount(byLine(["-n", "--lines", "-c"], (lines, options) => {
  const asked = countOf(options);
  return asked && lines.slice(0, asked.sign === "-" ? Math.max(0, lines.length - asked.count) : asked.count);
}));

const tail = withCount(byLine(["-n", "--lines", "-c"], (lines, options) => {
  const asked = countOf(options);
  return asked && (asked.sign === "+" ? lines.slice(Math.max(0, asked.count - 1)) : asked.count === 0 ? [] : lines.slice(-asked.count));
}));

/** In the order of the bytes, as in a container without a locale. */
const sorted = byLine(["-k", "-t", "-S", "-T"], (lines, options) => {
  if (!options.operands.every(({ value }) => value !== undefined) || options.has("-k", "-t", "-n", "-h", "-V", "-f", "-d", "-b", "-M", "-R", "-g", "-c", "-z", "-s", "-m", "-i") || !/^[\x00-\x7f]*$/.test(lines.join(""))) return undefined;
  const ordered = [...(options.has("-u", "--unique") ? new Set(lines) : lines)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return options.has("-r", "--reverse") ? ordered.reverse() : ordered;
});

/** `sort [file]`, `sort -o file`. */
function sort(call: Call): Outcome {
  const options = readOptions(call.args, ["-k", "-t", "-S", "-T", "-o", "--output"]);
  const output = options.value("-o", "--output");
  if (!output || output.value === "-") return sorted(call);
  return writeFile(call.machine, call.shell, output) === false ? FAILED : DONE;
}

const tac = byLine([], (lines, options) => (options.has("-s", "-b", "-r") ? undefined : lines.toReversed()));

/** `wc -l`, `-w` or `-c` of a known text. */
function wc(call: Call): Outcome {
  const options = readOptions(call.args);
  const text = textOf(call, options.operands);
  const asked = (["-l", "-w", "-c"] as const).filter((name) => options.has(name));
  const [what] = asked;
  if (text === undefined || asked.length !== 1 || what === undefined || options.has("-m", "-L") || options.operands.length > 1 || text.includes("\0")) return printed(undefined);
  const counts = { "-l": text.split("\n").length - 1, "-w": text.split(/\s+/).filter(Boolean).length, "-c": Buffer.byteLength(text) };
  const [file] = options.operands;
  return printed(`${String(counts[what])}${file ? ` ${file.value ?? ""}` : ""}\n`);
}

/** `cut -d: -f2`: one field. */
const cut = byLine(["-d", "-f", "-c", "-b", "--delimiter", "--fields"], (lines, options) => {
  const field = Number(options.value("-f", "--fields")?.value ?? NaN);
  const delimiter = options.value("-d", "--delimiter")?.value ?? "\t";
  if (!Number.isInteger(field) || field < 1 || delimiter.length !== 1 || options.has("-s", "--complement")) return undefined;
  return lines.map((line) => (line.includes(delimiter) ? line.split(delimiter)[field - 1] ?? "" : line));
});

const CLASSES: Readonly<Record<string, string>> = {
  lower: "abcdefghijklmnopqrstuvwxyz", upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", digit: "0123456789", space: " \t\n\v\f\r", blank: " \t",
};
const ESCAPED: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\" };

/** The characters of a set of `tr`: `a-z`, `[:upper:]`, `\n`, single ones; undefined where it is not understood. */
function setOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  let found = "";
  for (const [whole, name, from, to, escaped] of text.matchAll(/\[:(\w+):\]|([^\\[\]])-([^\\[\]])|\\([^])|[^]/g)) {
    if (name !== undefined) {
      const listed = tableEntry(CLASSES, name);
      if (listed === undefined) return undefined;
      found += listed;
    } else if (from !== undefined && to !== undefined) {
      const [start, end] = [from.charCodeAt(0), to.charCodeAt(0)];
      if (end < start || end > 127) return undefined;
      for (let code = start; code <= end; code++) found += String.fromCharCode(code);
    } else if (escaped !== undefined) {
      const character = tableEntry(ESCAPED, escaped);
      if (character === undefined) return undefined;
      found += character;
    } else if (/[[\]\\]/.test(whole)) return undefined;
    else found += whole;
  }
  return found;
}

/** `tr A-Z a-z`, `tr ':' '\n'`, `tr -d x`, `tr -s ' '`, `tr -dc a-z`. */
function tr(call: Call): Outcome {
  const options = readOptions(call.args);
  const [from, to] = options.operands.map(({ value, glob }) => (glob ? undefined : setOf(value)));
  const text = call.shell.input.rest();
  if (text === undefined || from === undefined || (to === undefined && options.operands.length > 1)) return printed(undefined);
  const others = options.has("-c", "-C", "--complement");
  const isIn = (character: string): boolean => from.includes(character) !== others;
  const characters = Array.from(text);
  if (options.has("-d", "--delete")) return printed(to === undefined ? characters.filter((character) => !isIn(character)).join("") : undefined);
  const changed = to === undefined ? characters : characters.map((character) => {
    if (!isIn(character)) return character;
    return to[others ? to.length - 1 : Math.min(from.indexOf(character), to.length - 1)] ?? character;
  });
  if (!options.has("-s", "--squeeze-repeats")) return printed(to === undefined ? undefined : changed.join(""));
  const squeezed = to === undefined ? isIn : (character: string): boolean => to.includes(character);
  return printed(changed.filter((character, at) => at === 0 || character !== changed[at - 1] || !squeezed(character)).join(""));
}

const uniqLines = byLine([], (lines, options) => (options.has("-c", "-d", "-u", "-i") ? undefined : lines.filter((line, at) => at === 0 || line !== lines[at - 1])));

/** `uniq [in [out]]`. */
function uniq(call: Call): Outcome {
  const [, output] = readOptions(call.args).operands;
  if (!output) return uniqLines(call);
  return writeFile(call.machine, call.shell, output) === false ? FAILED : DONE;
}

/** A text without special characters, with `^` and `$` at its ends. */
const PLAIN = /^(\^?)([\w =:/,@%"'#-]+)(\$?)$/;

const UNREAD = ["-f", "-l", "-L", "-n", "-o", "-r", "-R", "-w", "-m", "-A", "-B", "-C", "-H", "-P"];

/** `grep [-qiFxvc] text [file]`: which lines of a known text hold a plain one. */
function grep(call: Call): Outcome {
  const options = readOptions(call.args, ["-e", "-m", "-A", "-B", "-C", "-f"]);
  const named = options.values("-e");
  const [pattern, ...files] = [...named, ...options.operands];
  const plain = PLAIN.exec(pattern?.value ?? "");
  const text = !plain || pattern?.doubt || named.length > 1 || options.has(...UNREAD) ? undefined : textOf(call, files);
  if (isRootLine(call, files, pattern?.value) && !options.has(...UNREAD, "-v", "-c", "-x", "--invert-match", "--count")) return { status: 0, output: undefined, asks: true };
  const [only] = files;
  if (only && files.length === 1 && isAbsent(call, only)) return { status: 2, output: "", asks: call.machine.world.guessed ? "first-start" : true };
  if (text === undefined || !plain) return ASKED;
  const found = linesOf(text).filter((line) => holds(line, plain, options) !== options.has("-v", "--invert-match"));
  const lines = options.has("-c", "--count") ? [String(found.length)] : options.has("-q", "--quiet", "-s") ? [] : found;
  const output = files.length > 1 && lines.length > 0 && !options.has("-h") ? undefined : lines.map((line) => `${line}\n`).join("");
  return { status: found.length > 0 ? 0 : 1, output, asks: true };
}

/** Every system has a line for root in its lists of users and groups. */
function isRootLine({ machine, shell }: Call, [file, more]: readonly Argument[], pattern: string | undefined): boolean {
  const place = file?.value === undefined || more ? undefined : machine.world.resolve(shell.cwd, file.value);
  return place !== undefined && /^\/etc\/(passwd|group)$/.test(place.path) && machine.world.file(place.path) !== false && /^\^?root:?$/.test(pattern ?? "");
}

function isAbsent({ machine, shell }: Call, { value, doubt, glob }: Argument): boolean {
  const place = value === undefined || value === "-" || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
  machine.world.watch();
  return place !== undefined && !/^\/(dev|proc|sys)\//.test(place.path) && (place.reachable === false || (machine.world.file(place.path) === false && machine.world.directory(place.path) !== true));
}

/** Whether a line holds a plain pattern, as `PLAIN` read it. */
function holds(line: string, [, start, word = "", end]: readonly string[], options: ReturnType<typeof readOptions>): boolean {
  const fold = (text: string): string => (options.has("-i", "--ignore-case") ? text.toLowerCase() : text);
  const [one, other] = [fold(line), fold(word)];
  if (options.has("-x", "--line-regexp") || (start && end)) return one === other;
  return start ? one.startsWith(other) : end ? one.endsWith(other) : one.includes(other);
}

/** `sed s/a/b/g` with plain texts, on what it reads; undefined for what is not understood. */
export function edited(call: Call, script: string | undefined, files: ReturnType<typeof readOptions>["operands"]): string | undefined {
  const text = textOf(call, files);
  return text === undefined || script === undefined ? undefined : editedText(text, script);
}

/** One after another what `s/a/b/; s|c|d|g` replaces; undefined for other commands and for patterns. */
export function editedText(text: string, script: string): string | undefined {
  let lines: readonly string[] = linesOf(text);
  for (const command of script.split(/[;\n]/).map((one) => one.trim()).filter((one) => one !== "")) {
    const [, , from, to, flags] = /^s([/|#,])([\w =:@%{}<>!-]+)\1([\w =:@%.{}<>/-]*)\1(g?)$/.exec(command) ?? [];
    if (from === undefined || to === undefined) return undefined;
    lines = lines.map((line) => (flags === "g" ? line.split(from).join(to) : line.replace(from, () => to)));
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** Programs that print what they read in another form. */
export const FILTERS: Readonly<Record<string, Program>> = { head, tail, cut, tr, uniq, grep, sort, tac, wc };
