import type { Edit } from "#text";
import { examine, type AnalyseInput, type Analysis } from "./analyse.ts";
import { Catalogue } from "./catalogue.ts";
import { ConfigFinder } from "./config/finder.ts";
import type { SettledFinding } from "./report.ts";
import { SettingsOf } from "./settings.ts";

export interface FixResult {
  /** What is left after the last round. */
  readonly analysis: Analysis;
  /** New text by path, for the files that changed. */
  readonly changed: ReadonlyMap<string, string>;
  /** How many findings were mended. */
  readonly applied: number;
}

const rounds = 10;

/**
 * Applies the fixes of an analysis, looks again, and goes on until nothing changes, for at most ten rounds. Nothing is
 * written: the texts come back. Only files that were checked and are valid UTF-8 are changed.
 */
export function fix(input: AnalyseInput, first: Analysis, allowUnsafe: boolean): FixResult {
  const catalogue = new Catalogue(input.catalogue);
  const finder = new ConfigFinder(input.host, catalogue, input.config);
  const settings = new SettingsOf(catalogue, finder, input);
  const changed = new Map<string, string>();
  let analysis = first;
  let applied = 0;
  for (let round = 0; round < rounds; round++) {
    const { texts, count } = applyOnce(analysis, allowUnsafe);
    if (count === 0) break;
    applied += count;
    for (const [path, text] of texts) changed.set(path, text);
    const discovery = { ...analysis.discovery, texts: new Map([...analysis.discovery.texts, ...texts]) };
    analysis = examine(input, discovery, settings, catalogue, analysis.faults);
  }
  return { analysis, changed, applied };
}

/** One round: every fix whose edits overlap no edit taken before it. */
function applyOnce({ report, discovery }: Analysis, allowUnsafe: boolean): { readonly texts: ReadonlyMap<string, string>; readonly count: number } {
  const taken = new Map<string, Edit[]>();
  let count = 0;
  for (const finding of report.findings) {
    const edits = editsOf(finding, allowUnsafe);
    if (edits.length === 0 || !edits.every((edit) => isWritable(edit, discovery) && isFree(edit, taken))) continue;
    for (const edit of edits) taken.set(edit.span.document.path, [...(taken.get(edit.span.document.path) ?? []), edit]);
    count++;
  }
  return { texts: new Map([...taken].map(([path, edits]) => [path, applyEdits(edits)])), count };
}

function editsOf({ fix: mending }: SettledFinding, allowUnsafe: boolean): readonly Edit[] {
  if (!mending || (!mending.safe && !allowUnsafe)) return [];
  return mending.edits.filter(({ span, text }) => span.document.text.slice(span.start, span.end) !== text);
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
