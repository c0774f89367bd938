import { MappedText, type Piece, type Span, type SyntaxFault } from "#text";
import { isBlank, isSpace } from "./characters.ts";
import { lex } from "./lexer.ts";
import type { Line, LineReader } from "./lines.ts";
import type { Heredoc } from "./tree.ts";
import type { Range } from "./words.ts";

const none: readonly never[] = [];

/** `<<EOF` in an instruction's lines, before its body is read. */
export interface HeredocMarker {
  readonly name: string;
  readonly descriptor: number;
  readonly chomp: boolean;
  readonly expand: boolean;
  readonly range: Range;
  /** `<< EOF`: Docker takes this for a here-document since BuildKit 0.22 (its pull request 5817), but not `<<- EOF`. */
  readonly spaced: boolean;
}

/**
 * The here-document markers of a line: words that are nothing but `<<NAME`, with a digit before or `-` after `<<`.
 * Words are those of Docker's own splitting, with `\` as escape whatever the directive says; where that splitting
 * fails (an open quote, a `${...}` it does not know) Docker sees no here-document in the line at all.
 */
export function heredocMarkers(text: string): readonly HeredocMarker[] {
  if (!text.includes("<<") || lex(text, "\\").fault) return none;
  const markers: HeredocMarker[] = [];
  const ranges = shellRanges(text);
  ranges.forEach((range, index) => {
    const match = /^(\d*)<<(-?)([^<]*)$/.exec(text.slice(range.start, range.end));
    if (!match) return;
    const next = ranges[index + 1];
    const spaced = match[3] === "" && match[2] === "" && next !== undefined && isBlank(text.charCodeAt(range.end));
    const delimiter = spaced ? text.slice(next.start, next.end) : (match[3] ?? "");
    const name = delimiterName(delimiter);
    if (name === undefined || delimiter.includes("<")) return;
    const end = spaced ? next.end : range.end;
    markers.push({
      name,
      descriptor: Number(match[1] === "" ? 0 : match[1]),
      chomp: match[2] === "-",
      expand: name === delimiter,
      range: { start: range.start, end },
      spaced,
    });
  });
  return markers;
}

/** The delimiter without quotes and escapes; undefined where it is empty or no single word. */
function delimiterName(delimiter: string): string | undefined {
  const { parts, fault } = lex(delimiter, "\\");
  let name = "";
  for (const part of parts) name += part.kind === "text" ? part.text : delimiter.slice(part.start, part.end);
  return fault || name === "" ? undefined : name;
}

/** Words split at blanks outside quotes; variables with braces are not looked into. */
function shellRanges(text: string): Range[] {
  const ranges: Range[] = [];
  let start = -1;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote === "" && isSpace(text.charCodeAt(at))) {
      if (start >= 0) ranges.push({ start, end: at });
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if (character === "\\" && quote !== "'") at++;
    else if (quote === "" && (character === "'" || character === '"')) quote = character;
    else if (character === quote) quote = "";
  }
  if (start >= 0) ranges.push({ start, end: text.length });
  return ranges;
}

/** Reads the bodies of an instruction's here-documents from the lines that follow it. */
export class HeredocReader {
  readonly #reader: LineReader;
  readonly #faults: SyntaxFault[];
  #lastOf: Map<string, number> | undefined;

  constructor(reader: LineReader, faults: SyntaxFault[]) {
    this.#reader = reader;
    this.#faults = faults;
  }

  /** The here-documents of `markers`, whose ranges are offsets of `head`. */
  read(head: MappedText, markers: readonly HeredocMarker[]): readonly Heredoc[] {
    if (markers.length === 0) return none;
    const heredocs: Heredoc[] = [];
    for (const marker of markers) {
      if (marker.spaced && !this.#closes(marker.name)) continue;
      heredocs.push(this.#body(marker, head.span(marker.range.start, marker.range.end)));
    }
    return heredocs;
  }

  /** True where some later line is `name`: a shift such as `$((1 << 3))` is told from `<< EOF` by that. */
  #closes(name: string): boolean {
    if (!this.#lastOf) {
      this.#lastOf = new Map();
      const { text } = this.#reader.document;
      for (const start of this.#reader.document.lineStarts) {
        const feed = text.indexOf("\n", start);
        this.#lastOf.set(text.slice(start, feed < 0 ? text.length : feed).replace(/(?<!\r)\r+$/, ""), start);
      }
    }
    const next = this.#reader.peek();
    return next !== undefined && (this.#lastOf.get(name) ?? -1) >= next.start;
  }

  #body(marker: HeredocMarker, markerSpan: Span): Heredoc {
    const { document } = this.#reader;
    const lines: Line[] = [];
    let closing: Line | undefined;
    for (let line = this.#reader.read(); line; line = this.#reader.read()) {
      if (isClosing(document.text, line, marker)) {
        closing = line;
        break;
      }
      lines.push(line);
    }
    const at = lines[0]?.start ?? closing?.start ?? document.text.length;
    const bodySpan = document.span(at, lines.at(-1)?.next ?? at);
    if (!closing) {
      const message = `the here-document is never closed: no line is just ${marker.name}`;
      this.#faults.push({ code: "unterminated-heredoc", span: markerSpan, message, fatal: true });
    }
    return {
      name: marker.name,
      descriptor: marker.descriptor,
      chomp: marker.chomp,
      expand: marker.expand,
      markerSpan,
      bodySpan,
      body: marker.chomp ? withoutTabs(bodySpan, lines) : MappedText.ofSpan(bodySpan),
      unterminated: !closing,
      ...(closing ? { closingSpan: document.span(closing.start, closing.end) } : {}),
    };
  }
}

function isClosing(text: string, line: Line, marker: HeredocMarker): boolean {
  const start = marker.chomp ? skipTabs(text, line) : line.start;
  return line.end - start === marker.name.length && text.startsWith(marker.name, start);
}

function skipTabs(text: string, line: Line): number {
  let at = line.start;
  while (at < line.end && text.charCodeAt(at) === 0x09) at++;
  return at;
}

function withoutTabs(span: Span, lines: readonly Line[]): MappedText {
  const { text } = span.document;
  const parts: string[] = [];
  const pieces: Piece[] = [];
  let length = 0;
  for (const line of lines) {
    const from = skipTabs(text, line);
    parts.push(text.slice(from, line.next));
    pieces.push({ at: length, from, length: line.next - from });
    length += line.next - from;
  }
  if (pieces.length === 0) pieces.push({ at: 0, from: span.start, length: 0 });
  return new MappedText(span.document, parts.join(""), pieces);
}
