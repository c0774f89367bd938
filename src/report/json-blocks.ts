import { visibleText } from "./visible.ts";

/** A list of a JSON text that is written item by item: each is made when its turn comes. */
export class Items<T = unknown> {
  readonly list: readonly T[];
  readonly make: (one: T) => unknown;

  constructor(list: readonly T[], make: (one: T) => unknown = (one) => one) {
    this.list = list;
    this.make = make;
  }
}

/** An object of a JSON text, or a short list, that holds `Items`. */
export class Holder {
  readonly value: Readonly<Record<string, unknown>> | readonly unknown[];

  constructor(value: Readonly<Record<string, unknown>> | readonly unknown[]) {
    this.value = value;
  }
}

/** Items that are written at once. */
const atOnce = 50;

/** The text of `visibleJson` in blocks, so that a long one never stands in memory as a whole. */
export function* jsonBlocks(value: unknown): Iterable<string> {
  yield* blocksOf(value, 0);
  yield "\n";
}

function* blocksOf(value: unknown, depth: number): Iterable<string> {
  if (value instanceof Items) yield* blocksOfItems(value, depth);
  else if (value instanceof Holder) yield* blocksOfMembers(value, depth);
  else yield visibleText(indentedJson(value, depth));
}

function* blocksOfItems({ list, make }: Items, depth: number): Iterable<string> {
  for (let at = 0; at < list.length; at += atOnce) {
    yield at === 0 ? "[\n" : ",\n";
    const text = indentedJson(list.slice(at, at + atOnce).map(make), depth);
    yield visibleText(text.slice("[\n".length, -(`\n${indent(depth)}]`.length)));
  }
  yield list.length === 0 ? "[]" : `\n${indent(depth)}]`;
}

function* blocksOfMembers({ value }: Holder, depth: number): Iterable<string> {
  const isList = Array.isArray(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  let before = isList ? "[\n" : "{\n";
  for (const [name, member] of members) {
    yield `${before}${indent(depth + 1)}${isList ? "" : `${JSON.stringify(name)}: `}`;
    yield* blocksOf(member, depth + 1);
    before = ",\n";
  }
  yield `\n${indent(depth)}${isList ? "]" : "}"}`;
}

/** JSON of a value as it stands `depth` objects or lists deep; the first line has no indentation. */
function indentedJson(value: unknown, depth: number): string {
  let nested = value;
  for (let level = 0; level < depth; level++) nested = [nested];
  // The lists around it give their two brackets, two line ends and their indentation, which grows by two blanks a level.
  return JSON.stringify(nested, undefined, 2).slice(2 * depth + depth * (depth + 1), -(2 * depth + depth * (depth - 1)) || undefined);
}

function indent(depth: number): string {
  return "  ".repeat(depth);
}
