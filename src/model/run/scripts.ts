import { contains, type MappedText, type Span } from "#text";
import { dialectOfHashbang, isPosixShell, parseShell, type ShellDialect } from "../../parse/shell/index.ts";
import { nameOf, SEARCH_PATH } from "../paths.ts";
import type { ImageFile, TraceStep } from "../types.ts";
import { madeText } from "./aligned.ts";
import { FAILED, UNSURE, type Call, type Machine, type Outcome } from "./machine.ts";
import { known, type Shell, type Value } from "./shell.ts";
import { runTrap } from "./trap.ts";
import type { Argument } from "./types.ts";

const DEPTH_LIMIT = 24;

/** The file that stands at a path by now: one of the project, or one that the start has written; `span` is what asks for it. */
export function fileAt(machine: Machine, path: string, span: Span): ImageFile | undefined {
  if (machine.world.file(path) === false) return undefined;
  const text = machine.world.content(path);
  const file = machine.input.fileAt(path);
  if (text === undefined || file?.text()?.text === text) return file;
  return { path, hostPath: undefined, document: () => undefined, text: () => madeText(span, text), trace: [] };
}

/** The file that a program's name leads to, of the project or written by the start. */
export function programFile(machine: Machine, shell: Shell, name: string, span: Span): ImageFile | undefined {
  if (name.includes("/")) {
    const place = machine.world.resolve(shell.cwd, name);
    return place && fileAt(machine, place.path, span);
  }
  return pathFile(machine, shell, name, span);
}

function pathFile(machine: Machine, shell: Shell, name: string, span: Span): ImageFile | undefined {
  const path = shell.vars.get("PATH");
  const text = path && "text" in path ? path.text : undefined;
  for (const directory of (text ?? SEARCH_PATH).split(":").slice(0, 50)) {
    const place = machine.world.resolve(shell.cwd, `${directory === "" ? "." : directory}/${name}`);
    const file = place && fileAt(machine, place.path, span);
    if (file && machine.world.executable(file.path) !== "no") return file;
  }
  return undefined;
}

/** The evidence inside a script: how it came into the image, what runs it, from where. */
export function traceInto(shell: Shell, steps: readonly TraceStep[], call: Span, message: string): readonly TraceStep[] {
  const last = shell.trace.at(-1);
  const isStart = last !== undefined && contains(last.span, call);
  const added = steps.filter((step) => !shell.trace.some(({ span }) => span.document === step.span.document && span.start === step.span.start));
  return isStart ? [...shell.trace.slice(0, -1), ...added, last] : [...shell.trace, ...added, { span: call, message }];
}

/** Plain `sh` is the one of the image, where that is known. */
export function systemDialect({ input }: Machine, dialect: ShellDialect): ShellDialect {
  return dialect === "sh" ? input.systemShell ?? "sh" : dialect;
}

/** How a script is to be run. */
export interface ScriptRun {
  readonly file: ImageFile;
  readonly args: readonly Argument[];
  readonly span: Span;
  /** Undefined where the script's own first line decides. */
  readonly dialect: ShellDialect | undefined;
  /** Letters of the shell's options: `ex`. */
  readonly options: readonly string[];
}

/** Runs a script in a shell of its own. */
export function runScript(machine: Machine, shell: Shell, run: ScriptRun): Outcome {
  const text = run.file.text();
  if (!text || shell.depth > DEPTH_LIMIT) {
    machine.journal.unknown(`${run.file.path} could not be ${text ? "followed any deeper" : "read"}`, run.span);
    machine.journal.unknownProgram = true;
    return UNSURE;
  }
  const child = shell.child();
  child.dialect = systemDialect(machine, run.dialect ?? dialectOfHashbang(text.text) ?? shell.dialect);
  child.zero = known(run.file.path);
  child.scriptPath = run.file.path;
  child.positional = run.args.map(({ value, doubt, glob }): Value => ({ text: glob ? undefined : value, doubt }));
  child.trace = traceInto(shell, run.file.trace, run.span, `runs ${nameOf(run.file.path)}`);
  for (const letters of run.options) applyLetters(child, letters);
  evaluateDocument(machine, child, text);
  return ended(machine, child);
}

/** What a shell's own end says, after what it does at its end. */
export function ended(machine: Machine, child: Shell): Outcome {
  runTrap(machine, child);
  return { status: child.conditional && child.status === 0 ? 0 : child.status, output: "", asks: child.asked };
}

function applyLetters(child: Shell, letters: string): void {
  if (letters.includes("e")) child.options.errexit = true;
  if (letters.includes("u")) child.options.nounset = true;
  if (letters.includes("a")) child.options.allexport = true;
}

/** Parses and runs a text in a shell. */
export function evaluateDocument(machine: Machine, shell: Shell, text: MappedText): void {
  const before = shell.tree;
  shell.tree = parseShell(text);
  machine.evaluators.evaluate(machine, shell, shell.tree.script);
  shell.tree = before;
}

/** `. file [args]`: runs a script in the same shell. */
export function sourceFile({ machine, shell, args, span }: Call): Outcome {
  const [target, ...rest] = args;
  if (!target) return FAILED;
  if (target.value === undefined || target.doubt || target.glob) {
    machine.journal.unknown(`which file ${target.raw} is, is only known when the container runs`, target.span);
    return UNSURE;
  }
  const bare = !target.value.includes("/");
  const file = bare && shell.dialect !== "bash" ? pathFile(machine, shell, target.value, span) : programFile(machine, shell, bare ? `./${target.value}` : target.value, span) ?? (bare ? pathFile(machine, shell, target.value, span) : undefined);
  const text = file?.text();
  if (!file || !text || shell.depth > DEPTH_LIMIT) return missingSource(machine, shell, target);
  const { trace, positional, scriptPath } = shell;
  shell.trace = traceInto(shell, file.trace, span, `reads ${nameOf(file.path)}`);
  if (rest.length > 0) shell.positional = rest.map(({ value, doubt }) => ({ text: value, doubt }));
  shell.scriptPath = file.path;
  shell.depth++;
  const { output } = shell;
  evaluateDocument(machine, shell, text);
  shell.output = output;
  shell.depth--;
  shell.scriptPath = scriptPath;
  if (rest.length > 0) shell.positional = positional;
  shell.trace = trace;
  if (shell.flow?.kind === "return") shell.flow = undefined;
  return { status: shell.status, output: "" };
}

/** A file to read that is not there ends a POSIX shell; one that is not known is left out. */
function missingSource(machine: Machine, shell: Shell, target: Argument): Outcome {
  const bare = target.value !== undefined && !target.value.includes("/");
  const place = bare ? undefined : machine.world.resolve(shell.cwd, target.value ?? "");
  if (place && machine.world.file(place.path) === false && !machine.input.isOfHost?.(place.path)) {
    if (shell.dialect !== "bash") shell.flow = { kind: "exit", failed: true };
    return FAILED;
  }
  machine.journal.unknown(`${target.raw} is read here and is not part of the project`, target.span);
  return UNSURE;
}

/** True for a script that one of the shells can read. */
export function isShellScript(text: string): boolean {
  const dialect = dialectOfHashbang(text);
  return dialect !== undefined && isPosixShell(dialect);
}

/** The options in a script's first line: `#!/bin/sh -e`. */
export function hashbangOptions(text: string): readonly string[] {
  const line = /^\uFEFF?#!([^\n]*)/.exec(text)?.[1] ?? "";
  return line.trim().split(/\s+/).slice(1).filter((word) => /^-[a-z]+$/.test(word)).map((word) => word.slice(1));
}

