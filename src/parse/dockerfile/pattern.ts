/** One step of a `${name#pattern}` pattern: a character, `?` or `*`. */
type Step = { readonly kind: "character"; readonly character: string } | { readonly kind: "any" } | { readonly kind: "many" };

/**
 * A pattern as Docker reads it after `#`, `%` and `/`: `*` and `?` are wild (neither matches a line end), `\` before
 * one of `* ? \ / }` makes it plain. Undefined where `\` stands before anything else, which Docker refuses.
 */
export function compilePattern(pattern: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? "";
    if (character === "*") steps.push({ kind: "many" });
    else if (character === "?") steps.push({ kind: "any" });
    else if (character !== "\\") steps.push({ kind: "character", character });
    else {
      const next = characters[++at] ?? "";
      if (next === "" || !"*?\\/}".includes(next)) return undefined;
      steps.push({ kind: "character", character: next });
    }
  }
  return steps;
}

/** `value` without the beginning that matches, the longest or the shortest one. */
export function cutPrefix(steps: readonly Step[], value: string, longest: boolean): string {
  const characters = Array.from(value);
  const end = matchEnd(steps, characters, 0, longest);
  return end === undefined ? value : characters.slice(end).join("");
}

/** `value` without the end that matches, the longest or the shortest one. */
export function cutSuffix(steps: readonly Step[], value: string, longest: boolean): string {
  const characters = Array.from(value).reverse();
  const end = matchEnd([...steps].reverse(), characters, 0, longest);
  return end === undefined ? value : characters.slice(end).reverse().join("");
}

/** `value` with the first or every longest match replaced. */
export function replaceMatches(steps: readonly Step[], value: string, replacement: string, all: boolean): string {
  const characters = Array.from(value);
  const out: string[] = [];
  let at = 0;
  let last = -1;
  while (at <= characters.length) {
    const end = matchEnd(steps, characters, at, true);
    if (end !== undefined && (end > at || at !== last)) {
      out.push(replacement);
      if (!all) return out.join("") + characters.slice(end).join("");
      last = end;
      if (end > at) {
        at = end;
        continue;
      }
    }
    out.push(characters[at] ?? "");
    at++;
  }
  return out.join("");
}

/** Where a match that begins at `from` ends: all places where the steps can stand are followed side by side. */
function matchEnd(steps: readonly Step[], characters: readonly string[], from: number, longest: boolean): number | undefined {
  let states = closure(steps, new Set([0]));
  let end: number | undefined;
  for (let at = from; ; at++) {
    if (states.has(steps.length)) {
      end = at;
      if (!longest) return end;
    }
    const character = characters[at];
    if (character === undefined) return end;
    states = closure(steps, advance(steps, states, character));
    if (states.size === 0) return end;
  }
}

function advance(steps: readonly Step[], states: ReadonlySet<number>, character: string): Set<number> {
  const next = new Set<number>();
  for (const state of states) {
    const step = steps[state];
    if (step?.kind === "many" && character !== "\n") next.add(state);
    else if (step?.kind === "any" && character !== "\n") next.add(state + 1);
    else if (step?.kind === "character" && step.character === character) next.add(state + 1);
  }
  return next;
}

function closure(steps: readonly Step[], states: Set<number>): Set<number> {
  for (const state of states) if (steps[state]?.kind === "many") states.add(state + 1);
  return states;
}
