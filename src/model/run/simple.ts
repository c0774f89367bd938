import type { Assignment, Command } from "../../parse/shell/index.ts";
import { isSpecial } from "./builtins.ts";
import { fieldsOf, valueOf } from "./expand.ts";
import type { Machine } from "./machine.ts";
import { redirected, redirectForGood } from "./redirect.ts";
import { isList, known, UNKNOWN, type Binding, type Shell } from "./shell.ts";
import type { Argument } from "./types.ts";

/** Runs one simple command: its words are expanded, its input and output redirected, its assignments made. */
export function runSimple(machine: Machine, shell: Shell, node: Command): void {
  if (!shell.tree) return;
  const assignments = node.prefix.filter((part) => part.type === "Assignment");
  shell.asked = false;
  shell.substituted = null;
  const words = wordsOf(machine, shell, node);
  if (shell.flow) return;
  const [first] = words;
  if (!first) return runAssignments(machine, shell, node, assignments);
  const name = first.value ?? "";
  if (name === "exec" && words.length === 1) {
    shell.status = redirectForGood(machine, shell, node.redirects) ? 0 : 1;
    if (shell.status !== 0 && shell.dialect !== "bash") shell.flow = { kind: "exit", failed: true };
    return;
  }
  const ran = redirected(machine, shell, node.redirects, () => { runWords(machine, shell, node, words, assignments); }, fillsIn(words) ? { class: "config" } : {});
  // A redirection that fails on one of the special builtins ends a POSIX shell; measured with dash and busybox.
  if (!ran && shell.dialect !== "bash" && isSpecial(name)) shell.flow ??= { kind: "exit", failed: true };
}

/** `envsubst < page.in > page`, `sed s/NAME/x/ page.in > page`: what every start makes anew from a file of the image is no data. */
function fillsIn([first, ...args]: readonly Argument[]): boolean {
  return first?.value === "envsubst" || (first?.value === "sed" && args.some(({ value }, at) => at > 0 && value !== undefined && /^[\w./-]*\w\.\w+$/.test(value)));
}

function wordsOf(machine: Machine, shell: Shell, node: Command): readonly Argument[] {
  const words = node.name ? [...fieldsOf(machine, shell, node.name)] : [];
  for (const arg of node.args) {
    if (arg.type === "Assignment") words.push(assignmentArgument(machine, shell, arg));
    else words.push(...fieldsOf(machine, shell, arg));
  }
  return words;
}

function assignmentArgument(machine: Machine, shell: Shell, node: Assignment): Argument {
  const value = node.value.type === "ArrayValue" || node.index ? UNKNOWN : valueOf(machine, shell, node.value);
  const text = value.text === undefined ? undefined : `${node.name}=${value.text}`;
  const span = shell.tree?.spanOf(node.value.type === "Word" && !/^(export|local|declare)$/.test(node.name) ? node.value : node);
  return { value: text, text: text ?? node.text, raw: node.text, span: span as Argument["span"], node: undefined, doubt: value.doubt, glob: false };
}

function runAssignments(machine: Machine, shell: Shell, node: Command, assignments: readonly Assignment[]): void {
  const ran = redirected(machine, shell, node.redirects, () => {
    for (const assignment of assignments) assign(machine, shell, assignment);
  });
  shell.status = !ran ? 1 : shell.substituted === null ? 0 : shell.substituted;
}

function assign(machine: Machine, shell: Shell, node: Assignment): void {
  const before = shell.vars.get(node.name);
  if (node.index) {
    assignElement(machine, shell, node, before);
    return;
  }
  if (node.value.type === "ArrayValue") {
    const values = node.value.elements.flatMap((word) => fieldsOf(machine, shell, word)).map(({ value, doubt, glob }) => ({ text: glob ? undefined : value, doubt }));
    shell.set(node.name, node.append && before && isList(before) ? [...before, ...values] : values);
    return;
  }
  const value = valueOf(machine, shell, node.value);
  if (!node.append) shell.set(node.name, value);
  else {
    const old = before && !isList(before) ? before : known("");
    shell.set(node.name, old.text === undefined || value.text === undefined ? UNKNOWN : { text: old.text + value.text, doubt: old.doubt || value.doubt });
  }
}

function assignElement(machine: Machine, shell: Shell, node: Assignment, before: Binding | undefined): void {
  const at = node.index?.value ?? "";
  if (node.value.type !== "Word" || !/^\d{1,3}$/.test(at)) return shell.set(node.name, UNKNOWN);
  const list = before && isList(before) ? [...before] : [];
  while (list.length < Number(at)) list.push(known(""));
  list[Number(at)] = valueOf(machine, shell, node.value);
  shell.set(node.name, list);
}

function runWords(machine: Machine, shell: Shell, node: Command, words: readonly Argument[], assignments: readonly Assignment[]): void {
  const saved: (readonly [string, Binding | undefined, boolean])[] = [];
  const keeps = isSpecial(words[0]?.value ?? "") && shell.dialect !== "bash";
  for (const assignment of assignments) {
    saved.push([assignment.name, shell.vars.get(assignment.name), shell.exported.has(assignment.name)]);
    assign(machine, shell, assignment);
    shell.exported.add(assignment.name);
  }
  const outcome = machine.evaluators.launch(machine, shell, words, (shell.tree as NonNullable<Shell["tree"]>).spanOf(node));
  shell.status = outcome.status;
  shell.asked = outcome.asks ?? false;
  shell.output.append(outcome.output);
  if (keeps) return;
  for (const [name, value, exported] of saved) {
    if (value === undefined) shell.vars.delete(name);
    else shell.vars.set(name, value);
    if (!exported) shell.exported.delete(name);
  }
}

