import { MappedText, type Document, type Piece, type Span } from "#text";
import { isSpace, skipSpace } from "./characters.ts";

/** One line of the file: `end` is before its line end, `next` after it. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** A comment that stands inside a continued instruction or between instructions. */
export interface CommentLine {
  readonly text: string;
  readonly span: Span;
}

/** An instruction's own lines, joined: no continuation characters, comments or blank lines. */
export interface JoinedLines {
  readonly text: MappedText;
  readonly start: number;
  /** After the last line that is not blank. */
  readonly end: number;
  readonly comments: readonly CommentLine[];
  /** The blank lines between continued ones. */
  readonly blanks: readonly Span[];
}

/** Gives a document's lines one after the other; a byte order mark is not part of the first one. */
export class LineReader {
  readonly document: Document;
  #at: number;

  constructor(document: Document) {
    this.document = document;
    this.#at = document.text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  /** The next line without moving on, or undefined at the end of the file. */
  peek(): Line | undefined {
    const text = this.document.text;
    if (this.#at >= text.length) return undefined;
    const feed = text.indexOf("\n", this.#at);
    const next = feed < 0 ? text.length : feed + 1;
    let end = feed < 0 ? text.length : feed;
    while (end > this.#at && text.charCodeAt(end - 1) === 0x0d) end--;
    return { start: this.#at, end, next };
  }

  /** The next line, and moves on. */
  read(): Line | undefined {
    const line = this.peek();
    if (line) this.#at = line.next;
    return line;
  }
}

/** The comment on a line, or undefined where its first character that is no white space is no `#`. */
export function commentOf(document: Document, line: Line): CommentLine | undefined {
  const start = skipSpace(document.text, line.start, line.end);
  if (start === line.end || document.text.charCodeAt(start) !== 0x23) return undefined;
  return { text: document.text.slice(start + 1, line.end), span: document.span(start, line.end) };
}

/** Where the content of `text.slice(start, end)` stops if an escape character at its end continues the line. */
function continuedAt(text: string, start: number, end: number, escape: string): number | undefined {
  let at = end;
  while (at > start && (text.charCodeAt(at - 1) === 0x20 || text.charCodeAt(at - 1) === 0x09)) at--;
  if (at === start || text[at - 1] !== escape) return undefined;
  // Two escape characters are an escaped one: that line ends.
  if (at - 1 > start && text[at - 2] === escape) return undefined;
  return at - 1;
}

const none: readonly never[] = [];

/** Joins `first` and the lines that continue it; `first` is neither blank nor a comment. */
export function joinLines(reader: LineReader, first: Line, escape: string): JoinedLines {
  const { document } = reader;
  const text = document.text;
  const parts: string[] = [];
  const pieces: Piece[] = [];
  let comments: CommentLine[] | undefined;
  let blanks: Span[] | undefined;
  let length = 0;
  let end = first.end;
  const add = (start: number, stop: number): void => {
    if (start === stop && pieces.length > 0) return;
    parts.push(text.slice(start, stop));
    pieces.push({ at: length, from: start, length: stop - start });
    length += stop - start;
  };
  const start = skipSpace(text, first.start, first.end);
  let stop = continuedAt(text, start, first.end, escape);
  add(start, stop ?? first.end);
  while (stop !== undefined) {
    const line = reader.read();
    if (!line) break;
    const comment = commentOf(document, line);
    if (comment) {
      (comments ??= []).push(comment);
      end = line.end;
    } else if (skipSpace(text, line.start, line.end) === line.end) {
      (blanks ??= []).push(document.span(line.start, line.end));
    } else {
      stop = continuedAt(text, line.start, line.end, escape);
      add(line.start, stop ?? line.end);
      end = line.end;
    }
  }
  return { text: new MappedText(document, parts.join(""), pieces), start, end, comments: comments ?? none, blanks: blanks ?? none };
}

/** True where a line holds nothing but white space. */
export function isBlankLine(text: string, line: Line): boolean {
  for (let at = line.start; at < line.end; at++) if (!isSpace(text.charCodeAt(at))) return false;
  return true;
}
