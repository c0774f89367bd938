import type { RawComment, RawScalar } from "./raw.ts";

const NEW_LINE = 10;
const SPACE = 32;
const TAB = 9;
const RETURN = 13;
const HASH = 35;
const COLON = 58;
const DASH = 45;

/** Characters that no plain scalar begins with. */
const INDICATORS: ReadonlySet<string> = new Set(["[", "]", "{", "}", ",", "#", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`"]);

/** Longer keys are not allowed on one line. */
const KEY_LIMIT = 1000;

/** Walks a text line by line. Whatever it does not know makes it give up: then nothing it gave counts. */
export class LineReader {
  readonly text: string;
  readonly comments: RawComment[] = [];
  at = 0;
  failed = false;
  #lineStart = 0;

  constructor(text: string) {
    this.text = text;
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  /** The column of the place at hand, from 0; -1 behind the last line that says something. */
  get column(): number {
    return this.at >= this.text.length ? -1 : this.at - this.#lineStart;
  }

  /** Ends all reading. */
  giveUp(): RawScalar {
    this.failed = true;
    this.at = this.text.length;
    return { kind: "scalar", start: 0, end: 0, text: "", style: "plain" };
  }

  /** Goes to the first line that says something, past a `---`. */
  begin(): void {
    const start = /^(?:[ ]*(?:#[^\n]*)?\n)*---[ ]*(?=\r?\n)/.exec(this.text)?.[0];
    if (start === undefined) return this.toLine(0);
    for (const { index } of start.matchAll(/#/g)) if (index >= this.at) this.#commentAt(index);
    this.at = start.length;
    this.nextLine();
  }

  /** Skips blanks; true where there were any. */
  skipSpaces(): boolean {
    const from = this.at;
    while (this.text.charCodeAt(this.at) === SPACE) this.at++;
    if (this.text.charCodeAt(this.at) === TAB) this.giveUp();
    return this.at > from;
  }

  /** Whether nothing but a comment is left of the line. */
  atLineEnd(): boolean {
    const code = this.text.charCodeAt(this.at);
    return Number.isNaN(code) || code === NEW_LINE || code === RETURN || (code === HASH && this.#isCommentHere());
  }

  /** From the end of what a line says to the next line that says something. */
  nextLine(): void {
    this.skipSpaces();
    if (!this.atLineEnd()) this.giveUp();
    else this.#skipLines();
  }

  /** Takes a comment and what white space follows, over line ends; true where a line ended. */
  skipFlowSpace(): boolean {
    const start = this.#lineStart;
    this.skipSpaces();
    if (this.atLineEnd()) this.#skipLines();
    return this.#lineStart !== start;
  }

  isDash(): boolean {
    return this.text.charCodeAt(this.at) === DASH && isBlank(this.text.charCodeAt(this.at + 1));
  }

  /** Whether a `key:` stands here. */
  isKey(): boolean {
    const first = this.text[this.at];
    if (first !== "\"" && first !== "'") return this.#plainEnd(true) >= 0;
    const { at } = this;
    this.quoted();
    while (this.text.charCodeAt(this.at) === SPACE) this.at++;
    const isKey = !this.failed && this.text.charCodeAt(this.at) === COLON && isBlank(this.text.charCodeAt(this.at + 1));
    if (!this.failed) this.at = at;
    return isKey;
  }

  /** The key, up to and with its colon. */
  key(): RawScalar {
    const first = this.text[this.at];
    if (first === "\"" || first === "'") {
      const key = this.quoted();
      this.skipSpaces();
      if (this.text.charCodeAt(this.at) !== COLON || !isBlank(this.text.charCodeAt(this.at + 1))) return this.giveUp();
      this.at++;
      return key;
    }
    const start = this.at;
    const colon = this.#plainEnd(true);
    if (colon < 0 || colon - start > KEY_LIMIT) return this.giveUp();
    this.at = colon + 1;
    return this.#plainScalar(start, colon);
  }

  /** A plain scalar that ends on its line. */
  plain(): RawScalar {
    const start = this.at;
    const end = this.#plainEnd(false);
    if (end < 0) return this.giveUp();
    this.at = end;
    return this.#plainScalar(start, end);
  }

  /** A quoted scalar on one line. */
  quoted(): RawScalar {
    const start = this.at;
    const quote = this.text[start];
    const end = quote === "'" ? this.#singleEnd(start + 1) : this.#doubleEnd(start + 1);
    if (end < 0 || end - start > KEY_LIMIT * 100) return this.giveUp();
    this.at = end + 1;
    const inner = this.text.slice(start + 1, end);
    if (quote === "'") return { kind: "scalar", start, end: end + 1, text: inner.includes("'") ? inner.replaceAll("''", "'") : inner, style: "single" };
    return { kind: "scalar", start, end: end + 1, text: inner.includes("\\") ? inner.replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter) : inner, style: "double" };
  }

  /** The name behind `&`, `*` or `!`. */
  name(): string {
    NAME.lastIndex = this.at + 1;
    const name = NAME.exec(this.text)?.[0] ?? "";
    this.at += name.length + 1;
    return name;
  }

  /** Goes to what a line, or the next one that says something, says first. */
  toLine(start: number): void {
    const { text } = this;
    for (let line = start; line < text.length;) {
      let at = line;
      while (text.charCodeAt(at) === SPACE) at++;
      this.at = at;
      this.#lineStart = line;
      const code = text.charCodeAt(at);
      if (code === HASH) this.#comment();
      else if (code !== NEW_LINE && code !== RETURN && at < text.length) {
        if (code === TAB || (at === line && this.#isMarker())) this.giveUp();
        return;
      }
      const end = text.indexOf("\n", at);
      if (end < 0) break;
      line = end + 1;
    }
    this.at = text.length;
  }

  /** The end of the line at hand, before its line end. */
  lineEnd(from: number): number {
    const at = this.text.indexOf("\n", from);
    if (at < 0) return this.text.length;
    return at > from && this.text.charCodeAt(at - 1) === RETURN ? at - 1 : at;
  }

  /**
   * Where a plain scalar ends that begins here: at the colon of a key, else behind its last character. -1 where it is none,
   * or where it is a key and no key is wanted, or the other way round.
   */
  #plainEnd(asKey: boolean): number {
    const { text, at: start } = this;
    const first = text[start];
    if (first === undefined || INDICATORS.has(first)) return -1;
    if ((first === "-" || first === "?" || first === ":") && isBlank(text.charCodeAt(start + 1))) return -1;
    for (let at = start; ; at++) {
      const code = text.charCodeAt(at);
      if (code === COLON && isBlank(text.charCodeAt(at + 1))) return asKey ? at : -1;
      if (code === TAB) return -1;
      const ends = Number.isNaN(code) || code === NEW_LINE || code === RETURN || (code === HASH && text.charCodeAt(at - 1) === SPACE && at > start);
      if (!ends) continue;
      if (asKey) return -1;
      while (text.charCodeAt(at - 1) === SPACE) at--;
      return at;
    }
  }

  #plainScalar(start: number, colon: number): RawScalar {
    let end = colon;
    while (this.text.charCodeAt(end - 1) === SPACE && end > start) end--;
    return { kind: "scalar", start, end, text: this.text.slice(start, end), style: "plain" };
  }

  #singleEnd(from: number): number {
    const { text } = this;
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === NEW_LINE) return -1;
      if (text[at] !== "'") continue;
      if (text[at + 1] !== "'") return at;
      at++;
    }
    return -1;
  }

  #doubleEnd(from: number): number {
    const { text } = this;
    for (let at = from; at < text.length; at++) {
      const letter = text[at];
      if (letter === "\"") return at;
      if (letter === "\n") return -1;
      if (letter === "\\" && ESCAPES[text[++at] ?? ""] === undefined) return -1;
    }
    return -1;
  }

  #isCommentHere(): boolean {
    const before = this.text.charCodeAt(this.at - 1);
    return this.at === 0 || before === SPACE || before === NEW_LINE;
  }

  /** `---`, `...` or a directive. */
  #isMarker(): boolean {
    const { text, at } = this;
    return text.startsWith("---", at) || text.startsWith("...", at) || text[at] === "%";
  }

  #skipLines(): void {
    if (this.text.charCodeAt(this.at) === HASH) this.#comment();
    const end = this.text.indexOf("\n", this.at);
    if (end < 0) this.at = this.text.length;
    else this.toLine(end + 1);
  }

  #comment(): void {
    this.#commentAt(this.at);
  }

  #commentAt(start: number): void {
    this.at = this.lineEnd(start);
    this.comments.push({ start, end: this.at });
  }
}

/** What a character behind a backslash stands for; the others are left to the library. */
const ESCAPES: Readonly<Record<string, string>> = { "\"": "\"", "\\": "\\", "/": "/", n: "\n", t: "\t" };

const NAME = /[^\s,[\]{}&*!]*/y;

function isBlank(code: number): boolean {
  return code === SPACE || code === NEW_LINE || code === RETURN || Number.isNaN(code);
}
