import type { Edit } from "#text";
import type { Analysis } from "./analyse.ts";
import type { Discovery } from "./discover.ts";
import type { SettledFinding } from "./report.ts";

/** How to look again, and which fixes to take. */
export interface Mending {
  readonly look: (discovery: Discovery, faults: Analysis["faults"]) => Analysis;
  readonly allowUnsafe: boolean;
  /** By path the rules whose fixes are left out. */
  readonly withheld: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Mended {
  readonly analysis: Analysis;
  /** New text by path, for the files that changed. */
  readonly changed: ReadonlyMap<string, string>;
  /** By path how many findings of each rule were mended. */
  readonly applied: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

const rounds = 10;

/** Applies fixes, looks again, and goes on until nothing changes, for at most ten rounds. */
export function mend(first: Analysis, mending: Mending): Mended {
  const changed = new Map<string, string>();
  const applied = new Map<string, Map<string, number>>();
  let analysis = first;
  for (let round = 0; round < rounds; round++) {
    const { texts, taken } = applyOnce(analysis, mending);
    if (taken.length === 0) break;
    for (const { path, rule } of taken) {
      const counts = applied.get(path) ?? new Map<string, number>();
      applied.set(path, counts.set(rule, (counts.get(rule) ?? 0) + 1));
    }
    for (const [path, text] of texts) changed.set(path, text);
    analysis = mending.look(withTexts(analysis.discovery, texts), analysis.faults);
  }
  return { analysis, changed, applied };
}

/** The same files with other texts. */
export function withTexts(discovery: Discovery, texts: ReadonlyMap<string, string>): Discovery {
  return { ...discovery, texts: new Map([...discovery.texts, ...texts]) };
}

/** One round: every fix whose edits overlap no edit taken before it. */
function applyOnce({ report, discovery }: Analysis, mending: Mending): { readonly texts: ReadonlyMap<string, string>; readonly taken: readonly SettledFinding[] } {
  const edited = new Map<string, Edit[]>();
  const taken: SettledFinding[] = [];
  for (const finding of report.findings) {
    const edits = editsOf(finding, mending);
    if (edits.length === 0 || !edits.every((edit) => isWritable(edit, discovery) && isFree(edit, edited))) continue;
    for (const edit of edits) edited.set(edit.span.document.path, [...(edited.get(edit.span.document.path) ?? []), edit]);
    taken.push(finding);
  }
  return { texts: new Map([...edited].map(([path, edits]) => [path, applyEdits(edits)])), taken };
}

function editsOf({ fix: offered, rule }: SettledFinding, { allowUnsafe, withheld }: Mending): readonly Edit[] {
  if (!offered || (!offered.safe && !allowUnsafe)) return [];
  if (offered.edits.some(({ span }) => withheld.get(span.document.path)?.has(rule) === true)) return [];
  return offered.edits.filter(({ span, text }) => span.document.text.slice(span.start, span.end) !== text);
}

function isWritable({ span }: Edit, { texts, damaged }: Analysis["discovery"]): boolean {
  const { path, text } = span.document;
  return texts.get(path) === text && !damaged.has(path);
}

/** Two insertions at one place overlap too: their order would be chance. */
function isFree({ span }: Edit, taken: ReadonlyMap<string, readonly Edit[]>): boolean {
  return (taken.get(span.document.path) ?? []).every((other) =>
    span.end < other.span.start || other.span.end < span.start
    || (span.end === other.span.start && span.start < span.end && other.span.start < other.span.end)
    || (other.span.end === span.start && span.start < span.end && other.span.start < other.span.end));
}

/** A document's text with its edits, which do not overlap. */
export function applyEdits(edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start);
  const text = sorted[0]?.span.document.text ?? "";
  let result = "";
  let at = 0;
  for (const { span, text: replacement } of sorted) {
    result += text.slice(at, span.start) + replacement;
    at = span.end;
  }
  return result + text.slice(at);
}
