import { MappedText, type Piece } from "#text";
import type { YamlScalar } from "./tree.ts";

/**
 * The text of a scalar with the way back to the file: through quotes, escapes, folding and the indentation of a block.
 * Where a character is written as an escape, it leads to the escape.
 */
export function mappedScalar(node: YamlScalar): MappedText {
  const { document, start, end } = node.span;
  const { from, to } = content(node, document.text.slice(start, end), start);
  if (document.text.slice(from, to) === node.text) return new MappedText(document, node.text, [{ at: 0, from, length: node.text.length }]);
  return new MappedText(document, node.text, new Alignment(node, document.text, from, Math.max(to, end)).pieces());
}

/** The scalar without its quotes or its block header. */
function content(node: YamlScalar, written: string, start: number): { readonly from: number; readonly to: number } {
  const { end } = node.span;
  if (node.style === "single" || node.style === "double") return { from: start + 1, to: written.length > 1 ? end - 1 : end };
  if (node.style === "plain") return { from: start, to: end };
  const line = written.indexOf("\n");
  return { from: line < 0 ? end : start + line + 1, to: end };
}

/** Walks the text and its written form side by side, once. */
class Alignment {
  readonly #node: YamlScalar;
  readonly #source: string;
  readonly #end: number;
  readonly #pieces: Piece[] = [];
  #from: number;

  constructor(node: YamlScalar, source: string, from: number, end: number) {
    this.#node = node;
    this.#source = source;
    this.#from = from;
    this.#end = end;
  }

  pieces(): readonly Piece[] {
    const { text, style } = this.#node;
    const block = style === "literal" || style === "folded";
    this.#skipIndent(0, block);
    for (let at = 0; at < text.length && this.#from < this.#end; at++) {
      const wanted = text[at];
      if (wanted === "\n" || (wanted === " " && this.#atLineEnd())) this.#lineEnd(at, block);
      else if (style === "double" && this.#source[this.#from] === "\\") at += this.#escape(at);
      else if (style === "single" && this.#source.startsWith("''", this.#from)) this.#add(at, 1, 2);
      else this.#add(at, 1, 1);
    }
    return this.#pieces;
  }

  /** True where only white space is left on the written line: here YAML folds. */
  #atLineEnd(): boolean {
    let at = this.#from;
    while (this.#source[at] === " " || this.#source[at] === "\t" || this.#source[at] === "\r") at++;
    return this.#source[at] === "\n";
  }

  /** A line end or folded blank of the text; it leads to the written line end. */
  #lineEnd(at: number, block: boolean): void {
    if (this.#source[this.#from] === "\\" && this.#source[this.#from + 1] === "n") {
      this.#add(at, 1, 2);
      return;
    }
    while (this.#from < this.#end && this.#source[this.#from] !== "\n" && /[ \t\r]/.test(this.#source[this.#from] ?? "")) this.#from++;
    this.#add(at, 1, 1);
    this.#skipIndent(at + 1, block);
  }

  /** Skips what YAML takes off the start of a line: in a block its indentation, elsewhere all blanks and empty lines. */
  #skipIndent(at: number, block: boolean): void {
    const next = this.#node.text[at];
    while (this.#from < this.#end) {
      const written = this.#source[this.#from];
      const blank = written === " " || written === "\t" || (written === "\r" && this.#source[this.#from + 1] === "\n");
      const folded = written === "\n" && next !== "\n" && (!block || this.#node.style === "folded");
      if (!blank && !folded) return;
      if (block && written === next && this.#rest(at)) return;
      this.#from++;
    }
  }

  /** True where the written line goes on exactly as the text does: blanks that belong to the text are not skipped. */
  #rest(at: number): boolean {
    const lineEnd = this.#node.text.indexOf("\n", at);
    const stop = Math.min(lineEnd < 0 ? this.#node.text.length : lineEnd, at + 200);
    return this.#source.startsWith(this.#node.text.slice(at, stop), this.#from);
  }

  /** An escape in double quotes; gives how many more characters of the text it stands for. */
  #escape(at: number): number {
    const kind = this.#source[this.#from + 1] ?? "";
    if (kind === "\n" || kind === "\r") {
      this.#from += kind === "\r" ? 3 : 2;
      this.#skipIndent(at, false);
      return -1;
    }
    const width = kind === "x" ? 4 : kind === "u" ? 6 : kind === "U" ? 10 : 2;
    const size = kind === "U" && (this.#node.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    this.#add(at, size, width);
    return size - 1;
  }

  #add(at: number, length: number, width: number): void {
    const last = this.#pieces.at(-1);
    if (last && length === width && last.at + last.length === at && last.from + last.length === this.#from) {
      this.#pieces[this.#pieces.length - 1] = { ...last, length: last.length + length };
    } else this.#pieces.push({ at, from: this.#from, length });
    this.#from += width;
  }
}
