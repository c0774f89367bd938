import { isDigit, isNameCharacter } from "./characters.ts";
import type { VariableModifier } from "./tree.ts";

/** A part of a word: text with quotes and escapes removed, or a variable. Offsets are those of the word's text. */
export type Part = TextPart | VariablePart;

export interface TextPart {
  readonly kind: "text";
  readonly text: string;
  /** Quoted or escaped: blanks in it do not split a word. */
  readonly firm: boolean;
}

export interface VariablePart {
  readonly kind: "variable";
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly braces: boolean;
  readonly firm: boolean;
  readonly modifier: VariableModifier | undefined;
  /** What follows the modifier; after `##` and `%%` it begins with the second character of the modifier. */
  readonly operand: Operand | undefined;
  readonly replacement: Operand | undefined;
}

export interface Operand {
  readonly parts: readonly Part[];
  readonly start: number;
  readonly end: number;
}

export interface LexFault {
  readonly code: "unbalanced-quote" | "bad-substitution";
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly fatal: boolean;
}

export interface Lexed {
  readonly parts: readonly Part[];
  readonly fault: LexFault | undefined;
}

/** Deeper nests are not followed; no real file comes near. */
const deepest = 64;
const special = new Set("@*#?-$!0");

/**
 * Takes a word apart as Docker does before it replaces variables: single quotes are literal, double quotes hold
 * variables, the escape character makes the next one plain. With `quotes` false (here-document bodies) quotes are
 * ordinary characters. Never throws; at the first fault the rest of the word becomes text.
 */
export function lex(text: string, escape: string, quotes = true): Lexed {
  if (!text.includes("$") && !text.includes(escape) && (!quotes || !/['"]/.test(text))) {
    return { parts: text === "" ? [] : [{ kind: "text", text, firm: false }], fault: undefined };
  }
  const lexer = new Lexer(text, escape, quotes);
  const parts = lexer.until(undefined, false, 0);
  return { parts, fault: lexer.fault };
}

class Lexer {
  fault: LexFault | undefined;
  readonly #text: string;
  readonly #escape: string;
  readonly #quotes: boolean;
  #at = 0;

  constructor(text: string, escape: string, quotes: boolean) {
    this.#text = text;
    this.#escape = escape;
    this.#quotes = quotes;
  }

  /** The parts up to `stop` (taken too), or to the end where it is undefined. `raw` keeps the escape characters. */
  until(stop: string | undefined, raw: boolean, depth: number): Part[] {
    const parts = new PartList();
    const start = this.#at;
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (character === stop) {
        this.#at++;
        return parts.finish();
      }
      if (character === "$") this.#dollar(parts, false, depth);
      else if (this.#quotes && character === "'") this.#single(parts);
      else if (this.#quotes && character === '"') this.#double(parts, raw, depth);
      else if (character === this.#escape) this.#escaped(parts, raw);
      else parts.add(this.#take(), false);
    }
    if (stop !== undefined) this.#fail("bad-substitution", start, `the closing ${stop} of \${...} is missing`);
    return parts.finish();
  }

  #take(): string {
    return this.#text.charAt(this.#at++);
  }

  #escaped(parts: PartList, raw: boolean): void {
    const escape = this.#take();
    if (raw) parts.add(escape, true);
    if (this.#at < this.#text.length) parts.add(this.#take(), true);
  }

  #single(parts: PartList): void {
    const start = this.#at++;
    const close = this.#text.indexOf("'", this.#at);
    if (close < 0) {
      this.#fail("unbalanced-quote", start, "this single quote is never closed");
      return;
    }
    parts.add(this.#text.slice(this.#at, close), true);
    this.#at = close + 1;
  }

  #double(parts: PartList, raw: boolean, depth: number): void {
    const start = this.#at++;
    parts.add("", true);
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (character === '"') {
        this.#at++;
        return;
      }
      if (character === "$") this.#dollar(parts, true, depth);
      else if (character === this.#escape) this.#escapedInQuotes(parts, raw);
      else parts.add(this.#take(), true);
    }
    this.#fail("unbalanced-quote", start, "this double quote is never closed");
  }

  /** Inside double quotes only `"`, `$` and the escape character itself can be escaped; elsewhere it stays. */
  #escapedInQuotes(parts: PartList, raw: boolean): void {
    const escape = this.#take();
    const next = this.#text.charAt(this.#at);
    if (next === "") return;
    if (next !== '"' && next !== "$" && next !== this.#escape) parts.add(escape, true);
    else parts.add((raw ? escape : "") + this.#take(), true);
  }

  #dollar(parts: PartList, firm: boolean, depth: number): void {
    const start = this.#at++;
    if (this.#text.charAt(this.#at) === "{") {
      this.#braces(parts, start, firm, depth);
      return;
    }
    const nameStart = this.#at;
    const name = this.#name();
    if (name === "") parts.add("$", firm);
    else parts.push({ ...plain(name, start, nameStart, this.#at, firm), braces: false });
  }

  #braces(parts: PartList, start: number, firm: boolean, depth: number): void {
    const nameStart = ++this.#at;
    if (nameStart >= this.#text.length || "{}:".includes(this.#text.charAt(nameStart)) || depth >= deepest) {
      const why = depth >= deepest ? "these variables are nested too deeply to follow" : "this is no ${name}";
      this.#fail("bad-substitution", start, why, depth < deepest);
      return;
    }
    const name = this.#name();
    const modifier = this.#take();
    if (modifier === "}") parts.push(plain(name, start, nameStart, this.#at, firm));
    else if (modifier === "/") this.#replacement(parts, { name, start, nameStart, firm }, depth);
    else this.#modified(parts, { name, start, nameStart, firm }, modifier, depth);
  }

  #modified(parts: PartList, head: Head, first: string, depth: number): void {
    const colon = first === ":";
    const sign = colon ? this.#take() : first;
    if (!"+-?#%".includes(sign) || sign === "" || (colon && "#%".includes(sign))) {
      this.#fail("bad-substitution", head.start, `Docker knows no modifier ${colon ? ":" : ""}${sign} in \${...}`);
      return;
    }
    const cutting = sign === "#" || sign === "%";
    const doubled = cutting && this.#text.charAt(this.#at) === sign;
    const operand = this.#operand("}", cutting, depth);
    if (!operand) return;
    const modifier = `${colon ? ":" : ""}${sign}${doubled ? sign : ""}` as VariableModifier;
    parts.push({ ...plain(head.name, head.start, head.nameStart, this.#at, head.firm), modifier, operand });
  }

  #replacement(parts: PartList, head: Head, depth: number): void {
    const all = this.#text.charAt(this.#at) === "/";
    if (all) this.#at++;
    const operand = this.#operand("/", true, depth);
    const replacement = operand && this.#operand("}", true, depth);
    if (!replacement) return;
    const modifier = all ? "//" : "/";
    parts.push({ ...plain(head.name, head.start, head.nameStart, this.#at, head.firm), modifier, operand, replacement });
  }

  /** Undefined where a fault stopped it. */
  #operand(stop: string, raw: boolean, depth: number): Operand | undefined {
    const start = this.#at;
    const parts = this.until(stop, raw, depth + 1);
    if (this.fault) return undefined;
    return { parts, start, end: Math.max(start, this.#at - 1) };
  }

  #name(): string {
    const start = this.#at;
    const first = this.#text.codePointAt(start) ?? 0;
    if (isDigit(first)) {
      this.#skip(isDigit);
    } else if (special.has(this.#text.charAt(start))) {
      this.#at++;
    } else {
      this.#skip(isNameCharacter);
    }
    return this.#text.slice(start, this.#at);
  }

  #skip(accept: (code: number) => boolean): void {
    while (this.#at < this.#text.length) {
      const code = this.#text.codePointAt(this.#at) ?? 0;
      if (!accept(code)) return;
      this.#at += code > 0xffff ? 2 : 1;
    }
  }

  #fail(code: LexFault["code"], start: number, message: string, fatal = true): void {
    this.fault ??= { code, start, end: this.#text.length, message, fatal };
    this.#at = this.#text.length;
  }
}

interface Head {
  readonly name: string;
  readonly start: number;
  readonly nameStart: number;
  readonly firm: boolean;
}

function plain(name: string, start: number, nameStart: number, end: number, firm: boolean): VariablePart {
  return { kind: "variable", name, start, end, nameStart, braces: true, firm, modifier: undefined, operand: undefined, replacement: undefined };
}

/** Collects parts; neighbouring text of one kind becomes one part. */
class PartList {
  readonly #parts: Part[] = [];
  #buffer = "";
  #firm = false;
  #open = false;

  add(text: string, firm: boolean): void {
    if (this.#open && this.#firm !== firm) this.#flush();
    this.#open = true;
    this.#firm = firm;
    this.#buffer += text;
  }

  push(part: VariablePart): void {
    this.#flush();
    this.#parts.push(part);
  }

  finish(): Part[] {
    this.#flush();
    return this.#parts;
  }

  #flush(): void {
    if (this.#open) this.#parts.push({ kind: "text", text: this.#buffer, firm: this.#firm });
    this.#open = false;
    this.#buffer = "";
  }
}
