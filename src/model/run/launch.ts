import type { Span } from "#text";
import { dialectOfHashbang, isPosixShell, readCommand } from "../../parse/shell/index.ts";
import { nameOf } from "../paths.ts";
import { builtin } from "./builtins.ts";
import { madeText, textOfArgument } from "./aligned.ts";
import { inlineProgram } from "./inline-programs.ts";
import { DONE, UNSURE, type Machine, type Outcome } from "./machine.ts";
import { writesByFlags } from "./programs/flags.ts";
import { programOf } from "./programs/index.ts";
import { fileAt, hashbangOptions, isShellScript, programFile, runScript, systemDialect, traceInto, ended } from "./scripts.ts";
import { isShell, readShellLine } from "./shell-line.ts";
import { known, UNKNOWN, type Shell, type ShellFunction } from "./shell.ts";
import type { Argument } from "./types.ts";

const DEPTH_LIMIT = 40;

/** Runs a function, a builtin or a program with its arguments. */
export function launch(machine: Machine, shell: Shell, words: readonly Argument[], span: Span): Outcome {
  const [first, ...args] = words;
  if (!first || !machine.spend()) return DONE;
  if (first.value === undefined || first.doubt || first.glob) return unknownProgram(machine, shell, first.raw, args, span);
  const name = first.value;
  const function_ = shell.functions.get(name);
  if (function_) return callFunction(machine, shell, function_, words, span);
  const call = { machine, shell, name, args, span };
  const own = builtin(call);
  return own ? own(call) : runProgram(machine, shell, words, span);
}

function callFunction(machine: Machine, shell: Shell, called: ShellFunction, words: readonly Argument[], span: Span): Outcome {
  if (shell.depth >= DEPTH_LIMIT) {
    machine.journal.unknown("functions call each other too deeply to be followed", span);
    return UNSURE;
  }
  const { positional, trace, tree, locals } = shell;
  const [name, ...args] = words;
  shell.positional = args.map(({ value, doubt, glob }) => ({ text: glob ? undefined : value, doubt }));
  shell.trace = [...trace, { span, message: `calls ${name?.value ?? ""}` }];
  shell.tree = called.tree;
  shell.locals = new Map();
  shell.depth++;
  machine.evaluators.evaluate(machine, shell, called.body);
  shell.depth--;
  for (const [variable, value] of shell.locals) {
    if (value === undefined) shell.vars.delete(variable);
    else shell.vars.set(variable, value);
  }
  if (shell.flow?.kind === "return") shell.flow = undefined;
  shell.settle("function");
  shell.locals = locals;
  shell.tree = tree;
  shell.trace = trace;
  shell.positional = positional;
  return { status: shell.status, output: "", asks: shell.asked };
}

/** Runs a program: what stands in front of it first, then a script of the project, a known program, or an unknown one. */
export function runProgram(machine: Machine, shell: Shell, words: readonly Argument[], span: Span): Outcome {
  const [first, ...args] = words;
  if (!first) return DONE;
  if (first.value === undefined || first.doubt || first.glob) return unknownProgram(machine, shell, first.raw, args, span);
  const file = programFile(machine, shell, first.value, span);
  const name = nameOf(first.value);
  if (file) {
    const refused = refusedFile(machine, file.path, span);
    return refused ?? runFile(machine, shell, { file, name, args, span });
  }
  const line = readCommand(words);
  if (line.wrappers.length > 0) return runWrapped(machine, shell, line, words, span);
  if (first.value.includes("/") && isMissing(machine, shell, first.value, span)) return { status: 127, output: "" };
  machine.journal.command(shell, name, args, span, inlineProgram(machine, shell, name, args, span));
  machine.stays = isLasting(name, args);
  if (isShell(name)) return runShell(machine, shell, words, span);
  const program = programOf(name);
  return program ? program({ machine, shell, name, args, span }) : unknownProgram(machine, shell, name, args, span, true);
}

/** Whether a program that is named by its path is not there; a host's folder may have what the project has not. */
function isMissing(machine: Machine, shell: Shell, name: string, span: Span): boolean {
  const place = machine.world.resolve(shell.cwd, name);
  if (!place || machine.world.file(place.path) !== false || machine.world.directory(place.path) === true) return false;
  if (!machine.input.isOfHost?.(place.path)) return true;
  machine.journal.missing = true;
  machine.journal.unknown(`${name} is not part of the project`, span);
  return false;
}

/** How it ends that a file may not be executed; undefined where it may. */
function refusedFile(machine: Machine, path: string, span: Span): Outcome | undefined {
  const executable = machine.world.executable(path);
  if (executable === "builder") machine.journal.unknown(`whether ${path} may be executed hangs on the builder: the classic one discards what a RUN changes below a VOLUME`, span);
  return executable === "no" || executable === "builder" ? { status: 126, output: "" } : undefined;
}

/** Programs that only end when the container does; one that is not known may be a server. */
function isLasting(name: string, args: readonly Argument[]): boolean {
  return name === "sleep" || (name === "tail" && args.some(({ text }) => /^-\w*[fF]|^--follow/.test(text))) || (!isShell(name) && programOf(name) === undefined);
}

function unknownProgram(machine: Machine, shell: Shell, name: string, args: readonly Argument[], span: Span, named = false): Outcome {
  // In a script it prints and ends; an image that starts so is meant to be given other words.
  if (shell.tree && args.length === 1 && /^(--version|--help|--usage|-version)$/.test(args[0]?.value ?? "")) return UNSURE;
  if (named) machine.journal.programs.push(span);
  else machine.journal.unknownProgram = true;
  machine.world.loosen();
  writesByFlags({ machine, shell, name, args, span });
  return UNSURE;
}

interface FileRun {
  readonly file: NonNullable<ReturnType<typeof programFile>>;
  readonly name: string;
  readonly args: readonly Argument[];
  readonly span: Span;
}

function runFile(machine: Machine, shell: Shell, { file, name, args, span }: FileRun): Outcome {
  const text = file.text()?.text;
  machine.journal.command(shell, name, args, span);
  if (text !== undefined && isShellScript(text)) return runScript(machine, shell, { file, args, span, dialect: undefined, options: hashbangOptions(text) });
  // A shell reads a script without a first line itself; the engine refuses to start one.
  if (text !== undefined && shell.tree && !text.startsWith("#!") && !text.includes("\0") && dialectOfHashbang(text) === undefined && /\.(sh|bash|ash)$|^[^.]+$/.test(file.path.slice(file.path.lastIndexOf("/") + 1))) {
    return runScript(machine, shell, { file, args, span, dialect: shell.dialect, options: [] });
  }
  return unknownProgram(machine, shell, name, args, span);
}

/** `sudo`, `env A=b`, `gosu app`, `tini --` and the like. */
function runWrapped(machine: Machine, shell: Shell, line: ReturnType<typeof readCommand>, words: readonly Argument[], span: Span): Outcome {
  const at = words.findIndex((word) => word === line.nameWord);
  const inner = shell.copy();
  inner.guarded = 0;
  for (const wrapper of line.wrappers) {
    machine.journal.command(shell, wrapper.name, words.slice(1), span);
    if (wrapper.name === "chroot") {
      machine.journal.unknown("what runs under chroot is not followed", span);
      machine.journal.unknownProgram = true;
      return UNSURE;
    }
    prepare(inner, wrapper.name, wrapper.args.map(({ value }) => value));
  }
  if (at < 0) return UNSURE;
  const outcome = runProgram(machine, inner, words.slice(at), span);
  return line.wrappers.some(({ name }) => name === "timeout") ? { ...outcome, status: undefined } : outcome;
}

const USER_CHANGERS = new Set(["sudo", "gosu", "su-exec", "setuser", "s6-setuidgid", "doas", "setpriv", "chpst"]);

function prepare(shell: Shell, wrapper: string, args: readonly (string | undefined)[]): void {
  if (wrapper === "env" && args.some((arg) => arg === "-i" || arg === "-" || arg === "--ignore-environment")) {
    for (const name of shell.exported) shell.vars.set(name, null);
    shell.exported.clear();
  }
  for (const [at, arg] of args.entries()) {
    const assignment = /^([A-Za-z_]\w*)=([^]*)$/.exec(arg ?? "");
    if (assignment?.[1] !== undefined) {
      shell.vars.set(assignment[1], known(assignment[2] ?? ""));
      shell.exported.add(assignment[1]);
    }
    const name = args[at + 1];
    if (wrapper === "env" && (arg === "-u" || arg === "--unset") && name !== undefined) shell.unset(name);
    if ((arg === "-C" && wrapper === "env") || arg === "--chdir") shell.cwd = args[at + 1];
  }
  if (!USER_CHANGERS.has(wrapper)) return;
  const user = args.find((arg) => arg !== undefined && !arg.startsWith("-") && !arg.includes("="))?.split(":")[0];
  shell.user = user ?? (wrapper === "sudo" ? "root" : undefined);
  shell.vars.set("HOME", shell.user === "root" || shell.user === "0" ? known("/root") : UNKNOWN);
}

/** `sh -c '...'`, `bash script.sh`. */
function runShell(machine: Machine, shell: Shell, words: readonly Argument[], span: Span): Outcome {
  const line = readShellLine(words);
  if (!line || !isPosixShell(line.dialect)) {
    machine.journal.unknownProgram = true;
    return UNSURE;
  }
  if (line.script) return runNamedScript(machine, shell, line.script, line, span);
  if (!line.text) return line.readsInput ? runInput(machine, shell, line.args, span) : DONE;
  const text = machine.texts.get(line.text) ?? (line.text.doubt ? undefined : textOfArgument(line.text));
  if (!text) {
    machine.journal.unknown("the shell runs a text that is only known when the container runs", line.text.span);
    machine.journal.unknownProgram = true;
    return UNSURE;
  }
  const child = shell.child();
  const [zero, ...rest] = line.args;
  child.dialect = systemDialect(machine, line.dialect);
  child.zero = zero ? { text: zero.value, doubt: zero.doubt } : known("sh");
  child.positional = rest.map(({ value, doubt }) => ({ text: value, doubt }));
  child.trace = traceInto(shell, [], span, "runs");
  for (const name of line.options) child.options[name] = true;
  machine.evaluators.evaluateText(machine, child, text);
  return ended(machine, child);
}

function runInput(machine: Machine, shell: Shell, args: readonly Argument[], span: Span): Outcome {
  const text = shell.input.rest();
  if (text === "" || !shell.tree) return DONE;
  if (text !== undefined) {
    const child = shell.child();
    child.positional = args.map(({ value, doubt }) => ({ text: value, doubt }));
    child.trace = traceInto(shell, [], span, "runs what it is given");
    machine.evaluators.evaluateText(machine, child, madeText(span, text));
    return ended(machine, child);
  }
  machine.journal.unknown("the shell runs what it reads from its input", span);
  machine.journal.unknownProgram = true;
  return UNSURE;
}

function runNamedScript(machine: Machine, shell: Shell, script: Argument, line: NonNullable<ReturnType<typeof readShellLine>>, span: Span): Outcome {
  const { value } = script;
  if (value === undefined || script.doubt || script.glob) {
    machine.journal.unknown(`which script ${script.raw} is, is only known when the container runs`, script.span);
    machine.journal.unknownProgram = true;
    return UNSURE;
  }
  const place = machine.world.resolve(shell.cwd, value);
  const file = (place && fileAt(machine, place.path, span)) ?? (value.includes("/") ? undefined : programFile(machine, shell, value, span));
  if (!file) {
    if (place && machine.world.file(place.path) === false && !machine.input.isOfHost?.(place.path)) return { status: 127, output: "" };
    machine.journal.missing ||= place !== undefined && machine.input.isOfHost?.(place.path) === true;
    machine.journal.unknown(`the script ${script.raw} is not part of the project`, script.span);
    machine.journal.unknownProgram = true;
    return UNSURE;
  }
  const options = line.options.map((name) => (name === "errexit" ? "e" : name === "nounset" ? "u" : name === "allexport" ? "a" : ""));
  return runScript(machine, shell, { file, args: line.args, span, dialect: line.dialect, options });
}
