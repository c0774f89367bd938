const context = 3;

/** A unified diff of one file's two texts; empty where they are equal. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const old = linesOf(before);
  const fresh = linesOf(after);
  const hunks = hunksOf(changesOf(old, fresh));
  const body = hunks.map((hunk) => hunkText(hunk, old, fresh)).join("");
  return `--- ${path}\n+++ ${path}\n${body}`;
}

/** Lines `from` up to `to` of the old text give way to lines `start` up to `end` of the new one. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Lines that stand once in both texts and in the same order hold the texts together; what lies between them changed. */
function changesOf(old: readonly string[], fresh: readonly string[]): readonly Change[] {
  const changes: Change[] = [];
  let from = 0;
  let start = 0;
  const close = (to: number, end: number): void => {
    let [a, b, c, d] = [from, to, start, end];
    while (a < b && c < d && old[a] === fresh[c]) [a, c] = [a + 1, c + 1];
    while (a < b && c < d && old[b - 1] === fresh[d - 1]) [b, d] = [b - 1, d - 1];
    if (a < b || c < d) changes.push({ from: a, to: b, start: c, end: d });
  };
  for (const [line, other] of anchors(old, fresh)) {
    close(line, other);
    [from, start] = [line + 1, other + 1];
  }
  close(old.length, fresh.length);
  return changes;
}

function anchors(old: readonly string[], fresh: readonly string[]): readonly (readonly [number, number])[] {
  const places = new Map<string, { count: number; line: number }>();
  for (const [line, text] of old.entries()) places.set(text, { count: (places.get(text)?.count ?? 0) + 1, line });
  const counts = new Map<string, number>();
  for (const text of fresh) counts.set(text, (counts.get(text) ?? 0) + 1);
  const found: (readonly [number, number])[] = [];
  for (const [other, text] of fresh.entries()) {
    const place = places.get(text);
    if (place?.count === 1 && counts.get(text) === 1 && place.line > (found.at(-1)?.[0] ?? -1)) found.push([place.line, other]);
  }
  return found;
}

function hunksOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1);
    if (last && change.from - (last.at(-1)?.to ?? 0) <= 2 * context) last.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function hunkText(hunk: readonly Change[], old: readonly string[], fresh: readonly string[]): string {
  const first = hunk[0];
  const last = hunk.at(-1);
  if (!first || !last) return "";
  const before = Math.min(context, first.from);
  const after = Math.min(context, old.length - last.to);
  const lines: string[] = [];
  let at = first.from - before;
  for (const { from, to, start, end } of hunk) {
    lines.push(...marked(" ", old.slice(at, from)), ...marked("-", old.slice(from, to)), ...marked("+", fresh.slice(start, end)));
    at = to;
  }
  lines.push(...marked(" ", old.slice(at, at + after)));
  const oldRange = range(first.from - before, last.to + after);
  const newRange = range(first.start - before, last.end + after);
  return `@@ -${oldRange} +${newRange} @@\n${lines.join("")}`;
}

function range(from: number, to: number): string {
  return `${to === from ? from : from + 1},${to - from}`;
}

function marked(mark: string, lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line.endsWith("\n") ? `${mark}${line}` : `${mark}${line}\n\\ No newline at end of file\n`));
}
