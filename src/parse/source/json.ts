import { type Document, MappedText, type Piece } from "#text";

/** A string value of a JSON text, with the keys that lead to it; a list's items have their numbers. */
export interface JsonString {
  readonly keys: readonly string[];
  /** Decoded, mapped to the file. */
  readonly text: MappedText;
}

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const MOST_LEVELS = 100;

interface Level {
  readonly list: boolean;
  /** The key of the value that comes next, or how many items came before. */
  key: string | undefined;
  count: number;
}

/** Every string value of a JSON text, in the order of the file. Never throws: what is no JSON is stepped over. Linear. */
export function jsonStrings(document: Document): readonly JsonString[] {
  const { text } = document;
  const found: JsonString[] = [];
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    const level = levels.at(-1);
    if (character === "{" || character === "[") {
      if (levels.length >= MOST_LEVELS) return found;
      levels.push({ list: character === "[", key: undefined, count: 0 });
    } else if (character === "}" || character === "]") levels.pop();
    else if (character === "," && level) {
      level.key = undefined;
      level.count++;
    } else if (character === '"') {
      const string = readString(document, at + 1);
      at = string.end;
      if (level && !level.list && level.key === undefined) level.key = string.text.text;
      else found.push({ keys: levels.map((one) => (one.list ? String(one.count) : one.key ?? "")), text: string.text });
    }
  }
  return found;
}

/** The string that starts behind a quote; `end` is the place of the closing quote, or the text's end. */
function readString(document: Document, start: number): { readonly text: MappedText; readonly end: number } {
  const source = document.text;
  const pieces: Piece[] = [];
  let text = "";
  let at = start;
  while (at < source.length && source[at] !== '"' && source[at] !== "\n") {
    const stop = plainEnd(source, at);
    if (stop > at) {
      pieces.push({ at: text.length, from: at, length: stop - at });
      text += source.slice(at, stop);
      at = stop;
      continue;
    }
    const code = /^\\u([0-9a-fA-F]{4})/.exec(source.slice(at, at + 6))?.[1];
    const escaped = source.charAt(at + 1);
    pieces.push({ at: text.length, from: at, length: 1 });
    text += code === undefined ? ESCAPES[escaped] ?? escaped : String.fromCharCode(Number.parseInt(code, 16));
    at += code === undefined ? 2 : 6;
  }
  return { text: new MappedText(document, text, pieces), end: at };
}

function plainEnd(source: string, start: number): number {
  let at = start;
  while (at < source.length && source[at] !== '"' && source[at] !== "\\" && source[at] !== "\n") at++;
  return at;
}
