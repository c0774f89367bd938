import { lookup as tableEntry } from "#text";
import { wordValue, type Lookup } from "../../parse/shell/index.ts";
import type { ParameterExpansionPart, ShellTree, Word, WordPart } from "../../parse/shell/index.ts";
import { arithmetic } from "./arithmetic.ts";
import { pathsOfPattern } from "./globs.ts";
import type { Machine } from "./machine.ts";
import { isList, known, Output, UNKNOWN, type Binding, type Shell, type Value } from "./shell.ts";
import type { Argument } from "./types.ts";

/** A stretch of an expanded word. `split` where blanks in it separate words; `next` where a new word begins before it. */
interface Stretch extends Value {
  readonly split: boolean;
  readonly glob: boolean;
  readonly next?: boolean;
}

/** The arguments that a word of a command line becomes. */
export function fieldsOf(machine: Machine, shell: Shell, word: Word): readonly Argument[] {
  const span = (shell.tree as ShellTree).spanOf(word);
  const make = (field: { text: string | undefined; doubt: boolean; glob: boolean }): Argument => ({
    value: field.text, text: field.text ?? word.value, raw: word.text, span, node: undefined, doubt: field.doubt, glob: field.glob,
  });
  const words = withoutBraces(shell, word);
  return words.flatMap((each) => split(stretches(machine, shell, each), separators(shell))).flatMap((field) => {
    const paths = field.glob && !field.doubt && field.text !== undefined ? pathsOfPattern(machine, shell, field.text) : undefined;
    if (!paths) return [make(field)];
    const pattern = field.text ?? "";
    return (paths.length > 0 || shell.options.nullglob ? paths : [pattern]).map((text) => ({ ...make({ text, doubt: false, glob: false }), pattern }));
  });
}

/** The one value of a word, as in an assignment, a redirection or a `case`. */
export function valueOf(machine: Machine, shell: Shell, word: Word): Value {
  return joined(stretches(machine, shell, word), WORD_LIMIT);
}

/** The value of a here-document's body. */
export function valueOfParts(machine: Machine, shell: Shell, parts: readonly WordPart[]): Value {
  return joined(parts.flatMap((part) => stretchesOf(machine, shell, part, true)), TEXT_LIMIT);
}

/** Longer words and texts than these count as unknown: no path is, and doubling would fill the memory. */
const WORD_LIMIT = 4096;
const TEXT_LIMIT = 65_536;

function joined(found: readonly Stretch[], limit: number): Value {
  let text = "";
  let doubt = false;
  for (const [at, stretch] of found.entries()) {
    if (stretch.text === undefined) return UNKNOWN;
    text += (stretch.next && at > 0 ? " " : "") + stretch.text;
    doubt ||= stretch.doubt;
    if (text.length > limit) return UNKNOWN;
  }
  return { text, doubt };
}

function separators(shell: Shell): string | undefined {
  const ifs = shell.vars.get("IFS");
  if (ifs === undefined || ifs === null) return " \t\n";
  return isList(ifs) ? undefined : ifs.text;
}

interface Field {
  text: string | undefined;
  doubt: boolean;
  glob: boolean;
}

function split(found: readonly Stretch[], ifs: string | undefined): readonly Field[] {
  const fields: Field[] = [];
  let current: Field | undefined;
  const add = (text: string | undefined, stretch: Stretch): void => {
    current ??= { text: "", doubt: false, glob: false };
    current.text = current.text === undefined || text === undefined || current.text.length > WORD_LIMIT ? undefined : current.text + text;
    current.doubt ||= stretch.doubt;
    current.glob ||= stretch.glob;
  };
  const close = (): void => {
    if (current) fields.push(current);
    current = undefined;
  };
  for (const stretch of found) {
    if (stretch.next) close();
    if (!stretch.split || stretch.text === undefined || ifs === undefined) {
      add(stretch.text, stretch);
      continue;
    }
    for (const [at, piece] of pieces(stretch.text, ifs).entries()) {
      if (at > 0) close();
      if (piece !== "") add(piece, stretch);
    }
  }
  close();
  return fields;
}

function pieces(text: string, ifs: string): readonly string[] {
  if (ifs === "") return [text];
  const all = new Set(ifs);
  const found = [""];
  for (const character of text) {
    if (all.has(character)) found.push("");
    else found.push((found.pop() ?? "") + character);
  }
  return found;
}

function stretches(machine: Machine, shell: Shell, word: Word): readonly Stretch[] {
  const { text, parts } = word;
  if (!text.startsWith("~")) return parts ? parts.flatMap((part) => stretchesOf(machine, shell, part, false)) : [fixed(word.value)];
  const home = /^~(\/|$)/.test(text) ? lookup(shell, "HOME") : UNKNOWN;
  const start: Stretch = { ...home, split: false, glob: false };
  if (!parts) return [start, fixed(word.value.slice(1))];
  return [start, ...parts.flatMap((part, at) => {
    const found = stretchesOf(machine, shell, part, false);
    return at > 0 ? found : found.map((first) => ({ ...first, text: first.text?.slice(1) }));
  })];
}

function fixed(text: string | undefined, glob = false): Stretch {
  return { text, doubt: false, split: false, glob };
}

function loose(value: Value, quoted: boolean): Stretch {
  return { ...value, split: !quoted, glob: !quoted && value.text !== undefined && /[*?]|\[[^[\]]*\]/.test(value.text) };
}

function stretchesOf(machine: Machine, shell: Shell, part: WordPart, quoted: boolean): readonly Stretch[] {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return [fixed(part.value)];
    case "Glob":
    case "ExtendedGlob":
      return [fixed(part.text, true)];
    case "DoubleQuoted":
    case "LocaleString":
      return inQuotes(part.parts.flatMap((inner) => stretchesOf(machine, shell, inner, true)), part.parts);
    case "SimpleExpansion":
      return variable(shell, part.text.slice(1), quoted);
    case "ParameterExpansion":
      return parameter(machine, shell, part, quoted);
    case "CommandExpansion":
      return [loose(substitution(machine, shell, part), quoted)];
    case "ArithmeticExpansion":
      return [loose(numeric(part.expression ? arithmetic(machine, shell, part.expression) : 0), quoted)];
    case "BraceExpansion":
      return braces(shell, part.text);
    case "ProcessSubstitution":
      return [fixed(processFile(machine, shell, part))];
  }
}

function numeric(value: number | undefined): Value {
  return value === undefined ? UNKNOWN : known(String(value));
}

/** Quotes around nothing are an empty word, unless what they hold is `$@` without arguments. */
function inQuotes(found: readonly Stretch[], parts: readonly WordPart[]): readonly Stretch[] {
  if (found.length > 0) return found;
  const onlyLists = parts.length > 0 && parts.every((part) => /^\$\{?(@|\w+\[@\])/.test("text" in part ? part.text : ""));
  return onlyLists ? [] : [fixed("")];
}

function inSubshell(machine: Machine, shell: Shell, script: NonNullable<Extract<WordPart, { type: "CommandExpansion" }>["script"]>): Shell {
  const inner = shell.copy();
  inner.output = new Output();
  inner.options.errexit = false;
  machine.evaluators.evaluate(machine, inner, script);
  return inner;
}

/** The file that stands for a process: what it prints can be read there. */
function processFile(machine: Machine, shell: Shell, part: Extract<WordPart, { type: "ProcessSubstitution" }>): string {
  const inner = part.script && inSubshell(machine, shell, part.script);
  const path = `/dev/fd/${machine.newDescriptor()}`;
  machine.world.addFile(path, part.operator === "<" ? inner?.output.text : undefined);
  return path;
}

function substitution(machine: Machine, shell: Shell, part: Extract<WordPart, { type: "CommandExpansion" }>): Value {
  if (!part.script || !machine.spend()) return UNKNOWN;
  const inner = inSubshell(machine, shell, part.script);
  shell.substituted = inner.status;
  shell.asked = inner.asked;
  const { text } = inner.output;
  return inner.conditional && !shell.conditional ? UNKNOWN : { text: text?.replace(/(?<!\n)\n+$/, ""), doubt: false };
}

/** bash expands `{a,b}`, see `withoutBraces`; ash and dash leave it alone; which one `sh` is, is not always known. */
function braces(shell: Shell, text: string): readonly Stretch[] {
  return [fixed(shell.dialect === "ash" || shell.dialect === "dash" || text === "{}" ? text : undefined)];
}

/** The words that a word with brace lists stands for, where the shell is one that expands them. */
function withoutBraces(shell: Shell, word: Word): readonly Word[] {
  const { parts } = word;
  if (shell.dialect !== "bash" || !parts?.some(({ type }) => type === "BraceExpansion")) return [word];
  let all: WordPart[][] = [[]];
  for (const part of parts) {
    const texts = part.type === "BraceExpansion" ? braceTexts(part.text) : undefined;
    if (texts && texts.length * all.length > 200) return [word];
    const choices: readonly WordPart[] = texts?.map((value) => ({ type: "Literal", pos: part.pos, end: part.end, value, text: value })) ?? [part];
    all = all.flatMap((start) => choices.map((choice) => [...start, choice]));
  }
  return all.map((chosen) => ({ ...word, text: word.text, value: word.value, parts: chosen }));
}

/** The texts of a bash brace list such as `{a,b}` or `{1..3}`; undefined where it is none. */
function braceTexts(text: string): readonly string[] | undefined {
  const inner = /^\{([^{},]*,[^{}]*)\}$/.exec(text)?.[1];
  if (inner !== undefined && !/["'$`\\]/.test(inner)) return inner.split(",");
  const range = /^\{(-?\d{1,4}|[a-z]|[A-Z])\.\.(-?\d{1,4}|[a-z]|[A-Z])(?:\.\.(-?\d{1,4}))?\}$/.exec(text);
  return range ? rangeTexts(range[1] ?? "", range[2] ?? "", Math.abs(Number(range[3] ?? 1)) || 1) : undefined;
}

/** `1..3` and `a..c`, each `by`-th; undefined for numbers that are filled up with zeros, and for what bash leaves as it is. */
function rangeTexts(first: string, last: string, by: number): readonly string[] | undefined {
  const kind = (bound: string): string => (/\d/.test(bound) ? "number" : /[a-z]/.test(bound) ? "small" : "capital");
  if (kind(first) !== kind(last) || /^-?0\d/.test(first) || /^-?0\d/.test(last)) return undefined;
  const code = (bound: string): number => (kind(bound) === "number" ? Number(bound) : bound.charCodeAt(0));
  const length = Math.floor(Math.abs(code(last) - code(first)) / by) + 1;
  if (length > 201) return undefined;
  const step = code(last) >= code(first) ? by : -by;
  return Array.from({ length }, (_, at) => code(first) + at * step).map((one) => (kind(first) === "number" ? String(one) : String.fromCharCode(one)));
}

function variable(shell: Shell, name: string, quoted: boolean): readonly Stretch[] {
  if (name === "@" || (name === "*" && !quoted)) return list(shell.positional, quoted);
  if (name === "*") return [{ ...joinedList(shell), split: false, glob: false }];
  return [loose(lookup(shell, name), quoted)];
}

function list(values: readonly Value[] | undefined, quoted: boolean): readonly Stretch[] {
  if (!values) return [{ ...UNKNOWN, split: false, glob: false }];
  return values.map((value, at) => ({ ...loose(value, quoted), next: at > 0 }));
}

function joinedList(shell: Shell): Value {
  const texts = shell.positional?.map(({ text }) => text);
  return !texts || texts.includes(undefined) ? UNKNOWN : known(texts.join(" "));
}

/** What a variable expands to where nothing is said of a default. */
export function lookup(shell: Shell, name: string): Value {
  const found = bindingOf(shell, name);
  if (found === null) {
    if (shell.options.nounset) shell.flow ??= { kind: "exit", failed: true };
    return { text: "", doubt: false };
  }
  if (found === undefined) return { text: "", doubt: true };
  return isList(found) ? found[0] ?? known("") : found;
}

/** Undefined for a variable that nothing sets, null for one that is known to be unset. */
function bindingOf(shell: Shell, name: string): Binding | undefined {
  if (/^\d+$/.test(name)) return name === "0" ? shell.zero : positionalAt(shell, Number(name));
  const special = tableEntry(SPECIAL, name);
  if (special) return special(shell);
  if (shell.vars.has(name)) return shell.vars.get(name);
  if (/^(RANDOM|SRANDOM|SECONDS|EPOCHSECONDS|EPOCHREALTIME|HOSTNAME|LINENO|PPID|UID|EUID|GROUPS|BASHPID|TERM|COLUMNS|LINES|OPTARG|OPTIND|OPT|REPLY|HOSTTYPE|OSTYPE|MACHTYPE)$/.test(name)) return UNKNOWN;
  if (name === "BASH_SOURCE") return shell.scriptPath === undefined ? UNKNOWN : known(shell.scriptPath);
  if (/^BASH_/.test(name)) return UNKNOWN;
  return shell.environmentKnown ? null : undefined;
}

function positionalAt(shell: Shell, number: number): Binding {
  if (!shell.positional) return UNKNOWN;
  return shell.positional[number - 1] ?? null;
}

const SPECIAL: Readonly<Record<string, (shell: Shell) => Value>> = {
  "#": ({ positional }) => (positional ? known(String(positional.length)) : UNKNOWN),
  "?": ({ status }) => (status === undefined ? UNKNOWN : known(String(status))),
  "@": joinedList,
  "*": joinedList,
  "$": () => UNKNOWN,
  "!": () => UNKNOWN,
  "-": () => UNKNOWN,
  _: () => UNKNOWN,
  IFS: ({ vars }) => {
    const value = vars.get("IFS");
    return value && !isList(value) ? value : known(" \t\n");
  },
  PWD: ({ cwd }) => (cwd === undefined ? UNKNOWN : known(cwd)),
};

function parameter(machine: Machine, shell: Shell, part: ParameterExpansionPart, quoted: boolean): readonly Stretch[] {
  const { parameter: name, operation, index, prefix } = part;
  // The first element is what the bare name means: `${BASH_SOURCE[0]%/*}`.
  if (index !== undefined && index.value === "0" && operation && !prefix) return parameter(machine, shell, { ...part, index: undefined }, quoted);
  if (index !== undefined) return element(machine, shell, part, quoted);
  if (!operation && !prefix) return variable(shell, name, quoted);
  if (operation?.type === "Default" && !prefix) return withDefault(machine, shell, part, operation, quoted);
  if (name === "@" || name === "*") return operation?.type === "Slice" ? sliced(machine, shell, part, quoted) : [fixed(undefined)];
  return [loose(operated(machine, shell, part), quoted)];
}

/** The operators on one value, left to the shell parser's own reading of them. */
function operated(machine: Machine, shell: Shell, part: ParameterExpansionPart): Value {
  let doubt = false;
  const ask: Lookup = (name) => {
    const value = lookup(shell, name);
    if (name === part.parameter) doubt ||= value.doubt;
    return value.text;
  };
  const word: Word = { type: "Word", text: part.text, value: part.text, pos: part.pos, end: part.end, parts: [part] };
  const text = wordValue(word, { lookup: ask, substitute: (inner) => (inner.type === "CommandExpansion" ? substitution(machine, shell, inner).text : undefined) });
  return { text, doubt };
}

function sliced(machine: Machine, shell: Shell, part: ParameterExpansionPart, quoted: boolean): readonly Stretch[] {
  if (part.operation?.type !== "Slice") return [fixed(undefined)];
  const from = Number(valueOf(machine, shell, part.operation.offset).text ?? NaN);
  const length = part.operation.length ? Number(valueOf(machine, shell, part.operation.length).text ?? NaN) : undefined;
  if (!shell.positional || !Number.isInteger(from) || from < 1 || Number.isNaN(length ?? 0)) return [fixed(undefined)];
  return list(shell.positional.slice(from - 1, length === undefined ? undefined : from - 1 + length), quoted);
}

type SliceOperation = Extract<NonNullable<ParameterExpansionPart["operation"]>, { type: "Slice" }>;

/** `${list[@]:2:1}`. */
function slicedList(machine: Machine, shell: Shell, part: ParameterExpansionPart, { offset, length }: SliceOperation, quoted: boolean): readonly Stretch[] {
  const bound = bindingOf(shell, part.parameter);
  const from = Number(valueOf(machine, shell, offset).text ?? NaN);
  const count = length ? Number(valueOf(machine, shell, length).text ?? NaN) : undefined;
  if (!bound || !isList(bound) || !Number.isInteger(from) || from < 0 || Number.isNaN(count ?? 0)) return [fixed(undefined)];
  return list(bound.slice(from, count === undefined ? undefined : from + count), quoted);
}

function element(machine: Machine, shell: Shell, part: ParameterExpansionPart, quoted: boolean): readonly Stretch[] {
  if (part.operation?.type === "Slice" && !part.prefix && /^[@*]$/.test(part.index?.value ?? "")) return slicedList(machine, shell, part, part.operation, quoted);
  if (part.operation || !part.index) return [fixed(undefined)];
  const bound = bindingOf(shell, part.parameter);
  const values = bound === undefined || bound === null ? [] : isList(bound) ? bound : [bound];
  const at = /^\$\{?\w+\}?$/.test(part.index.value) ? lookup(shell, part.index.value.replace(/[${}]/g, "")).text ?? "" : part.index.value;
  // the indexes of a list
  if (part.prefix === "!") return /^[@*]$/.test(at) && bound && isList(bound) ? list(values.map((_, index) => known(String(index))), quoted) : [fixed(undefined)];
  if (part.prefix === "#") return [loose(known(/^[@*]$/.test(at) ? String(values.length) : ""), quoted)];
  if (at === "@" || at === "*") return list(values, quoted);
  return [loose(/^-?\d{1,4}$/.test(at) ? values.at(Number(at)) ?? known("") : UNKNOWN, quoted)];
}

type DefaultOperation = Extract<NonNullable<ParameterExpansionPart["operation"]>, { type: "Default" }>;

function withDefault(machine: Machine, shell: Shell, part: ParameterExpansionPart, operation: DefaultOperation, quoted: boolean): readonly Stretch[] {
  const { parameter: name } = part;
  const isAll = name === "@" || name === "*";
  const bound = isAll ? (shell.positional === undefined ? UNKNOWN : shell.positional.length > 0 ? known("x") : null) : bindingOf(shell, name);
  const value: Value = bound === undefined || bound === null ? known("") : isList(bound) ? bound[0] ?? known("") : bound;
  const absent = bound === undefined || bound === null;
  const { operator, operand } = operation;
  if (!absent && value.text === undefined) return [fixed(undefined)];
  const missing = absent || (operator.startsWith(":") && value.text === "");
  switch (operator.replace(":", "")) {
    case "+":
      return missing ? [] : operandOf(machine, shell, operand, quoted);
    case "?":
      if (missing && bound !== undefined) shell.flow ??= { kind: "exit", failed: true };
      return missing ? [fixed(undefined)] : variable(shell, name, quoted);
    case "=": {
      if (!missing) return variable(shell, name, quoted);
      const given = valueOf(machine, shell, operand);
      shell.set(name, given);
      return [loose(given, quoted)];
    }
    default:
      return missing ? operandOf(machine, shell, operand, quoted) : variable(shell, name, quoted);
  }
}

function operandOf(machine: Machine, shell: Shell, operand: Word, quoted: boolean): readonly Stretch[] {
  const found = stretches(machine, shell, operand);
  return quoted ? found.map((stretch) => ({ ...stretch, split: false, glob: false })) : found;
}
