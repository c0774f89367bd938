import type { LineReader } from "./lines.ts";
import type { RawScalar } from "./raw.ts";

interface Properties {
  readonly tag: string | undefined;
  readonly anchor: string | undefined;
}

/**
 * Reads the text behind `|` or `>`, up to the next line that stands no further in than `parent`, and goes there. Folded lines
 * that are indented further and blanks that stick out are left to the library.
 */
export function readBlockText(reader: LineReader, parent: number, properties: Properties): RawScalar {
  const { text, at: start } = reader;
  const folded = text[start] === ">";
  const chomping = /[+-]/.exec(text[start + 1] ?? "")?.[0];
  reader.at += chomping === undefined ? 1 : 2;
  reader.skipSpaces();
  if (text[reader.at] !== "\n") return reader.giveUp();
  const body = linesBelow(text, reader.at + 1, parent);
  if (!body || (folded && body.lines.some((line) => line.startsWith(" ") || line.startsWith("\t")))) return reader.giveUp();
  reader.toLine(body.next);
  if (reader.column > parent) return reader.giveUp();
  const content = folded ? foldedText(body.lines) : body.lines.join("\n");
  const tail = chomping === "-" ? "" : chomping === "+" ? "\n".repeat(body.blanks + 1) : "\n";
  return { kind: "scalar", start, end: body.end, text: content + tail, style: folded ? "folded" : "literal", ...properties };
}

interface Body {
  /** Without their indentation and without the blank lines at the end. */
  readonly lines: readonly string[];
  /** How many blank lines follow. */
  readonly blanks: number;
  readonly end: number;
  readonly next: number;
}

function linesBelow(text: string, from: number, parent: number): Body | undefined {
  const lines: string[] = [];
  let indent = -1;
  let filled = 0;
  let end = from;
  let line = from;
  while (line < text.length) {
    const close = text.indexOf("\n", line);
    if (close < 0) return undefined;
    let at = line;
    while (text[at] === " ") at++;
    const depth = at - line;
    if (at < close && indent < 0) indent = depth;
    if (at < close && depth < indent) break;
    if (at === close && (depth > indent || indent < 0) && depth > 0) return undefined;
    lines.push(text.slice(Math.min(line + Math.max(indent, 0), close), close));
    if (at < close) {
      filled = lines.length;
      end = close;
    }
    line = close + 1;
  }
  if (indent <= parent || filled === 0 || lines[0] === "" || text.slice(from, line).includes("\r")) return undefined;
  return { lines: lines.slice(0, filled), blanks: lines.length - filled, end, next: line };
}

/** One line end is a blank, more are as many line ends less one. */
function foldedText(lines: readonly string[]): string {
  let folded = lines[0] ?? "";
  for (let at = 1; at < lines.length; at++) {
    let blanks = 0;
    while (lines[at] === "") {
      blanks++;
      at++;
    }
    folded += (blanks === 0 ? " " : "\n".repeat(blanks)) + (lines[at] ?? "");
  }
  return folded;
}
