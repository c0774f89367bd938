import { lookup } from "#text";
import type { TestExpression, Word } from "../../parse/shell/index.ts";
import { matchEnds, patternOf } from "../../parse/shell/pattern.ts";
import { numberOf } from "./arithmetic.ts";
import { isRootUser } from "../users.ts";
import { valueOf, valueOfParts } from "./expand.ts";
import type { Machine } from "./machine.ts";
import type { Shell } from "./shell.ts";

/** True, false, or undefined where only the running container can tell. */
export type Answer = boolean | undefined;

export function not(answer: Answer): Answer {
  return answer === undefined ? undefined : !answer;
}

function and(a: Answer, b: Answer): Answer {
  if (a === false || b === false) return false;
  return a === undefined || b === undefined ? undefined : true;
}

function or(a: Answer, b: Answer): Answer {
  return not(and(not(a), not(b)));
}

/** What `[` or `test` says of its arguments; an undefined argument is unknown. */
export function test(machine: Machine, shell: Shell, args: readonly (string | undefined)[]): Answer {
  return anyOf(machine, shell, args);
}

function anyOf(machine: Machine, shell: Shell, args: readonly (string | undefined)[]): Answer {
  if (args.length > 4) {
    for (const [operator, combine] of [["-o", or], ["-a", and]] as const) {
      const at = args.indexOf(operator, 1);
      if (at > 0 && at < args.length - 1) return combine(anyOf(machine, shell, args.slice(0, at)), anyOf(machine, shell, args.slice(at + 1)));
    }
  }
  return few(machine, shell, args);
}

function few(machine: Machine, shell: Shell, args: readonly (string | undefined)[]): Answer {
  const [first, second, third] = args;
  switch (args.length) {
    case 0:
      return false;
    case 1:
      return first === undefined ? undefined : first !== "";
    case 2:
      return first === "!" ? not(few(machine, shell, args.slice(1))) : unary(machine, shell, first, second);
    case 3:
      if (second === "-a") return and(few(machine, shell, [first]), few(machine, shell, [third]));
      if (second === "-o") return or(few(machine, shell, [first]), few(machine, shell, [third]));
      if (first === "!" && !BINARY.has(second ?? "")) return not(few(machine, shell, args.slice(1)));
      if (first === "(" && third === ")") return few(machine, shell, [second]);
      return binary(shell, second, first, third);
    default:
      if (first === "!") return not(few(machine, shell, args.slice(1)));
      return args.length === 4 && first === "(" ? few(machine, shell, args.slice(1, -1)) : undefined;
  }
}

const BINARY = new Set(["=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef"]);

function binary(shell: Shell, operator: string | undefined, left: string | undefined, right: string | undefined): Answer {
  if (operator === undefined || left === undefined || right === undefined) return undefined;
  if (operator === "=" || operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  const a = numberOf(shell, left);
  const b = numberOf(shell, right);
  return a === undefined || b === undefined ? undefined : lookup(NUMERIC, operator)?.(a, b);
}

const NUMERIC: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "-eq": (a, b) => a === b,
  "-ne": (a, b) => a !== b,
  "-lt": (a, b) => a < b,
  "-le": (a, b) => a <= b,
  "-gt": (a, b) => a > b,
  "-ge": (a, b) => a >= b,
};

function unary(machine: Machine, shell: Shell, operator: string | undefined, operand: string | undefined): Answer {
  if (operator === undefined || operand === undefined) return undefined;
  if (operator === "-n") return operand !== "";
  if (operator === "-z") return operand === "";
  if (operator === "-v") return shell.vars.has(operand) ? shell.vars.get(operand) !== null : false;
  if (operator === "-t" || operator === "-p" || operator === "-S") return undefined;
  return ofFile(machine, shell, operator, operand);
}

function ofFile(machine: Machine, shell: Shell, operator: string, operand: string): Answer {
  const place = machine.world.resolve(shell.cwd, operand);
  if (!place) return operand === "" ? false : undefined;
  if (place.path.startsWith("/dev/") || place.path.startsWith("/proc/")) return undefined;
  // `missing/..` leads nowhere
  const directory = place.reachable === false ? false : machine.world.directory(place.path);
  const file = place.reachable === false ? false : machine.world.file(place.path);
  switch (operator) {
    case "-d":
      return directory;
    case "-f":
      return file;
    case "-e":
    case "-a":
      return or(file, directory);
    case "-L":
    case "-h": {
      const here = machine.world.resolve(shell.cwd, operand, false);
      return here && machine.world.link(here.path) !== undefined ? true : undefined;
    }
    case "-s":
      return file === true && machine.world.content(place.path) !== undefined ? machine.world.content(place.path) !== "" : or(file, directory) === false ? false : undefined;
    case "-w":
      return directory === true ? isWritable(machine, shell, place.path) : or(file, directory) === false ? false : undefined;
    case "-r":
    case "-x":
    case "-O":
    case "-G":
      return or(file, directory) === false ? false : undefined;
    default:
      return undefined;
  }
}

/** Whether the rights let the user make something in a directory; root may wherever it is not read-only. */
function isWritable({ input }: Machine, { user }: Shell, directory: string): Answer {
  const inside = `${directory === "/" ? "" : directory}/new`;
  if (input.refuses?.(inside) || input.denies?.(inside, user)) return false;
  return user !== undefined && isRootUser(user) ? true : undefined;
}

/** What `[[ ... ]]` says. */
export function testExpression(machine: Machine, shell: Shell, expression: TestExpression): Answer {
  switch (expression.type) {
    case "TestGroup":
      return testExpression(machine, shell, expression.expression);
    case "TestNot": {
      const answer = testExpression(machine, shell, expression.operand);
      return expression.negations.length % 2 === 1 ? not(answer) : answer;
    }
    case "TestLogical": {
      const combine = expression.operator === "&&" ? and : or;
      return expression.operands.map((operand) => testExpression(machine, shell, operand)).reduce(combine);
    }
    case "TestUnary":
      return unary(machine, shell, expression.operator, valueOf(machine, shell, expression.operand).text);
    case "TestBinary": {
      const left = valueOf(machine, shell, expression.left).text;
      if (expression.operator === "=~") return undefined;
      if (!/^(=|==|!=)$/.test(expression.operator)) return binary(shell, expression.operator, left, valueOf(machine, shell, expression.right).text);
      const matched = matches(machine, shell, left, expression.right);
      return expression.operator === "!=" ? not(matched) : matched;
    }
  }
}

/** Whether a value matches a shell pattern, as in `case` and `[[ x == y* ]]`. */
export function matches(machine: Machine, shell: Shell, value: string | undefined, pattern: Word): Answer {
  if (pattern.text === "*") return true;
  if (value === undefined) return undefined;
  const steps = patternOf(pattern, (part) => valueOfParts(machine, shell, [part]).text);
  const characters = Array.from(value);
  const ends = steps && matchEnds(steps, characters, 0);
  return ends && ends.at(-1) === characters.length;
}
