import { writeFile } from "../files.ts";
import { DONE, UNSURE, type Call, type Outcome, type Program } from "../machine.ts";
import { known, UNKNOWN } from "../shell.ts";
import type { Argument } from "../types.ts";
import { readOptions, withValue } from "./options.ts";

/** `sh -c text` as a program would start it. */
function shellWords(text: Argument): readonly Argument[] {
  return [withValue(text, "sh"), withValue(text, "-c"), text];
}

/** `su [-] [user] -c text`, `runuser -u user -- command`. */
function su(call: Call): Outcome {
  const { machine, shell, args, span } = call;
  const options = readOptions(args, ["-c", "--command", "-s", "--shell", "-g", "-G", "-u", "--user", "--session-command"]);
  const text = options.value("-c", "--command", "--session-command");
  const named = options.value("-u", "--user");
  const operands = options.operands.filter(({ value }) => value !== "-");
  const user = named ?? operands[0];
  const inner = shell.copy();
  inner.user = user ? user.value : "root";
  inner.vars.set("HOME", inner.user === "root" ? known("/root") : UNKNOWN);
  if (options.operands.some(({ value }) => value === "-") || options.has("-l", "--login")) inner.cwd = inner.user === "root" ? "/root" : undefined;
  if (text) return machine.evaluators.launch(machine, inner, shellWords(text), span);
  return named && operands.length > 0 ? machine.evaluators.launch(machine, inner, operands, span) : UNSURE;
}

const XARGS_VALUES = ["-I", "-n", "-P", "-L", "-d", "-a", "-E", "-s", "--max-args", "--max-procs", "--delimiter", "--replace", "--arg-file"];

function xargs(call: Call): Outcome {
  const { machine, shell, args, span } = call;
  const at = commandStart(args, XARGS_VALUES);
  const options = readOptions(args.slice(0, at), XARGS_VALUES);
  const command = args.slice(at);
  const [first] = command;
  if (!first) return { status: 0, output: undefined };
  const text = options.has("-a", "-d") ? undefined : shell.input.rest();
  const replaced = options.value("-I", "--replace")?.value;
  const between = options.has("-0", "--null") ? "\0" : replaced === undefined ? /\s+/ : "\n";
  const items = text?.split(between).filter((word) => word !== "");
  if (items?.length === 0 && options.has("-r", "--no-run-if-empty")) return DONE;
  const unknown: Argument = { ...first, value: undefined, text: "", raw: "what xargs reads", doubt: false, glob: false };
  const values = items?.map((item) => withValue(first, item)) ?? [unknown];
  const single = options.has("-L") || options.value("-n", "--max-args")?.value === "1";
  const exact = items !== undefined && (single || !options.has("-n", "--max-args")) && !/["'\\]/.test(text ?? "");
  const outcomes = runsOf(command, values, replaced, single || options.has("-n", "--max-args")).map((words) => machine.evaluators.launch(machine, shell.copy(), words, span));
  if (!exact || outcomes.some(({ status, output }) => status === undefined || output === undefined)) return UNSURE;
  return { status: outcomes.every(({ status }) => status === 0) ? 0 : 123, output: outcomes.map(({ output }) => output).join("") };
}

/** The command lines that xargs starts. */
function runsOf(command: readonly Argument[], values: readonly Argument[], replaced: string | undefined, single: boolean): readonly (readonly Argument[])[] {
  if (replaced !== undefined) {
    return values.slice(0, 100).map((value) => command.map((word) => {
      if (word.value === undefined || !word.value.includes(replaced)) return word;
      return value.value === undefined ? value : withValue(word, word.value.split(replaced).join(value.value));
    }));
  }
  return single ? values.slice(0, 100).map((value) => [...command, value]) : [[...command, ...values]];
}

function commandStart(args: readonly Argument[], valued: readonly string[]): number {
  for (let at = 0; at < args.length; at++) {
    const text = args[at]?.text ?? "";
    if (!text.startsWith("-")) return at;
    if (valued.includes(text)) at++;
  }
  return args.length;
}

/** `flock FILE command`, `flock FILE -c text`. */
function flock(call: Call): Outcome {
  const { machine, shell, args, span } = call;
  const start = commandStart(args, ["-w", "--timeout", "-E"]);
  const [lock, ...rest] = args.slice(start);
  if (!lock || /^\d+$/.test(lock.value ?? "")) return UNSURE;
  writeFile(machine, shell, lock, { class: "scratch" });
  const words = /^(-c|--command)$/.test(rest[0]?.value ?? "") && rest[1] ? shellWords(rest[1]) : rest;
  return words.length > 0 ? machine.evaluators.launch(machine, shell.copy(), words, span) : DONE;
}

/** `wait-for-it host:port -- command`. */
function afterDashes(call: Call): Outcome {
  const { machine, shell, args, span } = call;
  const at = args.findIndex(({ value }) => value === "--");
  const words = at < 0 ? [] : args.slice(at + 1);
  return words.length > 0 ? machine.evaluators.launch(machine, shell.copy(), words, span) : UNSURE;
}

/** Programs that run the command that they are given in a way of their own. */
export const RUNNERS: Readonly<Record<string, Program>> = { su, runuser: su, xargs, flock, "wait-for-it": afterDashes, "wait-for-it.sh": afterDashes, "wait-for": afterDashes, dockerize: afterDashes };
