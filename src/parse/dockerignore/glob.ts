/** A pattern's test; paths use `/` and are relative to the context. */
export type PathTest = (path: string) => boolean;

type Step =
  | { readonly kind: "one"; accepts(character: string): boolean }
  /** `*`: any run without `/`. */
  | { readonly kind: "run" }
  /** `**` at the end: anything. */
  | { readonly kind: "all" }
  /** `**` before more: any number of whole folders. */
  | { readonly kind: "folders" };

/**
 * The test of a cleaned pattern as moby's patternmatcher reads it; undefined where it refuses the pattern.
 * Matching takes time in proportion to the path times the pattern, whatever stands in it.
 */
export function compileGlob(pattern: string): PathTest | undefined {
  const steps = compileSteps(pattern);
  if (!steps) return undefined;
  const special = /[*?[\]\\]/.test(pattern.replace(/^\*\*/, "").replace(/\*\*$/, ""));
  if (!special && pattern.startsWith("**") && !pattern.slice(2).includes("*")) return suffixTest(pattern.slice(2));
  if (!special && pattern.endsWith("**") && !pattern.startsWith("**")) return (path) => path.startsWith(pattern.slice(0, -2));
  // Most paths differ from a pattern in the plain text at its ends: a comparison tells sooner than the steps.
  const head = /^[^*?[\\]*/.exec(pattern)?.[0] ?? "";
  if (head === pattern) return (path) => path === pattern;
  const tail = plainEnd(pattern);
  return (path) => path.startsWith(head) && path.endsWith(tail) && matches(steps, path);
}

/** The text behind the last character that means something, or behind the last slash. */
function plainEnd(pattern: string): string {
  let start = pattern.length;
  while (start > 0 && !"*?[]\\/".includes(pattern.charAt(start - 1))) start--;
  return pattern.slice(start);
}

/** `**foo` takes every path that ends in `foo`, `**\/foo` also `foo` itself. */
function suffixTest(suffix: string): PathTest {
  return (path) => path.endsWith(suffix) || (suffix.startsWith("/") && path === suffix.slice(1));
}

function compileSteps(pattern: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? "";
    if (character === "*") {
      if (characters[at + 1] !== "*") {
        steps.push({ kind: "run" });
        continue;
      }
      at++;
      if (characters[at + 1] === "/") at++;
      steps.push({ kind: at + 1 >= characters.length ? "all" : "folders" });
    } else if (character === "?") steps.push({ kind: "one", accepts: (found) => found !== "/" });
    else if (character === "[") {
      const read = readClass(characters, at + 1);
      if (!read) return undefined;
      steps.push({ kind: "one", accepts: (character) => read.accepts(character) });
      at = read.last;
    } else {
      const expected = character === "\\" ? characters[++at] : character;
      if (expected === undefined) return undefined;
      steps.push({ kind: "one", accepts: (found) => found === expected });
    }
  }
  return steps;
}

/** A character class; `^` negates it (`!` is a member like any other). `last` is the index of its `]`. */
function readClass(characters: readonly string[], start: number): { accepts(character: string): boolean; last: number } | undefined {
  let at = start;
  const negated = characters[at] === "^";
  if (negated) at++;
  const ranges: { readonly from: string; readonly to: string }[] = [];
  while (characters[at] !== "]" || ranges.length === 0) {
    const from = readMember(characters, at);
    if (!from) return undefined;
    at = from.next;
    let to = from;
    if (characters[at] === "-") {
      const end = readMember(characters, at + 1);
      if (!end || end.character < from.character) return undefined;
      to = end;
      at = end.next;
    }
    ranges.push({ from: from.character, to: to.character });
  }
  return { accepts: (found) => ranges.some(({ from, to }) => from <= found && found <= to) !== negated, last: at };
}

function readMember(characters: readonly string[], at: number): { readonly character: string; readonly next: number } | undefined {
  const escaped = characters[at] === "\\";
  const character = characters[escaped ? at + 1 : at];
  if (character === undefined || (!escaped && (character === "-" || character === "]"))) return undefined;
  return { character, next: at + (escaped ? 2 : 1) };
}

/** Runs the steps over the path with all possibilities at once. A state 2n stands before step n, 2n + 1 inside its folders. */
function matches(steps: readonly Step[], path: string): boolean {
  let states = closure(steps, [0]);
  for (const character of path) {
    const next: number[] = [];
    for (const state of states) advance(steps, state, character, next);
    if (next.length === 0) return false;
    states = closure(steps, next);
  }
  return states.has(steps.length * 2);
}

function advance(steps: readonly Step[], state: number, character: string, next: number[]): void {
  const step = steps[state >> 1];
  if (!step) return;
  if (step.kind === "one") {
    if (step.accepts(character)) next.push(state + 2);
  } else if (step.kind === "all" || (step.kind === "run" && character !== "/")) next.push(state);
  else if (step.kind === "folders" && state % 2 === 1) {
    next.push(state);
    if (character === "/") next.push(state + 1);
  }
}

function closure(steps: readonly Step[], states: readonly number[]): Set<number> {
  const all = new Set(states);
  for (const state of all) {
    const kind = state % 2 === 0 ? steps[state >> 1]?.kind : undefined;
    if (kind === "run" || kind === "all" || kind === "folders") all.add(state + 2);
    if (kind === "folders") all.add(state + 1);
  }
  return all;
}
