import type { ShellDialect, ShellNode, ShellTree } from "../../parse/shell/index.ts";
import type { TraceStep } from "../types.ts";
import type { Argument } from "./types.ts";

/** What an expansion gives. */
export interface Value {
  /** Undefined where only the running container can tell. */
  readonly text: string | undefined;
  /** A variable in it is set by nothing in the project. */
  readonly doubt: boolean;
}

export const UNKNOWN: Value = { text: undefined, doubt: false };

/** A value that is known for sure. */
export function known(text: string): Value {
  return { text, doubt: false };
}

/** What a variable holds; null where it is known to be unset. */
export type Binding = Value | readonly Value[] | null;

/** A function of the shell with the script that defines it. */
export interface ShellFunction {
  readonly body: ShellNode;
  readonly tree: ShellTree;
}

/** Why the commands that follow do not run. */
export type Flow =
  | { readonly kind: "continue" | "break"; readonly levels: number }
  | { readonly kind: "return" | "exit"; readonly failed: boolean };

const LEFT = { continue: 1, break: 2, return: 3, exit: 4 } as const;

/** Text that commands print, as long as all of it is known. */
export class Output {
  text: string | undefined = "";

  append(text: string | undefined): void {
    if (this.text === undefined || text === undefined || this.text.length + text.length > OUTPUT_LIMIT) this.text = undefined;
    else this.text += text;
  }
}

const OUTPUT_LIMIT = 65_536;

/** Text that commands read, taken line by line. */
export class Input {
  #text: string | undefined;

  constructor(text: string | undefined) {
    this.#text = text;
  }

  /** True where the last line read had no line break at its end. */
  isCut = false;

  /** The next line; null at the end, undefined where unknown. */
  line(): string | null | undefined {
    if (this.#text === undefined) return undefined;
    if (this.#text === "") return null;
    const end = this.#text.indexOf("\n");
    this.isCut = end < 0;
    const line = end < 0 ? this.#text : this.#text.slice(0, end);
    this.#text = end < 0 ? "" : this.#text.slice(end + 1);
    return line;
  }

  /** All that is left. */
  rest(): string | undefined {
    const text = this.#text;
    if (text !== undefined) this.#text = "";
    return text;
  }

  copy(): Input {
    return new Input(this.#text);
  }
}

interface Options {
  errexit: boolean;
  nounset: boolean;
  allexport: boolean;
  pipefail: boolean;
  /** `>` does not open a file that is there. */
  noclobber: boolean;
  /** bash: a pattern that nothing matches is no word at all. */
  nullglob: boolean;
}

/** The state of one shell process, or of a program that is about to become one. */
export class Shell {
  readonly vars = new Map<string, Binding>();
  readonly exported = new Set<string>();
  readonly functions = new Map<string, ShellFunction>();
  readonly options: Options = { errexit: false, nounset: false, allexport: false, pipefail: false, noclobber: false, nullglob: false };
  readonly directories: (string | undefined)[] = [];
  cwd: string | undefined;
  user: string | undefined;
  dialect: ShellDialect = "sh";
  /** Undefined where their number is not known. */
  positional: readonly Value[] | undefined = [];
  zero: Value = known("sh");
  /** The script's path in the image. */
  scriptPath: string | undefined;
  tree: ShellTree | undefined;
  trace: readonly TraceStep[] = [];
  status: number | undefined = 0;
  /** The unknown status is that of a question, not of a program that normally succeeds. */
  asked: boolean | "first-start" = false;
  /** How the last command substitution of the current command ended; null where it has none. */
  substituted: number | undefined | null = null;
  flow: Flow | undefined;
  /** Above 0, a failure is looked at by the script and does not end it. */
  guarded = 0;
  depth = 0;
  branch = 0;
  /** What it does at its end: `trap TEXT EXIT`. */
  exitTrap: Argument | undefined;
  /** Another program took its place: `exec`. */
  replaced = false;
  /** True where a variable that nobody sets is known to be unset. */
  environmentKnown = false;
  /** Runs only where an undecided condition holds. */
  within = false;
  /** How far an undecided condition may have left before this point: 0, or a level of `LEFT`. */
  left = 0;
  input = new Input(undefined);
  output = new Output();
  /** Variables that the current function made local, with what they were. */
  locals: Map<string, Binding | undefined> | undefined;

  get conditional(): boolean {
    return this.within || this.left > 0;
  }

  /** A copy that shares what is printed and read. */
  copy(): Shell {
    const copy = new Shell();
    for (const [name, value] of this.vars) copy.vars.set(name, value);
    for (const name of this.exported) copy.exported.add(name);
    for (const [name, value] of this.functions) copy.functions.set(name, value);
    Object.assign(copy.options, this.options);
    copy.directories.push(...this.directories);
    copy.positional = this.positional;
    copy.zero = this.zero;
    copy.scriptPath = this.scriptPath;
    copy.tree = this.tree;
    copy.status = this.status;
    copy.flow = this.flow;
    copy.guarded = this.guarded;
    copy.left = this.left;
    copy.exitTrap = this.exitTrap;
    copy.replaced = this.replaced;
    copy.locals = this.locals && new Map(this.locals);
    this.#giveSurroundings(copy);
    return copy;
  }

  /** What a new process inherits. */
  child(): Shell {
    const child = new Shell();
    for (const [name, value] of this.vars) {
      const passed = this.exported.has(name) && (value === null || !isList(value));
      child.vars.set(name, passed ? value : null);
      if (passed) child.exported.add(name);
    }
    this.#giveSurroundings(child);
    child.within = this.conditional;
    child.depth = this.depth + 1;
    return child;
  }

  #giveSurroundings(other: Shell): void {
    other.environmentKnown = this.environmentKnown;
    other.cwd = this.cwd;
    other.user = this.user;
    other.dialect = this.dialect;
    other.trace = this.trace;
    other.branch = this.branch;
    other.within = this.within;
    other.depth = this.depth;
    other.input = this.input;
    other.output = this.output;
  }

  set(name: string, value: Binding): void {
    this.vars.set(name, value);
    if (this.options.allexport) this.exported.add(name);
  }

  unset(name: string): void {
    this.vars.set(name, null);
    this.exported.delete(name);
  }

  makeLocal(name: string): void {
    if (this.locals && !this.locals.has(name)) this.locals.set(name, this.vars.get(name));
  }

  /** The boundary of a loop round, loop or function: what left only that is over. */
  settle(boundary: "round" | "loop" | "function"): void {
    const upTo = boundary === "round" ? LEFT.continue : boundary === "loop" ? LEFT.break : LEFT.return;
    if (this.left <= upTo) this.left = 0;
  }

  /** Takes over what is common to the courses that may have been taken. */
  merge(courses: readonly Shell[]): void {
    const going = courses.filter(({ flow }) => flow === undefined);
    const gone = courses.filter(({ flow }) => flow !== undefined);
    const [first, ...others] = going.length > 0 ? going : courses;
    if (!first) return;
    this.vars.clear();
    for (const name of new Set([first, ...others].flatMap(({ vars }) => [...vars.keys()]))) {
      const value = first.vars.get(name);
      const same = others.every(({ vars }) => sameBinding(vars.get(name), value));
      this.vars.set(name, same && value !== undefined ? value : UNKNOWN);
    }
    for (const course of [first, ...others]) {
      for (const name of course.exported) this.exported.add(name);
      for (const [name, value] of course.functions) this.functions.set(name, value);
    }
    this.cwd = others.every(({ cwd }) => cwd === first.cwd) ? first.cwd : undefined;
    this.positional = others.every(({ positional }) => positional === first.positional) ? first.positional : undefined;
    this.status = others.every(({ status }) => status === first.status) ? first.status : undefined;
    Object.assign(this.options, first.options);
    this.exitTrap = others.every(({ exitTrap }) => exitTrap === first.exitTrap) ? first.exitTrap : undefined;
    this.replaced = first.replaced;
    this.left = Math.max(this.left, ...going.map(({ left }) => left), ...gone.map(({ flow }) => leftBy(flow)));
    if (going.length === 0) this.flow = gone.map(({ flow }) => flow).sort((a, b) => leftBy(a) - leftBy(b))[0];
  }
}

function leftBy(flow: Flow | undefined): number {
  if (!flow || ((flow.kind === "exit" || flow.kind === "return") && flow.failed)) return 0;
  return LEFT[flow.kind];
}

function sameBinding(a: Binding | undefined, b: Binding | undefined): boolean {
  if (a === b) return true;
  if (!a || !b || isList(a) || isList(b)) return false;
  return a.text === b.text && a.doubt === b.doubt && a.text !== undefined;
}

/** True for the value of an array variable. */
export function isList(value: Binding): value is readonly Value[] {
  return Array.isArray(value);
}
