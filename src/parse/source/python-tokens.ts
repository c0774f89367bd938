/** One token of a Python text; offsets are those of the text. */
export interface PyToken {
  readonly kind: "name" | "string" | "number" | "operator" | "newline";
  /** The name, the operator, or a string's decoded text. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** For an f-string: where its text begins behind the quotes. */
  readonly format?: boolean;
}

const OPEN = new Set(["(", "[", "{"]);
const CLOSE = new Set([")", "]", "}"]);
/** What is no ASCII can only be part of a name: a class of all letters costs each start more than it tells. */
const WORD = /[\w\u0080-\uffff]+/y;
const OPERATOR = /\*\*=?|\/\/=?|->|:=|[=!<>+\-*/%&|^@]=|<<|>>|[^\s]/y;
const PREFIX = /[rRbBuUfF]{0,2}("""|'''|"|')/y;

/** Cuts a Python text into tokens: comments and line ends inside brackets are left out. Never throws. Linear. */
export function pythonTokens(text: string): readonly PyToken[] {
  const tokens: PyToken[] = [];
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === "\n") {
      if (depth === 0 && tokens.at(-1)?.kind !== "newline") tokens.push({ kind: "newline", text: "\n", start: at, end: at + 1 });
      at++;
    } else if (character === "\\" && /^\\\r?\n/.test(text.slice(at, at + 3))) at = text.indexOf("\n", at) + 1;
    else if (/\s/.test(character)) at++;
    else if (character === "#") at = lineEnd(text, at);
    else {
      const token = nextToken(text, at);
      if (token.kind === "operator") depth = OPEN.has(token.text) ? depth + 1 : CLOSE.has(token.text) ? Math.max(0, depth - 1) : depth;
      if (token.text === ";" && depth === 0 && token.kind === "operator") tokens.push({ ...token, kind: "newline" });
      else tokens.push(token);
      at = Math.max(token.end, at + 1);
    }
  }
  tokens.push({ kind: "newline", text: "\n", start: text.length, end: text.length });
  return tokens;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function nextToken(text: string, at: number): PyToken {
  PREFIX.lastIndex = at;
  const quote = PREFIX.exec(text);
  if (quote) return stringToken(text, at, quote[0], quote[1] ?? '"');
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0];
  if (word !== undefined) return { kind: /^\d/.test(word) ? "number" : "name", text: word, start: at, end: at + word.length };
  OPERATOR.lastIndex = at;
  const operator = OPERATOR.exec(text)?.[0] ?? text.charAt(at);
  return { kind: "operator", text: operator, start: at, end: at + operator.length };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", "'": "'", '"': '"', "\n": "" };

function stringToken(text: string, start: number, opening: string, quote: string): PyToken {
  const prefix = opening.slice(0, opening.length - quote.length).toLowerCase();
  let decoded = "";
  let at = start + opening.length;
  while (at < text.length && !text.startsWith(quote, at)) {
    if (quote.length === 1 && text[at] === "\n") break;
    if (text[at] === "\\" && at + 1 < text.length) {
      const next = text.charAt(at + 1);
      decoded += prefix.includes("r") ? `\\${next}` : ESCAPES[next] ?? `\\${next}`;
      at += 2;
    } else decoded += text.charAt(at++);
  }
  return { kind: "string", text: decoded, start, end: Math.min(text.length, at + quote.length), format: prefix.includes("f") };
}
