import { firstVisible, isBlank, linesOf } from "./ini.ts";
import type { Setting, SettingText } from "./tree.ts";

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", f: "\f" };

/** Reads a Java `.properties` file: `key=value`, `key: value` or `key value`, escapes decoded, lines continued with `\`. Never throws; linear. */
export function readProperties(text: string): readonly Setting[] {
  const found: Setting[] = [];
  let open: { readonly key: string; value: SettingText } | undefined;
  for (const { start, end } of linesOf(text)) {
    const first = firstVisible(text, start, end);
    const continues = endsOpen(text, first, end);
    const stop = continues ? end - 1 : end;
    if (open) {
      const more = decoded(text, first, stop);
      open.value = { text: open.value.text + more.text, start: open.value.start, end: stop };
    } else if (first < end && text.charAt(first) !== "#" && text.charAt(first) !== "!") {
      const keyEnd = endOfKey(text, first, stop);
      open = { key: decoded(text, first, keyEnd).text, value: decoded(text, startOfValue(text, keyEnd, stop), stop) };
    }
    if (!open || continues) continue;
    found.push({ section: "", key: open.key, value: trimmed(open.value) });
    open = undefined;
  }
  if (open) found.push({ section: "", key: open.key, value: trimmed(open.value) });
  return found;
}

/** True for a line that ends in an odd number of backslashes. */
function endsOpen(text: string, start: number, end: number): boolean {
  let at = end;
  while (at > start && text.charAt(at - 1) === "\\") at--;
  return (end - at) % 2 === 1;
}

function endOfKey(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const character = text.charAt(at);
    if (character === "\\") at++;
    else if (character === "=" || character === ":" || isBlank(character)) return at;
  }
  return end;
}

function startOfValue(text: string, from: number, end: number): number {
  const at = firstVisible(text, from, end);
  return text.charAt(at) === "=" || text.charAt(at) === ":" ? firstVisible(text, at + 1, end) : at;
}

function decoded(text: string, start: number, end: number): SettingText {
  let result = "";
  for (let at = start; at < end; at++) {
    const character = text.charAt(at);
    if (character !== "\\") {
      result += character;
      continue;
    }
    const next = text.charAt(++at);
    const code = next === "u" ? /^[0-9a-fA-F]{4}/.exec(text.slice(at + 1, at + 5))?.[0] : undefined;
    if (code === undefined) result += ESCAPES[next] ?? next;
    else {
      result += String.fromCharCode(Number.parseInt(code, 16));
      at += 4;
    }
  }
  return { text: result, start, end };
}

/** Blanks at the end belong to the value by the format, and are never meant. */
function trimmed(value: SettingText): SettingText {
  const kept = value.text.trimEnd();
  return { text: kept, start: value.start, end: Math.max(value.start, value.end - (value.text.length - kept.length)) };
}
