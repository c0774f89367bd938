import type { Argument } from "../types.ts";

/** The arguments of a program, told apart by which of its options take a value. */
export interface Options {
  readonly operands: readonly Argument[];
  has(...names: readonly string[]): boolean;
  /** The last value of an option. */
  value(...names: readonly string[]): Argument | undefined;
  values(...names: readonly string[]): readonly Argument[];
}

interface Found {
  readonly name: string;
  readonly value: Argument | undefined;
}

/** Reads the arguments; `valued` names the options that take the next word, such as `-t` and `--target-directory`. */
export function readOptions(args: readonly Argument[], valued: readonly string[] = []): Options {
  const takes = new Set(valued);
  const found: Found[] = [];
  const operands: Argument[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (!arg) continue;
    const text = arg.value ?? arg.text;
    if (text === "--") {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!text.startsWith("-") || text === "-") operands.push(arg);
    else if (text.startsWith("--") || takes.has(text)) at += readLong(arg, text, args[at + 1], takes, found);
    else at += readBundle(arg, text, args[at + 1], takes, found);
  }
  const values = (...names: readonly string[]): readonly Argument[] =>
    found.filter(({ name }) => names.includes(name)).flatMap(({ value }) => (value ? [value] : []));
  return { operands, has: (...names) => found.some(({ name }) => names.includes(name)), values, value: (...names) => values(...names).at(-1) };
}

/** How many further words the option takes. */
function readLong(arg: Argument, text: string, next: Argument | undefined, takes: ReadonlySet<string>, found: Found[]): number {
  const equals = text.indexOf("=");
  if (equals > 0) {
    found.push({ name: text.slice(0, equals), value: part(arg, equals + 1) });
    return 0;
  }
  const value = takes.has(text) ? next : undefined;
  found.push({ name: text, value });
  return value ? 1 : 0;
}

function readBundle(arg: Argument, text: string, next: Argument | undefined, takes: ReadonlySet<string>, found: Found[]): number {
  for (let at = 1; at < text.length; at++) {
    const name = `-${text.charAt(at)}`;
    if (!takes.has(name)) {
      found.push({ name, value: undefined });
      continue;
    }
    const rest = at + 1 < text.length;
    found.push({ name, value: rest ? part(arg, at + 1) : next });
    return rest || !next ? 0 : 1;
  }
  found.push({ name: text, value: undefined });
  return 0;
}

/** The part of an argument behind its first characters. */
export function part(arg: Argument, start: number): Argument {
  return { ...arg, value: arg.value?.slice(start), text: arg.text.slice(start) };
}

/** An argument with another value, at the same place in the file. */
export function withValue(arg: Argument, value: string): Argument {
  return { ...arg, value, text: value };
}
