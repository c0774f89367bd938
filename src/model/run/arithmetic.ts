import { lookup as tableEntry } from "#text";
import type { ArithmeticExpression } from "../../parse/shell/index.ts";
import type { Machine } from "./machine.ts";
import { isList, known, UNKNOWN, type Shell } from "./shell.ts";
import { lookup, valueOfParts } from "./expand.ts";

/** The value of an arithmetic expression, with its assignments made; undefined where a variable in it is unknown. */
export function arithmetic(machine: Machine, shell: Shell, expression: ArithmeticExpression): number | undefined {
  switch (expression.type) {
    case "ArithmeticGroup":
      return arithmetic(machine, shell, expression.expression);
    case "ArithmeticWord":
      return wordNumber(machine, shell, expression);
    case "ArithmeticUnary":
      return unary(machine, shell, expression);
    case "ArithmeticBinary":
      return binary(machine, shell, expression);
    case "ArithmeticTernary": {
      const test = arithmetic(machine, shell, expression.test);
      return test === undefined ? undefined : arithmetic(machine, shell, test !== 0 ? expression.consequent : expression.alternate);
    }
    case "ArithmeticCommandExpansion":
      return undefined;
  }
}

type WordExpression = Extract<ArithmeticExpression, { type: "ArithmeticWord" }>;

function wordNumber(machine: Machine, shell: Shell, word: WordExpression): number | undefined {
  const name = /^\$(\w+|#|\?)$/.exec(word.value)?.[1];
  const text = word.parts ? valueOfParts(machine, shell, word.parts).text : name === undefined ? word.value : lookup(shell, name).text;
  return text === undefined ? undefined : numberOf(shell, text, 0);
}

/** A number, or the number that a variable of that name holds. */
export function numberOf(shell: Shell, text: string, depth = 0): number | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return 0;
  if (/^-?\d{1,15}$/.test(trimmed)) return /^-?0\d/.test(trimmed) ? parseInt(trimmed, 8) : Number(trimmed);
  if (/^0[xX][\da-fA-F]{1,12}$/.test(trimmed)) return Number(trimmed);
  if (!/^[A-Za-z_]\w*$/.test(trimmed) || depth > 5) return undefined;
  const bound = shell.vars.get(trimmed);
  if (bound === undefined) return /^(RANDOM|SECONDS|LINENO)$/.test(trimmed) ? undefined : 0;
  if (bound === null) return 0;
  if (isList(bound) || bound.text === undefined) return undefined;
  return numberOf(shell, bound.text, depth + 1);
}

function assign(shell: Shell, name: string, value: number | undefined): number | undefined {
  if (/^[A-Za-z_]\w*$/.test(name)) shell.set(name, value === undefined ? UNKNOWN : known(String(value)));
  return value;
}

function unary(machine: Machine, shell: Shell, { operator, operand, prefix }: Extract<ArithmeticExpression, { type: "ArithmeticUnary" }>): number | undefined {
  const value = arithmetic(machine, shell, operand);
  if (operator === "++" || operator === "--") {
    const next = value === undefined ? undefined : value + (operator === "++" ? 1 : -1);
    if (operand.type === "ArithmeticWord") assign(shell, operand.value, next);
    return prefix ? next : value;
  }
  if (value === undefined) return undefined;
  if (operator === "-") return -value;
  if (operator === "!") return value === 0 ? 1 : 0;
  return operator === "~" ? ~value : value;
}

function binary(machine: Machine, shell: Shell, { operator, left, right }: Extract<ArithmeticExpression, { type: "ArithmeticBinary" }>): number | undefined {
  const assigned = /^(=|[-+*/%&|^]=|<<=|>>=)$/.test(operator);
  if (assigned && left.type === "ArithmeticWord") {
    const value = arithmetic(machine, shell, right);
    const before = operator === "=" ? 0 : arithmetic(machine, shell, left);
    return assign(shell, left.value, operator === "=" ? value : calculate(operator.slice(0, -1), before, value));
  }
  const a = arithmetic(machine, shell, left);
  if (operator === "&&" && a === 0) return 0;
  if (operator === "||" && a !== undefined && a !== 0) return 1;
  return calculate(operator, a, arithmetic(machine, shell, right));
}

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number | undefined>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => (b === 0 ? undefined : Math.trunc(a / b)),
  "%": (a, b) => (b === 0 ? undefined : a % b),
  "**": (a, b) => (b < 0 ? undefined : a ** b),
  "<<": (a, b) => a << b,
  ">>": (a, b) => a >> b,
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
  "&&": (a, b) => Number(a !== 0 && b !== 0),
  "||": (a, b) => Number(a !== 0 || b !== 0),
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
  "<": (a, b) => Number(a < b),
  "<=": (a, b) => Number(a <= b),
  ">": (a, b) => Number(a > b),
  ">=": (a, b) => Number(a >= b),
  ",": (_a, b) => b,
};

function calculate(operator: string, a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  const result = tableEntry(OPERATORS, operator)?.(a, b);
  return result !== undefined && Number.isSafeInteger(result) ? result : undefined;
}
