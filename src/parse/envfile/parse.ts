import type { Document, SyntaxFault } from "#text";
import { interpolate, interpolationFault, type VariableLookup } from "../compose/interpolate.ts";
import type { EnvEntry, EnvFileTree } from "./tree.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\u0007", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\u000b", "\\": "\\", '"': '"', $: "$$", c: "\\c",
};

interface RawValue {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly quote: EnvEntry["quote"];
}

/**
 * Reads an environment file as Compose does (documentation: "Syntax for environment files"): `NAME=value` or
 * `NAME: value`, `export` in front, quotes over several lines, escapes in double quotes, interpolation outside single
 * quotes with what stands above in the file. It never throws.
 * @param document the file
 * @param lookup variables from outside; they go before those of the file
 * @param earlier variables that hold where the file says nothing
 */
export function parseEnvFile(document: Document, lookup: VariableLookup = () => undefined, earlier: VariableLookup = () => undefined): EnvFileTree {
  return new EnvFileReader(document, lookup, earlier).read();
}

class EnvFileReader {
  readonly #document: Document;
  readonly #text: string;
  readonly #lookup: VariableLookup;
  readonly #entries: EnvEntry[] = [];
  readonly #faults: SyntaxFault[] = [];
  readonly #known = new Map<string, string>();
  #at: number;

  constructor(document: Document, outer: VariableLookup, earlier: VariableLookup) {
    this.#document = document;
    this.#text = document.text;
    this.#lookup = (name) => outer(name) ?? this.#known.get(name) ?? earlier(name);
    this.#at = this.#text.startsWith("\ufeff") ? 1 : 0;
  }

  read(): EnvFileTree {
    for (;;) {
      this.#skip(/\s*/y);
      if (this.#at >= this.#text.length) break;
      if (this.#text[this.#at] === "#") this.#at = this.#lineEnd(this.#at);
      else this.#entry();
    }
    return { document: this.#document, entries: this.#entries, faults: this.#faults };
  }

  #entry(): void {
    this.#skip(/export[ \t]+(?![=:])/y);
    const start = this.#at;
    const lineEnd = this.#lineEnd(start);
    let separator = start;
    while (separator < lineEnd && !"=:#".includes(this.#text[separator] ?? "")) separator++;
    const alone = separator === lineEnd || this.#text[separator] === "#";
    const nameEnd = trimmedEnd(this.#text, start, separator);
    if (!this.#nameIsFine(start, nameEnd)) {
      this.#at = lineEnd;
      return;
    }
    this.#at = alone ? lineEnd : separator + 1;
    if (alone) this.#inherited(start, nameEnd);
    else this.#assigned(start, nameEnd, this.#value());
  }

  #nameIsFine(start: number, end: number): boolean {
    const name = this.#text.slice(start, end);
    if (/^[\p{L}\p{N}_.\-[\]]*$/u.test(name)) return true;
    const message = /\s/.test(name) ? "A name can have no blank in it: write `NAME=value`, with quotes around a value of several lines." : "A name may hold letters, digits, `_`, `.`, `-` and brackets only.";
    this.#fault("env-name", start, Math.max(end, start + 1), message);
    return false;
  }

  #inherited(start: number, end: number): void {
    const name = this.#text.slice(start, end);
    const value = this.#lookup(name);
    if (value !== undefined) this.#known.set(name, value);
    const span = this.#document.span(start, end);
    this.#entries.push({ name, nameSpan: span, value, valueSpan: this.#document.span(end, end), span, quote: undefined, inherited: true, unresolved: [] });
  }

  #assigned(start: number, nameEnd: number, raw: RawValue): void {
    const name = this.#text.slice(start, nameEnd);
    const result = raw.quote === "'" ? undefined : interpolate(raw.text, this.#lookup);
    // a variable that must be set can be set where Compose runs
    const fault = result?.fault && interpolationFault(raw.text);
    if (fault) this.#fault("env-interpolation", raw.start, raw.end, fault.message);
    const value = result ? result.value : raw.text;
    this.#known.set(name, value);
    this.#entries.push({
      name, value,
      nameSpan: this.#document.span(start, nameEnd),
      valueSpan: this.#document.span(raw.start, raw.end),
      span: this.#document.span(start, raw.end),
      quote: raw.quote,
      inherited: false,
      unresolved: result?.unresolved ?? [],
    });
  }

  /** Reads a value; leaves the reader behind its comment, or behind its closing quote. */
  #value(): RawValue {
    this.#skip(/[^\S\r\n]*/y);
    const start = this.#at;
    const quote = this.#text[start];
    if (quote === "'" || quote === '"') return this.#quoted(quote);
    const lineEnd = this.#lineEnd(start);
    const written = this.#text.slice(start, lineEnd);
    const comment = written.indexOf(" #");
    const end = trimmedEnd(this.#text, start, comment < 0 ? lineEnd : start + comment);
    this.#at = lineEnd;
    return { text: this.#text.slice(start, end), start, end, quote: undefined };
  }

  #quoted(quote: "'" | '"'): RawValue {
    const start = this.#at;
    let at = start + 1;
    while (at < this.#text.length && this.#text[at] !== quote) at += this.#text[at] === "\\" ? 2 : 1;
    if (at >= this.#text.length) return this.#unclosed(start, quote);
    const inside = this.#text.slice(start + 1, at);
    // what follows on the line is read like the beginning of one (measured)
    this.#at = at + 1;
    const text = quote === '"' ? unescape(inside) : inside.replaceAll("\\'", "'");
    return { text, start, end: at + 1, quote };
  }

  #unclosed(start: number, quote: "'" | '"'): RawValue {
    const end = this.#lineEnd(start);
    this.#fault("env-quote", start, end, "The closing quote is missing.");
    this.#at = end;
    return { text: this.#text.slice(start + 1, end), start, end, quote };
  }

  #skip(pattern: RegExp): void {
    pattern.lastIndex = this.#at;
    this.#at += pattern.exec(this.#text)?.[0].length ?? 0;
  }

  #lineEnd(from: number): number {
    const at = this.#text.indexOf("\n", from);
    if (at < 0) return this.#text.length;
    return at > from && this.#text[at - 1] === "\r" ? at - 1 : at;
  }

  #fault(code: string, start: number, end: number, message: string): void {
    this.#faults.push({ code, span: this.#document.span(start, end), message, fatal: true });
  }
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1] ?? "")) at--;
  return at;
}

/** Escapes of a double-quoted value; an unknown one stays as it is, `\$` becomes a dollar sign that starts no variable. */
function unescape(text: string): string {
  return text.replace(/\\(?:0(\d{1,3})|([\s\S]))/g, (whole, octal: string | undefined, letter: string | undefined) => {
    if (octal === undefined) return ESCAPES[letter ?? ""] ?? whole;
    const code = /^[0-7]+$/.test(octal) ? parseInt(octal, 8) : Number.NaN;
    return code <= 255 ? String.fromCharCode(code) : whole;
  });
}
