import { MappedText } from "#text";
import { isSpace } from "./characters.ts";
import { lex, type Part, type VariablePart } from "./lexer.ts";
import { compilePattern, cutPrefix, cutSuffix, replaceMatches } from "./pattern.ts";
import type { Word } from "./tree.ts";

/** What gives a variable's value; undefined where it is not set. */
export type Lookup = (name: string) => string | undefined;

export interface Expansion {
  readonly value: string;
  /** The variables that are not set and whose value would have counted, each once, in order. */
  readonly unresolved: readonly string[];
  /** Why Docker refuses the word (`${X:?why}` without X, a bad pattern, an open quote); the value is then a best effort. */
  readonly fault?: string;
}

export interface SplitExpansion {
  readonly words: readonly string[];
  readonly unresolved: readonly string[];
  readonly fault?: string;
}

export interface ExpandOptions {
  /** False for here-document bodies: quotes are ordinary characters there. */
  readonly quotes?: boolean;
}

/** A value is cut here: `ENV A=$A$A` again and again would fill the memory. */
const longestValue = 1 << 20;

/**
 * The value of a word: quotes and escapes removed, every variable replaced with its modifier, as Docker does it for
 * ADD, COPY, ENV, EXPOSE, FROM, LABEL, STOPSIGNAL, USER, VOLUME, WORKDIR and ARG. A variable that is not set is empty
 * and stands in `unresolved`, unless its modifier answers for it. Never throws.
 */
export function expand(word: Word | MappedText | string, lookup: Lookup, escape = "\\", options: ExpandOptions = {}): Expansion {
  const run = new Run(lookup);
  const { parts, fault } = lex(sourceOf(word), escape, options.quotes ?? true);
  const value = run.text(parts);
  return { value, ...run.outcome(fault?.message) };
}

/** As `expand`, and then splits at blanks that are neither quoted nor escaped: EXPOSE is read so. */
export function splitWords(word: Word | MappedText | string, lookup: Lookup, escape = "\\"): SplitExpansion {
  const run = new Run(lookup);
  const { parts, fault } = lex(sourceOf(word), escape);
  const words: string[] = [];
  let current = "";
  for (const part of parts) {
    const text = run.part(part);
    if (part.firm) {
      current += text;
      continue;
    }
    for (const character of text) {
      if (!isSpace(character.codePointAt(0) ?? 0)) current += character;
      else if (current !== "") {
        words.push(current);
        current = "";
      }
    }
  }
  if (current !== "") words.push(current);
  return { words, ...run.outcome(fault?.message) };
}

function sourceOf(word: Word | MappedText | string): string {
  if (typeof word === "string") return word;
  return word instanceof MappedText ? word.text : word.raw;
}

class Run {
  readonly #lookup: Lookup;
  readonly #unresolved: Set<string>;
  #fault: string | undefined;

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
    this.#unresolved = new Set();
  }

  outcome(lexFault: string | undefined): { unresolved: readonly string[]; fault?: string } {
    const fault = this.#fault ?? lexFault;
    return { unresolved: [...this.#unresolved], ...(fault === undefined ? {} : { fault }) };
  }

  text(parts: readonly Part[]): string {
    let text = "";
    for (const part of parts) {
      text += this.part(part);
      if (text.length > longestValue) {
        this.#fault ??= "the value is too long";
        return text.slice(0, longestValue);
      }
    }
    return text;
  }

  part(part: Part): string {
    return part.kind === "text" ? part.text : this.#variable(part);
  }

  #variable(part: VariablePart): string {
    const { modifier } = part;
    const value = this.#lookup(part.name);
    const missing = value === undefined;
    if (modifier === "-" || modifier === ":-") return this.#operand(part, missing || (modifier === ":-" && value === ""), value ?? "");
    if (modifier === "+" || modifier === ":+") return this.#operand(part, !missing && !(modifier === ":+" && value === ""), "");
    if (modifier === "?" || modifier === ":?") return this.#demand(part, value);
    if (missing) this.#unresolved.add(part.name);
    return modifier === undefined ? (value ?? "") : this.#cut(part, value ?? "");
  }

  /** Docker works the operand out even where it is not used, so its faults count; what it lacks does not. */
  #operand(part: VariablePart, used: boolean, otherwise: string): string {
    const before = used ? undefined : new Set(this.#unresolved);
    const text = this.text(part.operand?.parts ?? []);
    if (before) for (const name of this.#unresolved) if (!before.has(name)) this.#unresolved.delete(name);
    return used ? text : otherwise;
  }

  #demand(part: VariablePart, value: string | undefined): string {
    const refused = value === undefined || (part.modifier === ":?" && value === "");
    const message = this.#operand(part, refused, "");
    if (!refused) return value;
    if (value === undefined) this.#unresolved.add(part.name);
    const why = value === undefined ? "is not allowed to be unset" : "is not allowed to be empty";
    this.#fault ??= `${part.name}: ${message === "" ? why : message}`;
    return "";
  }

  #cut(part: VariablePart, value: string): string {
    const operand = this.text(part.operand?.parts ?? []);
    const sign = part.modifier?.[0] ?? "";
    const greedy = sign !== "/" && operand.startsWith(sign);
    const steps = compilePattern(greedy ? operand.slice(1) : operand);
    const replacement = this.text(part.replacement?.parts ?? []);
    if (!steps) {
      this.#fault ??= `the pattern ${operand} escapes a character that needs none`;
      return value;
    }
    if (sign === "#") return cutPrefix(steps, value, greedy);
    if (sign === "%") return cutSuffix(steps, value, greedy);
    return replaceMatches(steps, value, replacement, part.modifier === "//");
  }
}
