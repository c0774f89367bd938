import type { Redirection } from "../../parse/shell/index.ts";
import { valueOf, valueOfParts } from "./expand.ts";
import { writeFile } from "./files.ts";
import { pathsOfPattern } from "./globs.ts";
import type { WriteFacts } from "./journal.ts";
import type { Machine } from "./machine.ts";
import { Input, Output, type Shell, type Value } from "./shell.ts";
import type { Argument } from "./types.ts";

/** What a redirection does once the command has run. */
type Finish = () => void;

/**
 * Runs something with its input and output redirected. False where a redirection fails, as the shell does then: the command does
 * not run. `facts` say of what kind a file is that is written anew.
 */
export function redirected(machine: Machine, shell: Shell, redirects: readonly Redirection[], run: () => void, facts: WriteFacts = {}): boolean {
  const { input, output } = shell;
  const finish: Finish[] = [];
  let opened = true;
  for (const redirect of redirects) {
    opened = open(machine, shell, redirect, finish, facts);
    if (!opened) break;
  }
  if (opened) run();
  else {
    shell.status = 1;
    shell.asked = false;
  }
  for (const end of finish) end();
  shell.input = input;
  shell.output = output;
  return opened;
}

/** `exec > file`: the redirections stay. False where one fails. */
export function redirectForGood(machine: Machine, shell: Shell, redirects: readonly Redirection[]): boolean {
  return redirects.every((redirect) => open(machine, shell, redirect, []));
}

function open(machine: Machine, shell: Shell, redirect: Redirection, finish: Finish[], facts: WriteFacts = {}): boolean {
  if (redirect.type === "HereDoc") {
    const { body, delimiter } = redirect;
    const value = delimiter?.quoted || !body.parts ? { text: body.text, doubt: false } : valueOfParts(machine, shell, body.parts);
    shell.input = new Input(redirect.operator === "<<-" ? value.text?.replace(/^\t+/gm, "") : value.text);
    return true;
  }
  if (!redirect.target || !shell.tree) return true;
  const value = valueOf(machine, shell, redirect.target);
  if (redirect.type === "HereString") {
    shell.input = new Input(value.text === undefined ? undefined : `${value.text}\n`);
    return true;
  }
  const target = onlyMatch(machine, shell, argument(value, redirect.target.text, shell.tree.spanOf(redirect.target)));
  const from = redirect.descriptor?.type === "FileDescriptor" ? redirect.descriptor.value : undefined;
  switch (redirect.operator) {
    case "<":
      return read(machine, shell, target, from ?? 0);
    case "<&":
      return true;
    case ">&":
      if (value.text !== undefined && /^(\d+-?|-)$/.test(value.text)) return duplicate(shell, value.text, from ?? 1);
      return writeTo(machine, shell, target, 1, false, finish);
    case "<>":
      return writeTo(machine, shell, target, from ?? 0, true, finish);
    case ">":
      if (shell.options.noclobber && isThere(machine, shell, target)) return false;
      return writeTo(machine, shell, target, from ?? 1, false, finish, facts);
    case ">>":
    case ">|":
    case "&>":
    case "&>>":
      return writeTo(machine, shell, target, from ?? 1, redirect.operator.endsWith(">>"), finish, facts);
  }
}

function argument(value: Value, raw: string, span: Argument["span"]): Argument {
  const glob = value.text !== undefined && /[*?]/.test(value.text) && !/["'\\]/.test(raw);
  return { value: value.text, text: value.text ?? raw, raw, span, node: undefined, doubt: value.doubt, glob };
}

/** In bash a pattern that one name matches stands for that, one that none matches for itself; other shells take it as it is written. */
function onlyMatch(machine: Machine, shell: Shell, target: Argument): Argument {
  if (target.glob && shell.dialect !== "bash") return { ...target, glob: false };
  const paths = target.glob && target.value !== undefined && !target.doubt ? pathsOfPattern(machine, shell, target.value) : undefined;
  return paths && paths.length < 2 ? { ...target, value: paths[0] ?? target.value, glob: false } : target;
}

function isThere(machine: Machine, shell: Shell, { value, doubt, glob }: Argument): boolean {
  const place = value === undefined || doubt || glob ? undefined : machine.world.resolve(shell.cwd, value);
  return place !== undefined && !place.path.startsWith("/dev/") && machine.world.file(place.path) === true;
}

function read(machine: Machine, shell: Shell, target: Argument, descriptor: number): boolean {
  const place = target.value === undefined ? undefined : machine.world.resolve(shell.cwd, target.value);
  const isKernels = place !== undefined && /^\/(dev|proc)\//.test(place.path);
  if (place && !isKernels && (place.reachable === false || (machine.world.file(place.path) === false && machine.world.directory(place.path) !== true))) return false;
  if (descriptor === 0) shell.input = new Input(place ? (place.path === "/dev/null" ? "" : machine.world.content(place.path)) : undefined);
  return true;
}

function duplicate(shell: Shell, target: string, from: number): boolean {
  // What goes to the error output is not captured; a descriptor above 2 may be anything.
  if (from === 1 && target !== "1") {
    shell.output = new Output();
    if (target !== "2" && target !== "-") shell.output.append(undefined);
  }
  return true;
}

function writeTo(machine: Machine, shell: Shell, target: Argument, descriptor: number, keeps: boolean, finish: Finish[], facts: WriteFacts = {}): boolean {
  const opened = writeFile(machine, shell, target, keeps ? {} : facts);
  if (opened === false) return false;
  if (descriptor !== 1) return true;
  const output = new Output();
  shell.output = output;
  const place = target.value === undefined ? undefined : machine.world.resolve(shell.cwd, target.value);
  if (place && opened === true) finish.push(() => {
    const before = keeps ? machine.world.content(place.path) : "";
    const text = before === undefined || output.text === undefined ? undefined : before + output.text;
    if (machine.world.file(place.path) === true) machine.world.addFile(place.path, text);
  });
  return true;
}
