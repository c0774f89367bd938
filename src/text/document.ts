import type { Position, Span } from "./span.ts";

/** What a document is, as discovery or the caller decided it. */
export type DocumentKind = "dockerfile" | "compose" | "script" | "dockerignore" | "envfile" | "source" | "config" | "other";

/**
 * One file's text with its path and kind. Offsets are UTF-16 units into `text`.
 * A leading byte order mark stays in `text`, so that edits keep it.
 */
export class Document {
  /** Path relative to the working directory, with `/`. It is what users see. */
  readonly path: string;
  readonly text: string;
  readonly kind: DocumentKind;
  #lineStarts: number[] | undefined;

  constructor(path: string, text: string, kind: DocumentKind) {
    this.path = path;
    this.text = text;
    this.kind = kind;
  }

  /** Offsets at which each line starts; `\n` ends a line, a `\r` before it belongs to the line end. */
  get lineStarts(): readonly number[] {
    if (this.#lineStarts) return this.#lineStarts;
    const starts = [0];
    for (let at = this.text.indexOf("\n"); at >= 0; at = this.text.indexOf("\n", at + 1)) starts.push(at + 1);
    return (this.#lineStarts = starts);
  }

  /** Lets go of where the lines start, until that is asked for again: of many files it takes as much room as their texts. */
  forgetLines(): void {
    this.#lineStarts = undefined;
  }

  /** Number of lines; a final line end does not begin another line. */
  get lineCount(): number {
    const starts = this.lineStarts;
    return starts.length > 1 && starts[starts.length - 1] === this.text.length ? starts.length - 1 : starts.length;
  }

  /** 1-based line and column of an offset; offsets outside the text are moved to its nearest end. */
  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.text.length));
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  }

  /** The span from `start` up to `end` (exclusive), in offsets of this document. */
  span(start: number, end: number): Span {
    return { document: this, start, end };
  }

  /** The span of a 1-based line without its line end. */
  lineSpan(line: number): Span {
    const start = this.lineStarts[line - 1] ?? this.text.length;
    const next = this.lineStarts[line] ?? this.text.length + 1;
    let end = Math.min(next - 1, this.text.length);
    if (this.text[end - 1] === "\r" && end > start) end--;
    return this.span(start, end);
  }

  /** The text between two offsets. */
  slice(start: number, end: number): string {
    return this.text.slice(start, end);
  }
}
