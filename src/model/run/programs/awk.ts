import { writeFile } from "../files.ts";
import { fork } from "../fork.ts";
import { FAILED, printed, type Call, type Outcome } from "../machine.ts";
import type { Argument } from "../types.ts";
import { linesOf, textOf } from "./filters.ts";
import { readOptions, withValue } from "./options.ts";

/** One `pattern { action }` of an awk script. */
interface Rule {
  readonly pattern: string;
  readonly action: string;
}

/** `{print $1}`, `NR>1 {print $2}`, `END {print NR}`. */
const SIMPLE = /^(?:(END)\s*\{\s*print\s+NR\s*\}|(?:NR\s*(==|!=|>=?|<=?)\s*(\d{1,6}))?\s*(?:\{\s*print(?:\s+\$(\d{1,2}|NF))?\s*(?:;\s*)?\})?)$/;

/** An awk script of one simple rule over a known text; of others only what they write behind `print ... >` is followed. */
export function awk(call: Call): Outcome {
  const options = readOptions(call.args, ["-F", "-v", "-f"]);
  const [script, ...files] = options.operands;
  const rule = script?.value === undefined || script.value.trim() === "" || options.has("-f", "-v") ? null : SIMPLE.exec(script.value.trim());
  const separator = options.value("-F")?.value;
  const isPlain = separator === undefined || /^[^\s\\^$.|?*+()[\]{}]$/.test(separator);
  if (script?.value !== undefined && !options.has("-f") && !rule) return writes(call, script, files, isPlain ? { separator } : undefined);
  const text = rule && isPlain ? textOf(call, files) : undefined;
  if (text === undefined || !rule) return printed(undefined);
  const [, end, operator, bound, field] = rule;
  const lines = linesOf(text);
  if (end) return printed(`${String(lines.length)}\n`);
  const kept = lines.filter((_, at) => operator === undefined || compares(at + 1, operator, Number(bound)));
  return printed(kept.map((line) => `${fieldOf(line, field, separator)}\n`).join(""));
}

function compares(number: number, operator: string, bound: number): boolean {
  switch (operator) {
    case "==": return number === bound;
    case "!=": return number !== bound;
    case ">": return number > bound;
    case ">=": return number >= bound;
    case "<": return number < bound;
    default: return number <= bound;
  }
}

function fieldOf(line: string, field: string | undefined, separator: string | undefined): string {
  if (field === undefined || field === "0") return line;
  const fields = separator === undefined ? line.split(/[ \t]+/).filter(Boolean) : line.split(separator);
  return (field === "NF" ? fields.at(-1) : fields[Number(field) - 1]) ?? "";
}

interface Fields {
  readonly separator: string | undefined;
}

/** The files that rules print to: for sure where the rule's pattern is known to hold for a line, else as a possibility. */
function writes(call: Call, script: Argument, files: readonly Argument[], fields: Fields | undefined): Outcome {
  const { machine, shell } = call;
  const rules = rulesOf(script.value ?? "");
  const text = rules.every(({ pattern }) => pattern === "BEGIN") ? "" : textOf(call, files);
  const lines = text === undefined ? undefined : linesOf(text);
  for (const { pattern, action } of rules) {
    const targets = targetsOf(action, variablesOf(call.args));
    if (targets.length === 0) continue;
    const runs = holds(pattern, lines, fields);
    if (runs === false) continue;
    // a text that nobody knows mostly has some line
    const facts = runs ? {} : { confidence: "likely" as const };
    const write = (at: typeof shell): boolean => targets.every((target) => target.startsWith("/dev/") || writeFile(machine, at, withValue(script, target), facts) !== false);
    if (runs && !BRANCHES.test(action)) {
      // a file that cannot be opened ends awk
      if (!write(shell)) return FAILED;
    } else if (pattern === "" && !BRANCHES.test(action)) write(shell);
    else fork(machine, shell, [(taken) => { write(taken); }, () => undefined]);
  }
  return printed(undefined);
}

/** What makes it open whether an action comes to its `print`. */
const BRANCHES = /\b(if|for|while|next|exit|getline)\b|[?]|&&|\|\|/;

/** The rules of a script; a text that is none gives what can be read of it. Time grows with the text alone. */
function rulesOf(script: string): readonly Rule[] {
  const rules: Rule[] = [];
  let [from, open, depth] = [0, -1, 0];
  for (const { 0: token, index } of script.matchAll(/"(?:[^"\\\n]|\\[^])*"|[{}\n;]|#[^\n]*/g)) {
    if (token === "{" && depth++ === 0) open = index;
    else if (token === "}" && depth > 0 && --depth === 0) {
      rules.push({ pattern: script.slice(from, open).trim(), action: script.slice(open + 1, index) });
      from = index + 1;
    } else if (depth === 0 && token.startsWith("#")) from = index + token.length;
    else if (depth === 0 && (token === "\n" || token === ";")) from = index + 1;
  }
  return rules;
}

/** Whether an action runs at least once; undefined where the text that is read, or what is asked of it, is not known. */
function holds(pattern: string, lines: readonly string[] | undefined, fields: Fields | undefined): boolean | undefined {
  if (pattern === "BEGIN" || pattern === "END") return true;
  if (!lines) return undefined;
  if (pattern === "" || lines.length === 0) return lines.length > 0;
  const [, not, start, word, end] = /^(!?)\/(\^?)([\w =:@,%-]+)(\$?)\/$/.exec(pattern) ?? [];
  if (word !== undefined) return lines.some((line) => (start && end ? line === word : start ? line.startsWith(word) : end ? line.endsWith(word) : line.includes(word)) !== (not === "!"));
  const [, operator, bound] = /^NR\s*(==|!=|>=?|<=?)\s*(\d{1,6})$/.exec(pattern) ?? [];
  if (operator !== undefined) return lines.some((_, at) => compares(at + 1, operator, Number(bound)));
  const [, field, equal, value] = /^\$(\d{1,2}|NF)\s*(==|!=)\s*"([^"\\]*)"$/.exec(pattern) ?? [];
  return field === undefined || !fields ? undefined : lines.some((line) => (fieldOf(line, field, fields.separator) === value) === (equal === "=="));
}

/** `-v name=value`, where the value is known. */
function variablesOf(args: readonly Argument[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { value, doubt, glob } of readOptions(args, ["-F", "-v", "-f"]).values("-v")) {
    const [, name, text] = /^([A-Za-z_]\w*)=([^\\]*)$/.exec(value ?? "") ?? [];
    if (name !== undefined && text !== undefined && !doubt && !glob) found.set(name, text);
  }
  return found;
}

/** The paths behind `>` and `>>` of an action's `print` and `printf`: texts, or variables of the command line. */
function targetsOf(action: string, variables: ReadonlyMap<string, string>): readonly string[] {
  const targets: string[] = [];
  for (const statement of action.split(/[;\n{}]/)) {
    const [, text, name] = /\bprintf?\b[^>]{0,200}>>?\s*(?:"([^"\\]{1,200})"|([A-Za-z_]\w*))\s*$/.exec(statement) ?? [];
    const target = text ?? (name === undefined ? undefined : variables.get(name));
    if (target !== undefined) targets.push(target);
  }
  return targets;
}
