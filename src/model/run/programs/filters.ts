import { writeFile } from "../files.ts";
import { ASKED, DONE, FAILED, printed, type Call, type Outcome, type Program } from "../machine.ts";
import { readOptions } from "./options.ts";

/** What a filter reads: its files, or its input; undefined where unknown. */
function textOf({ machine, shell }: Call, files: ReturnType<typeof readOptions>["operands"]): string | undefined {
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

function linesOf(text: string): string[] {
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

function countOf(options: ReturnType<typeof readOptions>): number | undefined {
  if (options.has("-c", "--bytes", "-f", "-F")) return undefined;
  const value = options.value("-n", "--lines");
  if (!value) return options.has(..."0123456789".split("").map((digit) => `-${digit}`)) ? undefined : 10;
  return /^\d{1,6}$/.test(value.value ?? "") ? Number(value.value) : undefined;
}

const head = byLine(["-n", "--lines", "-c"], (lines, options) => {
  const count = countOf(options);
  return count === undefined ? undefined : lines.slice(0, count);
});

const tail = byLine(["-n", "--lines", "-c"], (lines, options) => {
  const count = countOf(options);
  return count === undefined ? undefined : count === 0 ? [] : lines.slice(-count);
});

/** `cut -d: -f2`: one field. */
const cut = byLine(["-d", "-f", "-c", "-b", "--delimiter", "--fields"], (lines, options) => {
  const field = Number(options.value("-f", "--fields")?.value ?? NaN);
  const delimiter = options.value("-d", "--delimiter")?.value ?? "\t";
  if (!Number.isInteger(field) || field < 1 || delimiter.length !== 1 || options.has("-s", "--complement")) return undefined;
  return lines.map((line) => (line.includes(delimiter) ? line.split(delimiter)[field - 1] ?? "" : line));
});

const RANGES: Readonly<Record<string, string>> = { "a-z": "abcdefghijklmnopqrstuvwxyz", "A-Z": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "[:lower:]": "abcdefghijklmnopqrstuvwxyz", "[:upper:]": "ABCDEFGHIJKLMNOPQRSTUVWXYZ" };

/** `tr A-Z a-z`, `tr - _`, `tr -d x`. */
function tr(call: Call): Outcome {
  const options = readOptions(call.args);
  const [from, to] = options.operands.map(({ value }) => (value === undefined ? undefined : RANGES[value] ?? (/^[^\\[\]-]+$|^-$/.test(value) ? value : undefined)));
  const text = call.shell.input.rest();
  if (text === undefined || from === undefined || options.has("-s", "-c", "-C")) return printed(undefined);
  if (options.has("-d")) return printed(Array.from(text).filter((character) => !from.includes(character)).join(""));
  if (to === undefined) return printed(undefined);
  return printed(Array.from(text).map((character) => {
    const at = from.indexOf(character);
    return at < 0 ? character : to[Math.min(at, to.length - 1)] ?? character;
  }).join(""));
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

/** `grep [-qiFx] text [file]`: which lines of a known text hold a plain one. */
function grep(call: Call): Outcome {
  const options = readOptions(call.args, ["-e", "-m", "-A", "-B", "-C", "-f"]);
  const [pattern, ...files] = options.operands;
  const plain = PLAIN.exec(pattern?.value ?? "");
  if (!plain || pattern?.doubt || options.has("-e", "-f", "-v", "-c", "-l", "-L", "-n", "-o", "-r", "-R", "-w", "-m", "-A", "-B", "-C", "-H", "-P")) return ASKED;
  const text = textOf(call, files);
  if (text === undefined) return ASKED;
  const [, start, word = "", end] = plain;
  const fold = (line: string): string => (options.has("-i", "--ignore-case") ? line.toLowerCase() : line);
  const found = linesOf(text).filter((line) => {
    const [one, other] = [fold(line), fold(word)];
    if (options.has("-x") || (start && end)) return one === other;
    return start ? one.startsWith(other) : end ? one.endsWith(other) : one.includes(other);
  });
  return { status: found.length > 0 ? 0 : 1, output: options.has("-q", "--quiet", "-s") ? "" : found.map((line) => `${line}\n`).join(""), asks: true };
}

/** `sed s/a/b/g` with a plain text, on what it reads; undefined for what is not understood. */
export function edited(call: Call, script: string | undefined, files: ReturnType<typeof readOptions>["operands"]): string | undefined {
  const [, , from, to, flags] = /^s([/|#,])([\w =:@%-]+)\1([\w =:@%.-]*)\1(g?)$/.exec(script ?? "") ?? [];
  const text = from === undefined ? undefined : textOf(call, files);
  if (text === undefined || from === undefined || to === undefined || to.includes("&")) return undefined;
  return linesOf(text).map((line) => `${flags === "g" ? line.split(from).join(to) : line.replace(from, () => to)}\n`).join("");
}

/** Programs that print what they read in another form. */
export const FILTERS: Readonly<Record<string, Program>> = { head, tail, cut, tr, uniq, grep };
