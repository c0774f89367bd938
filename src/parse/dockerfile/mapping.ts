import { MappedText, type Piece } from "#text";

/** Puts a mapped text together from stretches of another one and from characters that stand for an escape in it. */
export class MappedBuilder {
  readonly #source: MappedText;
  readonly #texts: string[] = [];
  readonly #pieces: Piece[] = [];
  #length = 0;

  constructor(source: MappedText) {
    this.#source = source;
  }

  /** Takes `source.text.slice(start, end)` over unchanged. */
  copy(start: number, end: number): void {
    if (start < end) this.append(this.#source.slice(start, end));
  }

  /** Takes over another mapped text of the same document. */
  append(other: MappedText): void {
    for (const piece of other.pieces) this.#pieces.push({ at: piece.at + this.#length, from: piece.from, length: piece.length });
    this.#add(other.text);
  }

  /** Adds text that stands for the escape that begins at offset `at` of the source. */
  put(text: string, at: number): void {
    this.anchor(text, this.#source.offset(at));
  }

  /** Adds text that the document does not hold; it is shown at the given offset of the document. */
  anchor(text: string, offset: number): void {
    this.#pieces.push({ at: this.#length, from: offset, length: 0 });
    this.#add(text);
  }

  build(): MappedText {
    if (this.#pieces.length === 0) this.#pieces.push({ at: 0, from: this.#source.offset(0), length: 0 });
    return new MappedText(this.#source.document, this.#texts.join(""), this.#pieces);
  }

  #add(text: string): void {
    this.#texts.push(text);
    this.#length += text.length;
  }
}
