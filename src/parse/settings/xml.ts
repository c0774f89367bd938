import { LONGEST, type SettingText } from "./tree.ts";

/** An element of an XML text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, SettingText>;
  /** What stands between its tags before its first child, blanks around it cut off; undefined where nothing does. */
  text: SettingText | undefined;
  readonly parent: XmlElement | undefined;
}

const MOST_LEVELS = 100;

/** The elements of an XML text in the order of their opening tags. Forgiving: never throws, reads on after what is no XML. Linear. */
export function readXml(source: string): readonly XmlElement[] {
  const text = source.slice(0, LONGEST);
  const found: XmlElement[] = [];
  const open: XmlElement[] = [];
  let at = text.indexOf("<");
  while (at >= 0 && at < text.length) {
    const end = skipped(text, at);
    if (end !== undefined) {
      at = text.indexOf("<", end);
      continue;
    }
    if (text.charAt(at + 1) === "/") {
      close(open, nameAt(text, at + 2));
      at = text.indexOf("<", at + 1);
      continue;
    }
    const tag = readTag(text, at, open.at(-1));
    if (tag.element) {
      found.push(tag.element);
      const next = text.indexOf("<", tag.end);
      tag.element.text = tag.empty ? undefined : trimmed(text, tag.end, next < 0 ? text.length : next);
      if (!tag.empty && open.length < MOST_LEVELS) open.push(tag.element);
    }
    at = text.indexOf("<", Math.max(tag.end, at + 1));
  }
  return found;
}

/** The end of a comment, a declaration or an instruction that begins here. */
function skipped(text: string, at: number): number | undefined {
  const ending = text.startsWith("<!--", at) ? "-->" : text.startsWith("<![CDATA[", at) ? "]]>" : text.startsWith("<?", at) ? "?>" : text.startsWith("<!", at) ? ">" : undefined;
  if (ending === undefined) return undefined;
  const end = text.indexOf(ending, at + 2);
  return end < 0 ? text.length : end + ending.length;
}

function close(open: XmlElement[], name: string): void {
  const at = open.findLastIndex((element) => element.name === name);
  if (at >= 0) open.length = at;
}

function nameAt(text: string, start: number): string {
  let end = start;
  while (end < text.length && !" \t\r\n/>=<\"'".includes(text.charAt(end))) end++;
  return text.slice(start, end);
}

function readTag(text: string, start: number, parent: XmlElement | undefined): { readonly element: XmlElement | undefined; readonly end: number; readonly empty: boolean } {
  const name = nameAt(text, start + 1);
  const attributes = new Map<string, SettingText>();
  let at = start + 1 + name.length;
  while (at < text.length && text.charAt(at) !== ">" && text.charAt(at) !== "<") {
    const key = nameAt(text, at);
    if (key === "") {
      at++;
      continue;
    }
    at += key.length;
    const value = attributeValue(text, at);
    if (!value) continue;
    attributes.set(key, value);
    at = value.end + 1;
  }
  const empty = text.charAt(at - 1) === "/";
  return { element: name === "" ? undefined : { name, attributes, text: undefined, parent }, end: Math.min(at + 1, text.length), empty };
}

function attributeValue(text: string, from: number): SettingText | undefined {
  let at = blanks(text, from);
  if (text.charAt(at) !== "=") return undefined;
  at = blanks(text, at + 1);
  const quote = text.charAt(at);
  if (quote !== '"' && quote !== "'") return undefined;
  const end = text.indexOf(quote, at + 1);
  return end < 0 ? undefined : { text: unescaped(text.slice(at + 1, end)), start: at + 1, end };
}

function blanks(text: string, from: number): number {
  let at = from;
  while (" \t\r\n".includes(text.charAt(at)) && at < text.length) at++;
  return at;
}

function trimmed(text: string, from: number, to: number): SettingText | undefined {
  const start = blanks(text, from);
  let end = to;
  while (end > start && " \t\r\n".includes(text.charAt(end - 1))) end--;
  return end > start ? { text: unescaped(text.slice(start, end)), start, end } : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'" };

function unescaped(text: string): string {
  return text.includes("&") ? text.replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => ENTITIES[entity] ?? entity) : text;
}
