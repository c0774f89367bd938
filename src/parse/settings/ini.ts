import { LONGEST, type Setting, type SettingText } from "./tree.ts";

/** What differs between programs that read INI files. */
export interface IniStyle {
  /** Characters that begin a comment line. */
  readonly comments: string;
  /** Characters that begin a comment behind a value: everywhere, or only behind a blank. */
  readonly trailing?: string;
  readonly trailingNeedsBlank?: boolean;
  /** A line that begins with a blank goes on with the value above it. */
  readonly continued?: boolean;
}

/** Reads `[section]` headings and `key = value` lines; a key without a value has an empty one. Never throws; linear. */
export function readIni(text: string, style: IniStyle): readonly Setting[] {
  const found: Setting[] = [];
  let section = "";
  for (const { start, end } of linesOf(text)) {
    const first = firstVisible(text, start, end);
    const character = text.charAt(first);
    if (first >= end || style.comments.includes(character)) continue;
    if (style.continued === true && first > start && found.length > 0) continue;
    if (character === "[") {
      section = (text.slice(first + 1, end).split("]", 1)[0] ?? "").trim();
      continue;
    }
    const equals = separator(text, first, end);
    const key = text.slice(first, equals).trim();
    if (key !== "") found.push({ section, key, value: valueIn(text, Math.min(equals + 1, end), end, style) });
  }
  return found;
}

/** The offsets of every line without its end. */
export function* linesOf(text: string): Iterable<{ readonly start: number; readonly end: number }> {
  const length = Math.min(text.length, LONGEST);
  for (let start = 0; start < length;) {
    const stop = text.indexOf("\n", start);
    const next = stop < 0 ? length : stop;
    yield { start, end: text.charAt(next - 1) === "\r" && next > start ? next - 1 : next };
    start = next + 1;
  }
}

/** The first character of a stretch that is no blank; its end where there is none. */
export function firstVisible(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charAt(at))) at++;
  return at;
}

export function isBlank(character: string): boolean {
  return character === " " || character === "\t" || character === "\r" || character === "\uFEFF";
}

function separator(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) if (text.charAt(at) === "=" || (text.charAt(at) === ":" && isBlank(text.charAt(at + 1)))) return at;
  return end;
}

function valueIn(text: string, from: number, end: number, { trailing, trailingNeedsBlank }: IniStyle): SettingText {
  const start = firstVisible(text, from, end);
  const quote = text.charAt(start);
  if (quote === '"' || quote === "'") {
    const length = text.slice(start + 1, end).indexOf(quote);
    if (length >= 0) return { text: text.slice(start + 1, start + 1 + length), start: start + 1, end: start + 1 + length };
  }
  let stop = start;
  while (stop < end && !(trailing?.includes(text.charAt(stop)) === true && (trailingNeedsBlank !== true || stop === start || isBlank(text.charAt(stop - 1))))) stop++;
  while (stop > start && isBlank(text.charAt(stop - 1))) stop--;
  return { text: text.slice(start, stop), start, end: stop };
}
