import { normalisePath, resolvePath } from "../paths.ts";
import { alignedText } from "./aligned.ts";
import { test } from "./conditions.ts";
import { ASKED, DONE, FAILED, UNSURE, printed, type Call, type Outcome, type Program } from "./machine.ts";
import { programOf } from "./programs/index.ts";
import { read, readLines } from "./read.ts";
import { sourceFile } from "./scripts.ts";
import { setTrap } from "./trap.ts";
import { known, UNKNOWN, type Shell, type Value } from "./shell.ts";
import type { Argument } from "./types.ts";

/** The builtins whose failed redirection ends a POSIX shell, and whose assignments stay. */
const SPECIAL = new Set([":", ".", "break", "continue", "eval", "exec", "exit", "export", "readonly", "return", "set", "shift", "times", "trap", "unset"]);

export function isSpecial(name: string): boolean {
  return SPECIAL.has(name);
}

function valueOfArgument({ value, doubt, glob }: Argument): Value {
  return { text: glob ? undefined : value, doubt };
}

function changeDirectory({ machine, shell, args }: Call): Outcome {
  const target = args.find(({ text }) => text === "-" || !text.startsWith("-"));
  const before = shell.cwd;
  if (!target) shell.cwd = homeOf(shell);
  else if (target.value === "-") shell.cwd = textOf(shell, "OLDPWD");
  else if (target.value === undefined || target.doubt || target.glob) shell.cwd = undefined;
  else if (target.value !== "") {
    const place = machine.world.resolve(before, target.value);
    // Other shells than bash work `..` out before they look.
    if (place && ((place.reachable === false && shell.dialect === "bash") || machine.world.directory(place.path) === false)) return FAILED;
    // The shell keeps the path as it was written, links and all; `..` leads back the way it came.
    shell.cwd = place && (target.value.startsWith("/") ? normalisePath(target.value) : before === undefined ? undefined : resolvePath(before, target.value));
  }
  shell.set("OLDPWD", before === undefined ? UNKNOWN : known(before));
  return target?.value === "-" ? printed(shell.cwd === undefined ? undefined : `${shell.cwd}\n`) : DONE;
}

function textOf(shell: Shell, name: string): string | undefined {
  const value = shell.vars.get(name);
  return value && "text" in value && !value.doubt ? value.text : undefined;
}

function homeOf(shell: Shell): string | undefined {
  return textOf(shell, "HOME");
}

function pushDirectory(call: Call): Outcome {
  const before = call.shell.cwd;
  const outcome = changeDirectory(call);
  if (outcome === FAILED) return FAILED;
  call.shell.directories.push(before);
  return { status: 0, output: undefined };
}

function popDirectory({ shell }: Call): Outcome {
  if (shell.directories.length === 0) return FAILED;
  shell.cwd = shell.directories.pop();
  return { status: 0, output: undefined };
}

function setOptions({ shell, args }: Call): Outcome {
  for (let at = 0; at < args.length; at++) {
    const text = args[at]?.value;
    if (text === undefined) {
      shell.positional = undefined;
      return DONE;
    }
    if (text === "--" || !/^[-+]/.test(text) || text === "-") {
      shell.positional = args.slice(text === "--" || text === "-" ? at + 1 : at).map(valueOfArgument);
      return DONE;
    }
    const on = text.startsWith("-");
    if (/^[-+][a-zA-Z]*o$/.test(text)) setOption(shell, args[++at]?.value ?? "", on);
    for (const letter of text.slice(1)) setOption(shell, LETTERS[letter] ?? "", on);
  }
  return DONE;
}

const LETTERS: Readonly<Record<string, string>> = { e: "errexit", u: "nounset", a: "allexport", C: "noclobber" };

/** Switches one of the options that decide what runs. */
export function setOption(shell: Shell, name: string, on: boolean): void {
  if (name === "errexit" || name === "nounset" || name === "allexport" || name === "pipefail" || name === "noclobber") shell.options[name] = on;
}

function shift({ shell, args }: Call): Outcome {
  const count = args[0] ? Number(args[0].value ?? NaN) : 1;
  if (!shell.positional) return UNSURE;
  if (!Number.isInteger(count)) shell.positional = undefined;
  else if (count > shell.positional.length) {
    if (shell.dialect !== "bash") shell.flow = { kind: "exit", failed: true };
    return FAILED;
  } else shell.positional = shell.positional.slice(count);
  return DONE;
}

function declare({ shell, name, args }: Call): Outcome {
  const local = name === "local" || ((name === "declare" || name === "typeset") && !args.some(({ text }) => /^-\w*g/.test(text)));
  const exports = name === "export" || args.some(({ text }) => /^-\w*x/.test(text));
  const hides = name === "export" && args.some(({ text }) => text === "-n");
  for (const arg of args) {
    if (arg.text.startsWith("-")) continue;
    const [, variable, , value] = /^([A-Za-z_]\w*)(\+?=)?([^]*)$/.exec(arg.text) ?? [];
    if (variable === undefined) continue;
    if (local) shell.makeLocal(variable);
    if (/^[A-Za-z_]\w*\+?=/.test(arg.text)) shell.set(variable, { text: arg.value === undefined ? undefined : value, doubt: arg.doubt });
    else if (local && shell.locals) shell.set(variable, null);
    if (exports && !hides) shell.exported.add(variable);
    if (hides) shell.exported.delete(variable);
  }
  return DONE;
}

function unset({ shell, args }: Call): Outcome {
  const functions = args.some(({ text }) => text === "-f");
  for (const { value } of args) {
    if (value === undefined || value.startsWith("-")) continue;
    if (functions) shell.functions.delete(value);
    else shell.unset(value);
  }
  return DONE;
}

function leave({ shell, name, args }: Call): Outcome {
  const given = args[0];
  const status = given ? (/^\d+$/.test(given.value ?? "") ? Number(given.value) : undefined) : shell.status;
  shell.status = status;
  shell.flow = { kind: name === "exit" ? "exit" : "return", failed: status !== undefined && status !== 0 };
  return { status, output: "" };
}

function leaveLoop({ shell, name, args }: Call): Outcome {
  const levels = Number(args[0]?.value ?? 1);
  shell.flow = { kind: name === "break" ? "break" : "continue", levels: Number.isInteger(levels) && levels > 0 ? levels : 1 };
  return DONE;
}

function evaluateWords({ machine, shell, args, span }: Call): Outcome {
  const values = args.map(({ value, doubt }) => (doubt ? undefined : value));
  if (values.includes(undefined)) {
    machine.journal.unknown("eval runs a text that is only known when the container runs", span);
    return UNSURE;
  }
  const text = values.join(" ");
  const { output } = shell;
  machine.evaluators.evaluateText(machine, shell, alignedText(span, text));
  shell.output = output;
  return { status: shell.status, output: "" };
}

function execute({ machine, shell, args, span }: Call): Outcome {
  let at = 0;
  while (args[at]?.text.startsWith("-") && args[at]?.text !== "--") at += args[at]?.text === "-a" ? 2 : 1;
  if (args[at]?.text === "--") at++;
  const words = args.slice(at);
  if (words.length === 0) return DONE;
  const inner = shell.copy();
  inner.functions.clear();
  const outcome = machine.evaluators.launch(machine, inner, words, span);
  shell.status = outcome.status;
  shell.replaced = true;
  shell.flow = { kind: "exit", failed: outcome.status !== undefined && outcome.status !== 0 };
  return outcome;
}

function command(call: Call): Outcome {
  const { machine, shell, args, span } = call;
  if (args.some(({ text }) => text === "-v" || text === "-V")) return lookFor(call);
  const words = args.filter(({ text }, at) => !(at === 0 && text === "-p"));
  if (words.length === 0) return DONE;
  const inner = shell.functions;
  const hidden = [...inner];
  inner.clear();
  const outcome = machine.evaluators.launch(machine, shell, words, span);
  for (const [name, body] of hidden) inner.set(name, body);
  return outcome;
}

function lookFor({ shell, args }: Call): Outcome {
  const name = args.at(-1)?.value;
  return name !== undefined && (shell.functions.has(name) || BUILTINS.has(name) || name === "sh") ? { status: 0, output: undefined } : ASKED;
}

function testCommand({ machine, shell, name, args }: Call): Outcome {
  const inner = name === "[" ? args.slice(0, -1) : args;
  machine.world.watch();
  const said = test(machine, shell, inner.map(({ value, glob }) => (glob ? undefined : value)));
  const asks = said !== undefined && machine.world.guessed ? "first-start" : said === undefined;
  return { status: said === undefined ? undefined : said ? 0 : 1, output: "", asks };
}

function forget({ shell, args }: Call): Outcome {
  for (const { value } of args) if (value !== undefined && /^[A-Za-z_]\w*/.test(value)) shell.set((/^\w+/.exec(value) ?? [""])[0], UNKNOWN);
  return { status: undefined, output: "", asks: true };
}

function getOptions(call: Call): Outcome {
  const given = call.args.length > 2 ? call.args.slice(2).map(({ value }) => value) : call.shell.positional?.map(({ text }) => text);
  const read = readLetter(call, given);
  if (read) return read;
  const none = given && (given.length === 0 || (given[0] !== undefined && !/^-./.test(given[0])));
  return none ? FAILED : forget(call);
}

/** One letter of `getopts` where the arguments are known; each letter a word of its own. */
function readLetter({ shell, args }: Call, given: readonly (string | undefined)[] | undefined): Outcome | undefined {
  const [letters, name] = args.map(({ value }) => value);
  const at = Number(textOf(shell, "OPTIND") ?? "1");
  if (letters === undefined || name === undefined || !given || given.includes(undefined) || !Number.isInteger(at) || at < 1) return undefined;
  const word = given[at - 1];
  const [, letter] = /^-(\w)$/.exec(word ?? "") ?? [];
  if (letter === undefined && word !== undefined && /^-./.test(word) && word !== "--") return undefined;
  if (letter === undefined) {
    shell.set(name, known("?"));
    shell.set("OPTIND", known(String(word === "--" ? at + 1 : at)));
    return FAILED;
  }
  const index = letters.indexOf(letter);
  const takes = index >= 0 && letters.charAt(index + 1) === ":";
  shell.set(name, known(index < 0 ? "?" : letter));
  shell.set("OPTARG", takes ? known(given[at] ?? "") : known(""));
  shell.set("OPTIND", known(String(takes ? at + 2 : at + 1)));
  return DONE;
}

function format(call: Call): Outcome | undefined {
  const { shell, args } = call;
  if (args[0]?.text !== "-v") return undefined;
  const printed = programOf("printf")?.({ ...call, args: args.slice(2) });
  if (args[1]?.value !== undefined) shell.set(args[1].value, printed?.output === undefined ? UNKNOWN : known(printed.output));
  return DONE;
}

function shellOptions({ shell, args }: Call): Outcome {
  const on = args.some(({ text }) => text === "-s");
  if ((on || args.some(({ text }) => text === "-u")) && args.some(({ value }) => value === "nullglob")) shell.options.nullglob = on;
  return DONE;
}

const quiet: Program = () => DONE;

const BUILTINS: ReadonlyMap<string, Program> = new Map<string, Program>(Object.entries({
  ":": quiet, true: quiet, false: () => FAILED,
  cd: changeDirectory, chdir: changeDirectory, pushd: pushDirectory, popd: popDirectory,
  set: setOptions, shift, export: declare, readonly: declare, local: declare, declare, typeset: declare, unset,
  read, exit: leave, return: leave, break: leaveLoop, continue: leaveLoop,
  eval: evaluateWords, exec: execute, command, builtin: command,
  ".": sourceFile, source: sourceFile,
  "[": testCommand, test: testCommand, type: lookFor, hash: lookFor,
  getopts: getOptions, let: forget, mapfile: readLines, readarray: readLines,
  trap: setTrap, wait: quiet, umask: quiet, ulimit: quiet, alias: quiet, unalias: quiet, jobs: quiet, shopt: shellOptions, bind: quiet, enable: quiet,
  fg: quiet, bg: quiet, disown: quiet, times: quiet, complete: quiet, history: quiet,
}));

/** The shell's own command of that name; undefined where it is a program. */
export function builtin(call: Call): Program | undefined {
  if (call.name === "printf") return call.args[0]?.text === "-v" ? (inner) => format(inner) ?? DONE : undefined;
  return BUILTINS.get(call.name);
}
