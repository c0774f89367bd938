import { lookup } from "#text";
import type { Word, WordPart } from "./tree.ts";

/** One step of a shell pattern: a character that a test accepts, or any run of characters. */
export type PatternStep = { readonly any: true } | { readonly any: false; accepts(character: string): boolean };

/** Gives an expansion inside a pattern; undefined where it is not known. */
export type ExpandPart = (part: WordPart) => string | undefined;

/** Beyond this many steps or characters a match is not worked out. */
const LIMIT = 1000;

/**
 * The pattern that a word is in `${x#word}` and its relatives. Undefined where an expansion in it is unknown, and for
 * extended globs such as `@(a|b)`.
 */
export function patternOf(word: Word, expand: ExpandPart): readonly PatternStep[] | undefined {
  if (/[?*+@!]\(/.test(word.text)) return undefined;
  if (word.parts === undefined) return literals(word.value);
  const steps: PatternStep[] = [];
  for (const part of word.parts) {
    const added = stepsOf(part, expand);
    if (!added) return undefined;
    steps.push(...added);
  }
  return steps.length > LIMIT ? undefined : steps;
}

function stepsOf(part: WordPart, expand: ExpandPart): readonly PatternStep[] | undefined {
  if (part.type === "Literal") return literals(part.value);
  if (part.type === "Glob") {
    if (part.kind === "star") return [{ any: true }];
    if (part.kind === "question") return [{ any: false, accepts: () => true }];
    const step = bracketStep(part.text);
    return step && [step];
  }
  const value = expand(part);
  if (value === undefined) return undefined;
  // What a bare variable brings into a pattern is pattern again.
  const bare = part.type === "SimpleExpansion" || part.type === "ParameterExpansion" || part.type === "CommandExpansion";
  return bare && /[*?[\\]/.test(value) ? undefined : literals(value);
}

function literals(text: string): readonly PatternStep[] {
  return Array.from(text).map((expected) => ({ any: false, accepts: (character) => character === expected }));
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alpha: /^[A-Za-z]$/, digit: /^[0-9]$/, alnum: /^[A-Za-z0-9]$/, upper: /^[A-Z]$/, lower: /^[a-z]$/, space: /^[ \t\n\r\f\v]$/, blank: /^[ \t]$/,
  punct: /^[!-/:-@[-`{-~]$/, xdigit: /^[0-9A-Fa-f]$/,
};

function bracketStep(text: string): PatternStep | undefined {
  let body = text.slice(1, -1);
  if (/["'$`\\]|\[[.=]/.test(body)) return undefined;
  const negated = body.startsWith("!") || body.startsWith("^");
  if (negated) body = body.slice(1);
  const tests: ((character: string) => boolean)[] = [];
  const rest = body.replace(/\[:(\w+):\]/g, (_whole, name: string) => {
    const known = lookup(CLASSES, name);
    tests.push((character) => known?.test(character) ?? false);
    return "";
  });
  const characters = Array.from(rest);
  for (let at = 0; at < characters.length; at++) {
    const from = characters[at] ?? "";
    const to = characters[at + 2];
    const isRange = characters[at + 1] === "-" && to !== undefined;
    tests.push((character) => (isRange ? from <= character && character <= to : character === from));
    if (isRange) at += 2;
  }
  return { any: false, accepts: (character) => tests.some((test) => test(character)) !== negated };
}

/** Where matches that begin at `start` end, in ascending order; undefined for texts too long to work out. */
export function matchEnds(steps: readonly PatternStep[], text: readonly string[], start: number): readonly number[] | undefined {
  if (text.length > LIMIT || steps.length > LIMIT) return undefined;
  const ends: number[] = [];
  let states = closure(steps, new Set([0]));
  for (let at = start; ; at++) {
    if (states.has(steps.length)) ends.push(at);
    const character = text[at];
    if (character === undefined || states.size === 0) return ends;
    const next = new Set<number>();
    for (const state of states) {
      const step = steps[state];
      if (step?.any) next.add(state);
      else if (step?.accepts(character)) next.add(state + 1);
    }
    states = closure(steps, next);
  }
}

/** A run of any characters may also be empty. */
function closure(steps: readonly PatternStep[], states: ReadonlySet<number>): Set<number> {
  const all = new Set(states);
  for (const state of all) if (steps[state]?.any) all.add(state + 1);
  return all;
}
