import type { Instruction } from "../../parse/dockerfile/index.ts";

/** Above this many pairs only equal instructions are looked for. */
const MOST_PAIRS = 250_000;

/**
 * Which instruction of a newer version each one of an older version became: the place in the newer list, or undefined where it
 * was taken out. The order is kept; equal texts count most, then the likeness of two instructions of one keyword.
 */
export function alignInstructions(older: readonly Instruction[], newer: readonly Instruction[]): readonly (number | undefined)[] {
  const result: (number | undefined)[] = older.map(() => undefined);
  const olderTexts = older.map(textOf);
  const newerTexts = newer.map(textOf);
  let first = 0;
  while (first < older.length && first < newer.length && olderTexts[first] === newerTexts[first]) result[first] = first++;
  let end = 0;
  while (end < older.length - first && end < newer.length - first && olderTexts.at(-1 - end) === newerTexts.at(-1 - end)) {
    end++;
    result[older.length - end] = newer.length - end;
  }
  const left = olderTexts.slice(first, older.length - end);
  const right = newerTexts.slice(first, newer.length - end);
  if (left.length * right.length > MOST_PAIRS) return result;
  for (const [from, to] of bestPairs(left, right)) result[first + from] = first + to;
  return result;
}

function textOf(instruction: Instruction): string {
  const flags = instruction.flags.map(({ name, value }) => `--${name}=${value?.raw ?? ""}`);
  return [instruction.keyword, ...flags, instruction.rest.text, ...instruction.heredocs.map(({ body }) => body.text)].join(" ");
}

/** The pairs in order whose likeness is the greatest in sum. */
function bestPairs(left: readonly string[], right: readonly string[]): readonly (readonly [number, number])[] {
  const width = right.length + 1;
  const rightWords = right.map(wordsOf);
  const likenesses = new Float64Array(left.length * right.length);
  const best = new Float64Array((left.length + 1) * width);
  for (let a = left.length - 1; a >= 0; a--) {
    const words = wordsOf(left[a] ?? "");
    for (let b = right.length - 1; b >= 0; b--) {
      const like = left[a] === right[b] ? 3 : likeness(words, rightWords[b] ?? []);
      likenesses[a * right.length + b] = like;
      const pair = like === 0 ? 0 : like + (best[(a + 1) * width + b + 1] ?? 0);
      best[a * width + b] = Math.max(pair, best[(a + 1) * width + b] ?? 0, best[a * width + b + 1] ?? 0);
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let a = 0, b = 0; a < left.length && b < right.length;) {
    const here = best[a * width + b] ?? 0;
    const like = likenesses[a * right.length + b] ?? 0;
    if (like > 0 && here === like + (best[(a + 1) * width + b + 1] ?? 0)) pairs.push([a++, b++]);
    else if (here === best[(a + 1) * width + b]) a++;
    else b++;
  }
  return pairs;
}

/** The keyword first; of a long text the beginning says enough. */
function wordsOf(text: string): readonly string[] {
  return text.slice(0, 2_000).split(/\s+/);
}

/** 0 for other keywords, else from 1 to 2 by the words that both have. */
function likeness(a: readonly string[], b: readonly string[]): number {
  if (a[0] !== b[0]) return 0;
  const known = new Set(b);
  const shared = new Set(a.filter((word) => known.has(word))).size;
  return 1 + shared / Math.max(new Set(a).size, known.size);
}
