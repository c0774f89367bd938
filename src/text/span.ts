import type { Document } from "./document.ts";

/** Half-open offsets in one document: the only way anything in stowage says where. */
export interface Span {
  readonly document: Document;
  readonly start: number;
  readonly end: number;
}

/** 1-based line and column (UTF-16 units), computed from a span at the edges only. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A replacement of one span's text; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** A fault of the text itself that a parser met. Parsers report these and go on; they never throw. */
export interface SyntaxFault {
  /** A stable name of the kind of fault, such as `unknown-instruction`. */
  readonly code: string;
  readonly span: Span;
  readonly message: string;
  /** True where the official tool refuses the file, false where it only reads it in a surprising way. */
  readonly fatal: boolean;
}

/** The text that a span covers. */
export function textOf(span: Span): string {
  return span.document.text.slice(span.start, span.end);
}

/** The smallest span that holds both; they must be of one document. */
export function cover(a: Span, b: Span): Span {
  return { document: a.document, start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** True where `outer` holds the whole of `inner`. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.document === inner.document && outer.start <= inner.start && inner.end <= outer.end;
}
