import type { MappedText, Span } from "#text";
import { isBlank, isSpace } from "./characters.ts";
import { lex, type Lexed, type LexFault, type Operand, type Part } from "./lexer.ts";
import type { Variable, Word } from "./tree.ts";

/** Offsets of one argument in the text that holds it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A word with the fault that Docker would find when it replaces its variables. */
export interface ReadWord {
  readonly word: Word;
  readonly fault: LexFault | undefined;
}

/** Splits at blanks; quotes mean nothing here. */
export function blankRanges(text: string): Range[] {
  const ranges: Range[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !isBlank(text.charCodeAt(at))) continue;
    if (at > start) ranges.push({ start, end: at });
    start = at + 1;
  }
  return ranges;
}

/** Splits at blanks outside quotes, as Docker does for ENV, ARG and LABEL; an escape character at the end is dropped. */
export function quotedRanges(text: string, escape: string): Range[] {
  const ranges: Range[] = [];
  let quote = "";
  let start = -1;
  let at = 0;
  let end = text.length;
  for (; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote === "" && isSpace(text.charCodeAt(at))) {
      if (start >= 0) ranges.push({ start, end: at });
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if (character === escape && quote !== "'") {
      if (at + 1 === text.length) end = at;
      else at++;
    } else if (quote === "" && (character === "'" || character === '"')) quote = character;
    else if (character === quote) quote = "";
  }
  if (start >= 0 && start < end) ranges.push({ start, end });
  return ranges;
}

/** The word at `range` of `source`. */
export function readWord(source: MappedText, range: Range, escape: string): ReadWord {
  const raw = source.text.slice(range.start, range.end);
  if (isPlain(raw, escape)) return { word: new SourceWord(source, range, raw, raw, escape, undefined), fault: undefined };
  const lexed = lex(raw, escape);
  const word = new SourceWord(source, range, raw, valueOf(raw, lexed.parts), escape, wholeQuote(raw, lexed));
  return { word, fault: lexed.fault };
}

/** A word that is taken as it stands: a stage's name, MAINTAINER's text. */
export function plainWord(source: MappedText, range: Range): Word {
  const raw = source.text.slice(range.start, range.end);
  return new SourceWord(source, range, raw, raw, undefined, undefined);
}

function isPlain(raw: string, escape: string): boolean {
  return !raw.includes("$") && !raw.includes(escape) && !raw.includes('"') && !raw.includes("'");
}

const none: readonly never[] = [];

/** A word as a place in the text that holds it: its spans are made when asked for, which keeps large files small. */
class SourceWord implements Word {
  readonly raw: string;
  readonly value: string;
  readonly quote?: "'" | '"';
  readonly #source: MappedText;
  readonly #start: number;
  readonly #escape: string | undefined;

  constructor(source: MappedText, range: Range, raw: string, value: string, escape: string | undefined, quote: "'" | '"' | undefined) {
    this.#source = source;
    this.#start = range.start;
    this.#escape = escape;
    this.raw = raw;
    this.value = value;
    if (quote) this.quote = quote;
  }

  get span(): Span {
    return this.#source.span(this.#start, this.#start + this.raw.length);
  }

  get text(): MappedText {
    return this.#source.slice(this.#start, this.#start + this.raw.length);
  }

  get variables(): readonly Variable[] {
    if (this.#escape === undefined || !this.raw.includes("$")) return none;
    return variablesOf(this.text, lex(this.raw, this.#escape).parts);
  }
}

function wholeQuote(raw: string, lexed: Lexed): "'" | '"' | undefined {
  const first = raw.charAt(0);
  if ((first !== "'" && first !== '"') || lexed.fault || raw.length < 2 || !raw.endsWith(first)) return undefined;
  if (first === "'") return raw.indexOf("'", 1) === raw.length - 1 ? first : undefined;
  return lexed.parts.every((part) => part.firm) && !/[^\\`]".*"/s.test(raw.slice(1)) ? first : undefined;
}

function valueOf(raw: string, parts: readonly Part[]): string {
  let value = "";
  for (const part of parts) value += part.kind === "text" ? part.text : raw.slice(part.start, part.end);
  return value;
}

/** The variables that Docker replaces in a text: JSON strings, and here-documents, where quotes are ordinary characters. */
export function variablesIn(text: MappedText, escape: string, quotes = true): readonly Variable[] {
  return text.text.includes("$") ? variablesOf(text, lex(text.text, escape, quotes).parts) : none;
}

/** The variables among the parts of `text`, with those in their modifiers' words nested. */
export function variablesOf(text: MappedText, parts: readonly Part[]): readonly Variable[] {
  const variables: Variable[] = [];
  for (const part of parts) {
    if (part.kind !== "variable") continue;
    const { name, modifier, operand, replacement } = part;
    const cut = modifier === "##" || modifier === "%%" ? 1 : 0;
    variables.push({
      name,
      span: text.span(part.start, part.end),
      nameSpan: text.span(part.nameStart, part.nameStart + name.length),
      braces: part.braces,
      ...(modifier ? { modifier } : {}),
      ...(operand ? { operand: text.text.slice(operand.start + cut, operand.end) } : {}),
      ...(replacement ? { replacement: text.text.slice(replacement.start, replacement.end) } : {}),
      nested: [...nested(text, operand), ...nested(text, replacement)],
    });
  }
  return variables;
}

function nested(text: MappedText, operand: Operand | undefined): readonly Variable[] {
  return operand ? variablesOf(text, operand.parts) : [];
}
