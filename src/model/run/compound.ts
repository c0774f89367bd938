import type { ArithmeticFor, Case, CompoundList, Elif, For, If, Select, While } from "../../parse/shell/index.ts";
import { arithmetic } from "./arithmetic.ts";
import { matches } from "./conditions.ts";
import { fieldsOf, valueOf } from "./expand.ts";
import { atFirstStart, fork, type Course } from "./fork.ts";
import type { Machine } from "./machine.ts";
import { UNKNOWN, type Shell, type Value } from "./shell.ts";

/** More rounds than this are not followed. */
const ROUND_LIMIT = 200;

function run(machine: Machine, shell: Shell, list: CompoundList): void {
  machine.evaluators.evaluate(machine, shell, list);
}

/** The status of what `if` or `while` asks: 0, another number, or undefined. */
function ask(machine: Machine, shell: Shell, clause: CompoundList): number | undefined {
  shell.guarded++;
  run(machine, shell, clause);
  shell.guarded--;
  return shell.status;
}

/** `if`: a decided condition takes its branch, an undecided one takes both. */
export function runIf(machine: Machine, shell: Shell, node: If): void {
  choose(machine, shell, [{ clause: node.clause, then: node.then }, ...node.elif], node.else);
}

function choose(machine: Machine, shell: Shell, branches: readonly Pick<Elif, "clause" | "then">[], otherwise: CompoundList | undefined): void {
  const [first, ...rest] = branches;
  if (!first) {
    shell.status = 0;
    if (otherwise) run(machine, shell, otherwise);
    return;
  }
  const status = ask(machine, shell, first.clause);
  if (shell.flow) return;
  const then = (taken: Shell): void => { run(machine, taken, first.then); };
  const rather = (other: Shell): void => { choose(machine, other, rest, otherwise); };
  if (shell.asked === "first-start" && status !== undefined) return atFirstStart(machine, shell, status === 0 ? then : rather, status === 0 ? rather : then);
  if (status === 0) return then(shell);
  if (status !== undefined) return rather(shell);
  fork(machine, shell, [then, rather]);
}

/** `case`: the first pattern that matches for sure, after those that may match. */
export function runCase(machine: Machine, shell: Shell, { word, items }: Case): void {
  const value = valueOf(machine, shell, word).text;
  const courses: Course[] = [];
  let decided = false;
  for (const [at, item] of items.entries()) {
    const answers = item.pattern.map((pattern) => matches(machine, shell, value, pattern));
    if (answers.every((answer) => answer === false)) continue;
    courses.push((taken) => { runItems(machine, taken, items.slice(at)); });
    decided = answers.includes(true);
    if (decided) break;
  }
  const [only] = courses;
  shell.status = 0;
  if (decided && only && courses.length === 1) return only(shell);
  if (courses.length === 0) return;
  fork(machine, shell, decided ? courses : [...courses, () => undefined]);
}

/** One item and those that `;&` falls through to. */
function runItems(machine: Machine, shell: Shell, items: Case["items"]): void {
  for (const item of items) {
    run(machine, shell, item.body);
    if (item.terminator !== ";&") return;
  }
}

/** One round of a loop; false where the loop is over. */
function round(shell: Shell, body: () => void): boolean {
  body();
  const { flow } = shell;
  shell.settle("round");
  if (!flow) return true;
  if (!("levels" in flow)) return false;
  shell.flow = flow.levels > 1 ? { kind: flow.kind, levels: flow.levels - 1 } : undefined;
  return flow.kind === "continue" && flow.levels <= 1;
}

/** `for x in ...` and `select`: over each word; once, as a possibility, where the words are not known. */
export function runFor(machine: Machine, shell: Shell, node: For | Select): void {
  const name = node.name.value;
  const words: readonly Value[] | undefined = node.wordlist
    ? node.wordlist.flatMap((word) => fieldsOf(machine, shell, word)).map(({ value, doubt, glob }) => ({ text: glob ? undefined : value, doubt }))
    : shell.positional;
  const over = words && node.type === "For" ? words : [UNKNOWN];
  shell.status = 0;
  for (const value of over.slice(0, ROUND_LIMIT)) {
    const once = (inner: Shell): boolean => {
      inner.set(name, value);
      return round(inner, () => { run(machine, inner, node.body); });
    };
    if (value.text === undefined) fork(machine, shell, [(taken) => { once(taken); }, () => undefined]);
    else if (!once(shell)) break;
    if (shell.flow) break;
  }
  shell.settle("loop");
}

/** `for ((...))`. */
export function runArithmeticFor(machine: Machine, shell: Shell, node: ArithmeticFor): void {
  if (node.initialize) arithmetic(machine, shell, node.initialize);
  rounds(machine, shell, {
    ask: () => {
      const value = node.test ? arithmetic(machine, shell, node.test) : 1;
      return { goes: value === undefined ? undefined : value !== 0, mayWait: false };
    },
    body: (inner) => {
      const goes = round(inner, () => { run(machine, inner, node.body); });
      if (goes && node.update) arithmetic(machine, inner, node.update);
      return goes;
    },
  });
}

/** `while` and `until`. */
export function runWhile(machine: Machine, shell: Shell, node: While): void {
  rounds(machine, shell, {
    ask: () => {
      const status = ask(machine, shell, node.clause);
      return { goes: status === undefined ? undefined : (status === 0) === (node.kind === "while"), mayWait: shell.asked === "first-start" };
    },
    body: (inner) => round(inner, () => { run(machine, inner, node.body); }),
  });
}

interface Loop {
  /** Whether another round is run; `mayWait`: the answer holds for a first start, or until others bring what it waits for. */
  ask(): { readonly goes: boolean | undefined; readonly mayWait: boolean };
  body(shell: Shell): boolean;
}

function rounds(machine: Machine, shell: Shell, loop: Loop): void {
  let mayEnd = false;
  for (let count = 0; ; count++) {
    const before = machine.journal.changes;
    const state = snapshot(shell);
    const { goes, mayWait } = loop.ask();
    if (shell.flow || goes === false) break;
    if (goes === undefined) {
      fork(machine, shell, [(taken) => { loop.body(taken); }, () => undefined]);
      break;
    }
    if (!roundOf(loop, shell, mayWait)) break;
    mayEnd ||= shell.left > 0 || mayWait;
    const still = before === machine.journal.changes && state === snapshot(shell);
    if (!still && count < ROUND_LIMIT && machine.spend()) continue;
    // It goes on for ever, or for longer than anyone looks: what follows runs only where the loop may be left.
    if (still && !mayEnd) shell.flow = { kind: "exit", failed: false };
    break;
  }
  shell.settle("loop");
  if (!shell.flow) shell.status = shell.status === undefined ? undefined : 0;
}

function roundOf(loop: Loop, shell: Shell, mayWait: boolean): boolean {
  const { within } = shell;
  shell.within ||= mayWait;
  const goes = loop.body(shell);
  shell.within = within;
  return goes;
}

/** What a round can change in a shell, as one text. */
function snapshot(shell: Shell): string {
  const parts = [shell.cwd ?? "", JSON.stringify(shell.positional)];
  for (const [name, value] of shell.vars) parts.push(name, JSON.stringify(value));
  return parts.join("\n");
}
