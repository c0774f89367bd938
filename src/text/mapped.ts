import type { Document } from "./document.ts";
import type { Span } from "./span.ts";

/** One piece of a document that stands unchanged in a mapped text. */
export interface Piece {
  /** Offset in the mapped text. */
  readonly at: number;
  /** Offset in the document. */
  readonly from: number;
  readonly length: number;
}

/**
 * Text put together from pieces of one document (a continued RUN without its escapes and comments, a decoded
 * string), with the way back to the document. Offsets given to it are offsets of `text`.
 */
export class MappedText {
  readonly document: Document;
  readonly text: string;
  readonly pieces: readonly Piece[];

  constructor(document: Document, text: string, pieces: readonly Piece[]) {
    this.document = document;
    this.text = text;
    this.pieces = pieces;
  }

  /** The mapped text that is simply a stretch of the document. */
  static ofSpan(span: Span): MappedText {
    const { document, start, end } = span;
    return new MappedText(document, document.text.slice(start, end), [{ at: 0, from: start, length: end - start }]);
  }

  /** The document offset of an offset in `text`; one that no piece holds goes to the end of the piece before it. */
  offset(at: number): number {
    const piece = this.#pieceBefore(at);
    if (!piece) return this.pieces[0]?.from ?? 0;
    return piece.from + Math.min(at - piece.at, piece.length);
  }

  /** The document span of `text.slice(start, end)`; it begins and ends at real characters of that slice. */
  span(start: number, end: number): Span {
    const from = this.offset(start);
    const to = end > start ? this.offset(end - 1) + 1 : from;
    return this.document.span(from, Math.max(from, Math.min(to, this.document.text.length)));
  }

  /** A part of this text, still mapped to the document. */
  slice(start: number, end: number): MappedText {
    const pieces: Piece[] = [];
    for (let i = Math.max(0, this.#indexBefore(start)); i < this.pieces.length; i++) {
      const piece = this.pieces[i];
      if (!piece || piece.at >= end) break;
      const from = Math.max(start, piece.at);
      const to = Math.min(end, piece.at + piece.length);
      // An empty piece says where a decoded escape stands.
      if (from < to || (piece.length === 0 && piece.at >= start)) {
        pieces.push({ at: from - start, from: piece.from + from - piece.at, length: to - from });
      }
    }
    if (pieces.length === 0) pieces.push({ at: 0, from: this.offset(start), length: 0 });
    return new MappedText(this.document, this.text.slice(start, end), pieces);
  }

  #pieceBefore(at: number): Piece | undefined {
    return this.pieces[this.#indexBefore(at)];
  }

  /** The index of the last piece that begins at or before `at`, or -1. */
  #indexBefore(at: number): number {
    let low = 0;
    let high = this.pieces.length - 1;
    if (high < 0 || (this.pieces[0]?.at ?? 0) > at) return -1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.pieces[middle]?.at ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
