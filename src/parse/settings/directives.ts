import { LONGEST, type Directive, type SettingText } from "./tree.ts";
import { isBlank, linesOf } from "./ini.ts";

/** Reads a file of one directive a line, as Redis, Mosquitto or Squid have them: words at blanks, quotes, `#` comments. Never throws; linear. */
export function readLines(text: string): readonly Directive[] {
  const found: Directive[] = [];
  for (const { start, end } of linesOf(text)) {
    const words: SettingText[] = [];
    for (let at = start; at < end;) {
      const character = text.charAt(at);
      if (isBlank(character)) at++;
      else if (character === "#") break;
      else at = readWord(text, at, end, words, "");
    }
    const [name, ...args] = words;
    if (name) found.push({ name: name.text, args, blocks: [] });
  }
  return found;
}

/** Reads nginx's own format: `name arg arg;` and `name arg { ... }`, quotes, `#` comments. Never throws; linear. */
export function readBlocks(source: string): readonly Directive[] {
  const text = source.slice(0, LONGEST);
  const found: Directive[] = [];
  const blocks: string[] = [];
  let words: SettingText[] = [];
  const put = (): void => {
    const [name, ...args] = words;
    if (name) found.push({ name: name.text, args, blocks: [...blocks] });
    words = [];
  };
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    if (isBlank(character) || character === "\n") at++;
    else if (character === "#") at = lineEnd(text, at);
    else if (character === ";" || character === "{" || character === "}") {
      const name = words[0]?.text ?? "";
      put();
      if (character === "{" && blocks.length < MOST_LEVELS) blocks.push(name);
      else if (character === "}") blocks.pop();
      at++;
    } else at = readWord(text, at, text.length, words, ";{}");
  }
  return found;
}

const MOST_LEVELS = 30;

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** Reads one word, quoted or not, and tells where it ends; `${name}` holds its braces together. */
function readWord(text: string, start: number, end: number, words: SettingText[], stops: string): number {
  const quote = text.charAt(start);
  if (quote === '"' || quote === "'") {
    let at = start + 1;
    while (at < end && text.charAt(at) !== quote) at += text.charAt(at) === "\\" ? 2 : 1;
    const close = Math.min(at, end);
    words.push({ text: text.slice(start + 1, close).replace(/\\(["'\\])/g, "$1"), start: start + 1, end: close });
    return close + 1;
  }
  let at = start;
  while (at < end && !isBlank(text.charAt(at)) && text.charAt(at) !== "\n" && !stops.includes(text.charAt(at))) {
    if (text.charAt(at) === "$" && text.charAt(at + 1) === "{") {
      const close = text.slice(at, Math.min(end, at + LONGEST_NAME)).indexOf("}");
      at = close > 0 ? at + close + 1 : at + 2;
    } else at += text.charAt(at) === "\\" ? 2 : 1;
  }
  const stop = Math.min(at, end);
  words.push({ text: text.slice(start, stop), start, end: stop });
  return Math.max(stop, start + 1);
}

const LONGEST_NAME = 200;
