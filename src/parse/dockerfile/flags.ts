import type { MappedText } from "#text";
import { isSpace, skipSpace } from "./characters.ts";
import { lex } from "./lexer.ts";
import { MappedBuilder } from "./mapping.ts";
import type { Flag, FlagOption, Word } from "./tree.ts";
import { variablesOf, type Range } from "./words.ts";

const none: readonly never[] = [];

export interface ReadFlags {
  readonly flags: readonly Flag[];
  /** Where the arguments begin. */
  readonly end: number;
}

/**
 * Reads the `--name=value` words before an instruction's arguments, from `start` on. Docker takes quotes and backslashes
 * out of them whatever the escape character is; a lone `--` ends them and is dropped.
 */
export function readFlags(source: MappedText, start: number, escape: string): ReadFlags {
  const text = source.text;
  let at = skipSpace(text, start, text.length);
  if (!text.startsWith("--", at)) return { flags: none, end: at };
  const flags: Flag[] = [];
  while (text.startsWith("--", at)) {
    const end = flagEnd(text, at);
    if (end === at + 2) return { flags, end };
    flags.push(readFlag(source, { start: at, end }, escape));
    at = skipSpace(text, end, text.length);
  }
  return { flags, end: at };
}

function flagEnd(text: string, at: number): number {
  let quote = "";
  for (; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "\\") at++;
    else if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (isSpace(text.charCodeAt(at))) return at;
  }
  return text.length;
}

function readFlag(source: MappedText, range: Range, escape: string): Flag {
  const equals = source.text.indexOf("=", range.start);
  const hasValue = equals >= 0 && equals < range.end;
  const nameRange = { start: range.start + 2, end: hasValue ? equals : range.end };
  const name = unquote(source, nameRange).text;
  const decoded = hasValue ? unquote(source, { start: equals + 1, end: range.end }) : undefined;
  const raw = hasValue ? source.slice(equals + 1, range.end) : undefined;
  return {
    name,
    value: raw && decoded ? flagWord(raw, decoded, escape) : undefined,
    span: source.span(range.start, range.end),
    nameSpan: source.span(nameRange.start, nameRange.end),
    options: name === "mount" && decoded ? mountOptions(decoded, escape) : none,
  };
}

function flagWord(raw: MappedText, decoded: MappedText, escape: string): Word {
  const first = raw.text.charAt(0);
  const quoted = (first === '"' || first === "'") && raw.text.indexOf(first, 1) === raw.text.length - 1;
  return {
    raw: raw.text,
    value: decoded.text,
    span: raw.span(0, raw.text.length),
    text: raw,
    variables: variablesOf(decoded, lex(decoded.text, escape).parts),
    ...(quoted ? { quote: first } : {}),
  };
}

function unquote(source: MappedText, range: Range): MappedText {
  const text = source.text;
  if (!/["'\\]/.test(text.slice(range.start, range.end))) return source.slice(range.start, range.end);
  const builder = new MappedBuilder(source);
  let quote = "";
  let from = range.start;
  for (let at = range.start; at < range.end; at++) {
    const character = text.charAt(at);
    const opens = quote === "" && (character === "'" || character === '"');
    if (character !== "\\" && character !== quote && !opens) continue;
    builder.copy(from, at);
    from = at + 1;
    if (character === "\\") at++;
    else quote = opens ? character : "";
  }
  builder.copy(from, range.end);
  return builder.build();
}

/** The fields of a `--mount` value: a line of CSV, where a field in double quotes may hold commas. */
function mountOptions(value: MappedText, escape: string): FlagOption[] {
  const options: FlagOption[] = [];
  let start = 0;
  while (start <= value.text.length) {
    const end = fieldEnd(value.text, start);
    options.push(readOption(csvField(value, start, end), escape));
    start = end + 1;
  }
  return options;
}

function fieldEnd(text: string, start: number): number {
  let at = start;
  if (text[at] === '"') {
    at++;
    while (at < text.length && (text[at] !== '"' || text[at + 1] === '"')) at += text[at] === '"' ? 2 : 1;
  }
  const comma = text.indexOf(",", at);
  return comma < 0 ? text.length : comma;
}

function csvField(value: MappedText, start: number, end: number): MappedText {
  const text = value.text;
  if (text[start] !== '"' || text[end - 1] !== '"' || end - start < 2) return value.slice(start, end);
  const builder = new MappedBuilder(value);
  let from = start + 1;
  for (let at = from; at < end - 1; at++) {
    if (text[at] !== '"') continue;
    builder.copy(from, at);
    from = ++at;
  }
  builder.copy(from, end - 1);
  return builder.build();
}

function readOption(field: MappedText, escape: string): FlagOption {
  const equals = field.text.indexOf("=");
  const span = field.span(0, field.text.length);
  if (equals < 0) return { name: field.text.trim().toLowerCase(), value: undefined, span };
  const text = field.slice(equals + 1, field.text.length);
  const parts = lex(text.text, escape).parts;
  const value: Word = {
    raw: text.text,
    value: text.text,
    span: text.span(0, text.text.length),
    text,
    variables: variablesOf(text, parts),
  };
  return { name: field.text.slice(0, equals).trim().toLowerCase(), value, span };
}
