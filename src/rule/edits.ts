import type { Document, Edit, Span } from "#text";

/** Puts `text` in the place of a span. */
export function replace(span: Span, text: string): Edit {
  return { span, text };
}

/** Takes a span out. */
export function remove(span: Span): Edit {
  return { span, text: "" };
}

/** Puts `text` right before a span. */
export function insertBefore(span: Span, text: string): Edit {
  return { span: span.document.span(span.start, span.start), text };
}

/** Puts `text` right after a span. */
export function insertAfter(span: Span, text: string): Edit {
  return { span: span.document.span(span.end, span.end), text };
}

/** Takes a span out together with the blanks before it: a word or flag of a command. */
export function removeWord(span: Span): Edit {
  const { document, end } = span;
  let start = span.start;
  while (isBlank(document.text[start - 1])) start--;
  return remove(document.span(start, end));
}

/** Takes out every line that a span touches, each with its line end; on the last line of a file, with the line end before it. */
export function removeLines(span: Span): Edit {
  const lines = wholeLines(span);
  const { document } = span;
  const reachesEnd = lines.end === document.text.length && document.text[lines.end - 1] !== "\n";
  return remove(reachesEnd ? document.span(lineEndBefore(document, lines.start), lines.end) : lines);
}

/** The lines that a span touches, from the first column to behind the last line's end. */
export function wholeLines(span: Span): Span {
  const { document } = span;
  const first = document.position(span.start).line;
  const last = document.position(Math.max(span.start, span.end - 1)).line;
  const start = document.lineStarts[first - 1] ?? 0;
  return document.span(start, document.lineStarts[last] ?? document.text.length);
}

/** The file's line end: that of its first line, `\n` where it has only one. */
export function lineEnd(document: Document): "\n" | "\r\n" {
  const second = document.lineStarts[1];
  return second !== undefined && document.text[second - 2] === "\r" ? "\r\n" : "\n";
}

/** The blanks in front of the first character of the line on which a span begins. */
export function indentation(span: Span): string {
  const { document } = span;
  const line = document.lineSpan(document.position(span.start).line);
  let end = line.start;
  while (end < line.end && isBlank(document.text[end])) end++;
  return document.slice(line.start, end);
}

/** Puts a line right below the one on which a span ends (blanks and line ends at the span's end do not count). */
export function insertLineBelow(span: Span, text: string): Edit {
  const line = lastLine(span);
  return { span: span.document.span(line.end, line.end), text: `${lineEnd(span.document)}${text}` };
}

/** The last line on which a span has a character that is no blank, without its line end. */
export function lastLine(span: Span): Span {
  const { document } = span;
  let end = span.end;
  while (end > span.start && /\s/.test(document.text[end - 1] ?? "")) end--;
  return document.lineSpan(document.position(Math.max(span.start, end - 1)).line);
}

function lineEndBefore(document: Document, lineStart: number): number {
  if (lineStart === 0) return 0;
  return document.text[lineStart - 2] === "\r" ? lineStart - 2 : lineStart - 1;
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}
