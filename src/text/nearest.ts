/** The name most like a misspelt one, or undefined where none is near enough to be meant: at most `limit` letters off, a third of it where left out. */
export function nearest(wrong: string, names: Iterable<string>, limit = Math.max(2, Math.floor(wrong.length / 3))): string | undefined {
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const name of names) {
    if (Math.abs(name.length - wrong.length) >= bestDistance) continue;
    const far = distance(wrong.toLowerCase(), name.toLowerCase());
    if (far < bestDistance) [best, bestDistance] = [name, far];
  }
  return best;
}

/** `; did you mean "x"?`, or nothing. */
export function suggestion(wrong: string, names: Iterable<string>): string {
  const name = nearest(wrong, names);
  return name === undefined ? "" : `; did you mean \`${name}\`?`;
}

/** Edit distance, a swap of two neighbours counting as one. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(change, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
