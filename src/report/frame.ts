import type { Document, Span } from "#text";
import { secretLookingParts, type Masks } from "./mask.ts";
import type { Paint } from "./paint.ts";
import { escapeCharacter, isHidden, visible } from "./visible.ts";
import { characterWidth } from "./width.ts";

const tabWidth = 4;
/** Source lines that one frame shows at most; of a longer span the first ones and the last one. */
const mostLines = 4;
/** UTF-16 units of a line that are looked at on each side of the marked part: a file of one huge line stays cheap. */
const reach = 400;

export interface FrameOptions {
  readonly paint: Paint;
  readonly masks: Masks;
  /** Columns that source text may take. */
  readonly width: number;
}

/** The marked source lines of a span with their numbers, each with carets below: the lines of the text, without line ends. */
export function codeFrame(span: Span, options: FrameOptions): readonly string[] {
  const { document } = span;
  const first = document.position(span.start).line;
  const last = Math.max(first, document.position(Math.max(span.start, span.end - 1)).line);
  const shown = shownLines(first, last);
  const gutter = String(last).length;
  return shown.flatMap((line) => line === undefined
    ? [options.paint.dim(`${" ".repeat(gutter)} ...`)]
    : numbered(line, gutter, sourceLine(document, line, span, options), options.paint));
}

function shownLines(first: number, last: number): readonly (number | undefined)[] {
  const count = last - first + 1;
  if (count <= mostLines) return Array.from({ length: count }, (_, at) => first + at);
  return [...Array.from({ length: mostLines - 1 }, (_, at) => first + at), undefined, last];
}

function numbered(line: number, gutter: number, source: DrawnLine, paint: Paint): readonly string[] {
  const number = paint.dim(`${String(line).padStart(gutter)} |`);
  const text = `${number} ${source.text}`.trimEnd();
  if (source.marks.trim() === "") return [text];
  return [text, `${paint.dim(`${" ".repeat(gutter)} |`)} ${paint.red(source.marks)}`];
}

interface DrawnLine {
  readonly text: string;
  readonly marks: string;
}

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly marked: boolean;
}

function sourceLine(document: Document, line: number, span: Span, options: FrameOptions): DrawnLine {
  const whole = document.lineSpan(line);
  const marked = markedPart(document, whole, span);
  const start = characterStart(document, Math.max(whole.start, marked.start - reach));
  const end = Math.min(whole.end, marked.start + reach);
  const cells = cellsOf(document.span(start, end), marked, hiddenParts(document, start, end, options.masks));
  const cut = { before: start > whole.start, after: end < whole.end };
  return draw(cells, cut, options.width);
}

/** The part of a line that gets carets: of a line inside a longer span, from its first character that is no blank. */
function markedPart(document: Document, line: Span, span: Span): Span {
  const end = Math.min(span.end, line.end);
  if (span.start >= line.start) return document.span(Math.min(span.start, line.end), Math.max(end, Math.min(span.start, line.end)));
  let start = line.start;
  while (start < end && /\s/.test(document.text[start] ?? "")) start++;
  return document.span(start, end);
}

function hiddenParts(document: Document, start: number, end: number, masks: Masks): readonly { start: number; end: number }[] {
  const looking = secretLookingParts(document.slice(start, end)).map((part) => ({ start: start + part.start, end: start + part.end }));
  return [...looking, ...(masks.get(document.path) ?? []).filter((mask) => mask.start < end && mask.end > start)];
}

function cellsOf(part: Span, marked: Span, masked: readonly { start: number; end: number }[]): readonly Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let offset = part.start;
  for (const character of part.document.slice(part.start, part.end)) {
    const at = offset;
    offset += character.length;
    const text = masked.some((mask) => at >= mask.start && at < mask.end) ? "*" : drawn(character, column);
    const width = text.length === 1 || text === character ? characterWidth(text) : text.length;
    cells.push({ text, width, marked: at >= marked.start && (at < marked.end || (at === marked.start && marked.end === marked.start)) });
    column += width;
  }
  if (marked.start >= part.end) cells.push({ text: "", width: 1, marked: true });
  return cells;
}

function drawn(character: string, column: number): string {
  if (character === "\t") return " ".repeat(tabWidth - (column % tabWidth));
  return isHidden(character) ? escapeCharacter(character) : character;
}

function draw(cells: readonly Cell[], cut: { before: boolean; after: boolean }, width: number): DrawnLine {
  const { from, to } = window(cells, width);
  const shown = cells.slice(from, to);
  const before = cut.before || from > 0 ? "..." : "";
  const after = cut.after || to < cells.length ? "..." : "";
  const marks = shown.map((cell) => (cell.marked ? "^" : " ").repeat(cell.width)).join("");
  return {
    text: before + visible(shown.map((cell) => cell.text).join("")) + after,
    marks: (" ".repeat(before.length) + marks).trimEnd(),
  };
}

/** Which cells fit in a number of columns: from the line's start where the marks are near it, else around the first mark. */
function window(cells: readonly Cell[], width: number): { from: number; to: number } {
  const firstMark = Math.max(0, cells.findIndex((cell) => cell.marked));
  let from = 0;
  if (widthOf(cells, 0, firstMark) + Math.min(20, width / 3) > width) {
    from = firstMark;
    while (from > 0 && widthOf(cells, from, firstMark) < width / 3) from--;
  }
  let to = from;
  for (let used = 0; to < cells.length; to++) {
    used += cells[to]?.width ?? 0;
    if (used > width) break;
  }
  return { from, to };
}

function widthOf(cells: readonly Cell[], from: number, to: number): number {
  let width = 0;
  for (let at = from; at < to; at++) width += cells[at]?.width ?? 0;
  return width;
}

/** An offset that does not stand in the middle of a surrogate pair. */
function characterStart(document: Document, offset: number): number {
  const code = document.text.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff && offset > 0 ? offset - 1 : offset;
}
