import type { Document, Edit, Span } from "#text";
import { lastLine, replace } from "./edits.ts";

/** One thing that is moved, in whole lines: with the comments right above it, and those below it that are indented deeper. */
interface Block {
  readonly start: number;
  readonly end: number;
}

/**
 * Puts things that stand below each other, each on lines of its own, into another order. Each takes its comments along;
 * blank lines stay where they are.
 * @param spans the things in the order of the file, of one document and one column
 * @param order for each place the number of the thing that shall stand there
 * @returns undefined where something stands between them that belongs to none
 */
export function reorder(spans: readonly Span[], order: readonly number[]): Edit | undefined {
  const document = spans[0]?.document;
  const blocks = document && blocksOf(document, spans);
  const first = blocks?.[0];
  const last = blocks?.at(-1);
  if (!document || !blocks || !first || !last) return undefined;
  const text = order.map((from, place) => {
    const block = blocks[from];
    const here = blocks[place];
    const next = blocks[place + 1];
    const gap = here && next ? document.text.slice(here.end, next.start) : "";
    return block ? document.text.slice(block.start, block.end) + gap : "";
  });
  return replace(document.span(first.start, last.end), text.join(""));
}

function blocksOf(document: Document, spans: readonly Span[]): readonly Block[] | undefined {
  const column = spans[0] ? document.position(spans[0].start).column : 1;
  const starts: number[] = [];
  const ends: number[] = [];
  for (const [at, span] of spans.entries()) {
    const before = spans[at - 1];
    const line = document.position(span.start).line;
    const above = before ? document.position(Math.max(before.start, lastLine(before).end)).line : 0;
    if (line <= above || document.position(span.start).column !== column || !isIndent(document, span)) return undefined;
    const split = before ? splitBetween(document, above + 1, line - 1, column - 1) : commentsAbove(document, line - 1, column - 1);
    if (!split) return undefined;
    if (before) ends.push(document.lineSpan(split.endOfEarlier).end);
    starts.push(document.lineSpan(split.startOfLater).start);
  }
  const last = spans.at(-1);
  if (!last) return undefined;
  ends.push(document.lineSpan(deeperCommentsBelow(document, document.position(lastLine(last).start).line, column - 1)).end);
  return starts.map((start, at) => ({ start, end: ends[at] ?? start }));
}

/** The lines from `first` to `last` between two things: deeper comments are the earlier one's, those right above the later one's. */
function splitBetween(document: Document, first: number, last: number, column: number): { readonly endOfEarlier: number; readonly startOfLater: number } | undefined {
  let endOfEarlier = first - 1;
  let startOfLater = last + 1;
  while (startOfLater > first && commentColumn(document, startOfLater - 1) === column) startOfLater--;
  for (let line = first; line < startOfLater; line++) {
    const at = commentColumn(document, line);
    if (at === undefined) continue;
    if (at <= column) return undefined;
    endOfEarlier = line;
  }
  return { endOfEarlier, startOfLater };
}

/** Comments right above the first thing go with it, but for those that open the file: nobody knows what they are about. */
function commentsAbove(document: Document, last: number, column: number): { readonly endOfEarlier: number; readonly startOfLater: number } | undefined {
  let line = last;
  while (line >= 1 && commentColumn(document, line) === column) line--;
  return line === 0 && last >= 1 ? undefined : { endOfEarlier: line, startOfLater: line + 1 };
}

function deeperCommentsBelow(document: Document, line: number, column: number): number {
  let end = line;
  for (let next = line + 1; document.lineSpan(next).start > document.lineSpan(next - 1).end; next++) {
    const at = commentColumn(document, next);
    if (at !== undefined && at > column) end = next;
    else break;
  }
  return end;
}

/** The column (0-based) of a comment that has the line for itself; undefined for blank lines and others. */
function commentColumn(document: Document, line: number): number | undefined {
  const { start, end } = document.lineSpan(line);
  const text = document.text.slice(start, end);
  const at = text.search(/\S/);
  return at >= 0 && text[at] === "#" ? at : undefined;
}

function isIndent(document: Document, span: Span): boolean {
  const line = document.lineSpan(document.position(span.start).line);
  return /^[ \t]*(-[ \t]+)?$/.test(document.text.slice(line.start, span.start));
}
