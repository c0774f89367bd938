import type { MappedText } from "#text";
import { MappedBuilder } from "./mapping.ts";
import type { JsonForm, JsonItem } from "./tree.ts";

const escapes: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/**
 * Decides and decodes the JSON form. Docker takes the arguments for JSON where they are one valid JSON array and nothing
 * else; what is no valid JSON is shell form; a valid array that holds anything but strings is refused.
 */
export function readJson(text: MappedText): JsonForm | "not-strings" | undefined {
  if (!text.text.startsWith("[")) return undefined;
  const items = readStrings(text);
  if (items) return { span: text.span(0, text.text.length), items };
  return isJson(text.text) ? "not-strings" : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The items of an array of strings that fills the whole text. */
function readStrings(source: MappedText): JsonItem[] | undefined {
  const text = source.text;
  const items: JsonItem[] = [];
  let at = skipJsonSpace(text, 1);
  if (text[at] === "]") return skipJsonSpace(text, at + 1) === text.length ? items : undefined;
  for (;;) {
    const end = stringEnd(text, at);
    if (end === undefined) return undefined;
    const decoded = decode(source, at + 1, end - 1);
    if (!decoded) return undefined;
    items.push({ value: decoded.text, span: source.span(at, end), text: decoded });
    at = skipJsonSpace(text, end);
    if (text[at] === "]") return skipJsonSpace(text, at + 1) === text.length ? items : undefined;
    if (text[at] !== ",") return undefined;
    at = skipJsonSpace(text, at + 1);
  }
}

function skipJsonSpace(text: string, at: number): number {
  while (at < text.length && " \t\n\r".includes(text.charAt(at))) at++;
  return at;
}

/** The offset after the closing quote of the string that begins at `at`. */
function stringEnd(text: string, at: number): number | undefined {
  if (text[at] !== '"') return undefined;
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) return i + 1;
    if (code === 0x5c) i++;
    else if (code < 0x20) return undefined;
  }
  return undefined;
}

/** The decoded inside of a string; undefined where an escape is not valid. */
function decode(source: MappedText, start: number, end: number): MappedText | undefined {
  const text = source.text;
  let escape = text.indexOf("\\", start);
  if (escape < 0 || escape >= end) return wellFormed(source.slice(start, end));
  const builder = new MappedBuilder(source);
  let from = start;
  while (escape >= 0 && escape < end) {
    builder.copy(from, escape);
    const sign = text.charAt(escape + 1);
    const simple = escapes[sign];
    const code = /^[0-9a-fA-F]{4}$/.exec(sign === "u" ? text.slice(escape + 2, escape + 6) : "");
    if (simple === undefined && !code) return undefined;
    builder.put(simple ?? String.fromCharCode(parseInt(code?.[0] ?? "0", 16)), escape);
    from = escape + (simple === undefined ? 6 : 2);
    if (from > end) return undefined;
    escape = text.indexOf("\\", from);
  }
  builder.copy(from, end);
  return wellFormed(builder.build());
}

/** Half of a surrogate pair is no character: it becomes the replacement character, as Go's decoder has it. */
function wellFormed(text: MappedText): MappedText {
  if (!/[\ud800-\udfff]/.test(text.text)) return text;
  const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  const builder = new MappedBuilder(text);
  let from = 0;
  for (const match of text.text.matchAll(lone)) {
    builder.copy(from, match.index);
    builder.put("\ufffd", match.index);
    from = match.index + 1;
  }
  if (from === 0) return text;
  builder.copy(from, text.text.length);
  return builder.build();
}
