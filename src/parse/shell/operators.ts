import { matchEnds, patternOf, type PatternStep } from "./pattern.ts";
import type { ParameterOperation, Word, WordPart } from "./tree.ts";

/** How an operator gets at its own words. */
export interface Operand {
  text(word: Word): string | undefined;
  part(part: WordPart): string | undefined;
}

type Operation<T extends ParameterOperation["type"]> = Extract<ParameterOperation, { type: T }>;

/** What an operator of `${name...}` makes of a known value, as bash does it; undefined where that cannot be told. */
export function operate(operation: ParameterOperation, value: string, operand: Operand): string | undefined {
  switch (operation.type) {
    case "Remove":
      return removed(operation, value, operand);
    case "Replace":
      return replaced(operation, value, operand);
    case "Slice":
      return sliced(operation, value, operand);
    case "CaseModification":
      return recased(operation, value, operand);
    case "Transform":
      return transformed(operand.text(operation.operand), value);
    default:
      return undefined;
  }
}

function removed({ operator, operand: word }: Operation<"Remove">, value: string, operand: Operand): string | undefined {
  const steps = patternOf(word, (part) => operand.part(part));
  if (!steps) return undefined;
  const atEnd = operator.startsWith("%");
  const characters = Array.from(value);
  const ends = matchEnds(atEnd ? steps.toReversed() : steps, atEnd ? characters.toReversed() : characters, 0);
  if (!ends) return undefined;
  const length = (operator.length === 2 ? ends.at(-1) : ends[0]) ?? 0;
  return (atEnd ? characters.slice(0, characters.length - length) : characters.slice(length)).join("");
}

function replaced(operation: Operation<"Replace">, value: string, operand: Operand): string | undefined {
  const steps = patternOf(operation.pattern, (part) => operand.part(part));
  const replacement = operand.text(operation.replacement);
  // From bash 5.2 on `&` may stand for the match.
  if (!steps || replacement === undefined || operation.replacement.text.includes("&")) return undefined;
  const characters = Array.from(value);
  if (operation.operator === "/#" || operation.operator === "/%") return anchored(operation.operator, steps, characters, replacement);
  if (steps.length === 0) return value;
  let result = "";
  for (let at = 0; at < characters.length; ) {
    const ends = matchEnds(steps, characters, at);
    if (!ends) return undefined;
    const end = ends.at(-1);
    if (end === undefined || end === at) {
      result += characters[at++] ?? "";
      continue;
    }
    result += replacement;
    at = end;
    if (operation.operator === "/") return result + characters.slice(at).join("");
  }
  return result;
}

function anchored(operator: "/#" | "/%", steps: readonly PatternStep[], characters: readonly string[], replacement: string): string | undefined {
  const atEnd = operator === "/%";
  const ends = matchEnds(atEnd ? steps.toReversed() : steps, atEnd ? characters.toReversed() : characters, 0);
  if (!ends) return undefined;
  const length = ends.at(-1);
  if (length === undefined) return characters.join("");
  return atEnd ? characters.slice(0, characters.length - length).join("") + replacement : replacement + characters.slice(length).join("");
}

function sliced(operation: Operation<"Slice">, value: string, operand: Operand): string | undefined {
  const characters = Array.from(value);
  const offset = integer(operand.text(operation.offset));
  const length = operation.length ? integer(operand.text(operation.length)) : characters.length;
  if (offset === undefined || length === undefined) return undefined;
  const start = offset < 0 ? characters.length + offset : offset;
  if (start < 0) return "";
  const end = length < 0 ? characters.length + length : start + length;
  return end < start && length < 0 ? undefined : characters.slice(start, end).join("");
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*-?\d{1,9}\s*$/.test(text) ? Number(text) : undefined;
}

function recased({ operator, operand: word }: Operation<"CaseModification">, value: string, operand: Operand): string | undefined {
  const steps = word ? patternOf(word, (part) => operand.part(part)) : undefined;
  if (word && !steps) return undefined;
  const upper = operator.startsWith("^");
  const characters = Array.from(value).map((character, index) => {
    if (index > 0 && operator.length === 1) return character;
    if (steps && steps.length > 0 && !matchEnds(steps, [character], 0)?.includes(1)) return character;
    return upper ? character.toUpperCase() : character.toLowerCase();
  });
  return characters.join("");
}

function transformed(operator: string | undefined, value: string): string | undefined {
  switch (operator) {
    case "U":
      return value.toUpperCase();
    case "L":
      return value.toLowerCase();
    case "u":
      return value.charAt(0).toUpperCase() + value.slice(1);
    default:
      return undefined;
  }
}
