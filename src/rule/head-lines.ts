import type { Span } from "#text";
import type { DockerfileTree, Instruction } from "../parse/dockerfile/index.ts";

/** One line of an instruction's own text, heredoc bodies left out. */
export interface HeadLine {
  readonly kind: "code" | "comment" | "blank";
  /** From the first column (of the keyword's line: from the keyword) to the end of the text, without the line end. */
  readonly span: Span;
  /** Where its first character that is no blank stands. */
  readonly textStart: number;
  /** It begins inside quotes. */
  readonly startsQuoted: boolean;
  /** The line before ends in the middle of a word, so that blanks in front of this one would split it. */
  readonly startsInWord: boolean;
  /** The stretches of it in quotes or behind an escape character, in offsets of the document. */
  readonly quoted: readonly (readonly [start: number, end: number])[];
}

/**
 * An instruction's lines with what stands in quotes. Quotes are read as shells and Docker read them alike: single quotes
 * to the next one, double quotes with the escape character.
 */
export function headLines(tree: DockerfileTree, instruction: Instruction): readonly HeadLine[] {
  const { document, start, end } = instruction.headSpan;
  const comments = new Set(instruction.comments.map(({ span }) => document.position(span.start).line));
  const lines: HeadLine[] = [];
  let quote: string | undefined;
  let startsInWord = false;
  const last = document.position(end).line;
  for (let line = document.position(start).line; line <= last; line++) {
    const whole = document.lineSpan(line);
    const span = document.span(Math.max(start, whole.start), Math.min(end, whole.end));
    const text = document.slice(span.start, span.end);
    const textStart = span.start + (text.length - text.trimStart().length);
    const kind = comments.has(line) ? "comment" : text.trim() === "" ? "blank" : "code";
    const read: QuotedParts = kind === "code" ? quotedParts(text, span.start, tree.escape, quote) : { parts: [], quote, endsInWord: startsInWord };
    lines.push({ kind, span, textStart, startsQuoted: quote !== undefined, startsInWord, quoted: read.parts });
    quote = read.quote;
    startsInWord = read.endsInWord;
  }
  return lines;
}

interface QuotedParts {
  readonly parts: readonly (readonly [number, number])[];
  /** The quote that is still open at the end. */
  readonly quote: string | undefined;
  readonly endsInWord: boolean;
}

function quotedParts(text: string, from: number, escape: string, open: string | undefined): QuotedParts {
  const parts: [number, number][] = [];
  const trimmed = text.trimEnd();
  const end = trimmed.endsWith(escape) ? trimmed.length - 1 : trimmed.length;
  let quote = open;
  let start = 0;
  for (let at = 0; at < end; at++) {
    const character = text.charAt(at);
    if (character === escape && quote !== "'") {
      if (quote === undefined) parts.push([from + at, from + at + 2]);
      at++;
    } else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
      start = at;
    } else if (character === quote) {
      parts.push([from + start, from + at + 1]);
      quote = undefined;
    }
  }
  if (quote !== undefined) parts.push([from + start, from + text.length]);
  return { parts, quote, endsInWord: quote === undefined && end < trimmed.length && end > 0 && !/\s/.test(text.charAt(end - 1)) };
}
