import { MappedText, type Piece, type Span } from "#text";
import type { Argument } from "./types.ts";

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", "0": "\0" };

/**
 * The value of an argument with its map to the file: a script in a JSON, YAML or shell string. Quotes, escapes and doubled
 * characters that the value lacks are passed over; from where the two can no longer be brought together, everything maps to the
 * argument's end.
 */
export function textOfArgument({ value, span }: Argument): MappedText | undefined {
  return value === undefined ? undefined : alignedText(span, value);
}

export function alignedText(span: Span, value: string): MappedText {
  const written = span.document.slice(span.start, span.end);
  const pieces: Piece[] = [];
  let at = 0;
  for (let from = 0; from < written.length && at < value.length; ) {
    const width = matchWidth(written, from, value.charAt(at));
    if (width > 0) {
      put(pieces, at, span.start + from, width === 1);
      at++;
    }
    from += width > 0 ? width : 1;
  }
  if (pieces.length === 0) pieces.push({ at: 0, from: span.start, length: 0 });
  return new MappedText(span.document, value, pieces);
}

/** A text that is made while the start runs: all of it maps to the command that uses it. */
export function madeText(span: Span, text: string): MappedText {
  return new MappedText(span.document, text, [{ at: 0, from: span.start, length: 0 }]);
}

/** How many written characters stand for the next character of the value; 0 where the written one is passed over. */
function matchWidth(written: string, from: number, wanted: string): number {
  const character = written.charAt(from);
  if (character === "\\") {
    const next = written.charAt(from + 1);
    if (ESCAPES[next] === wanted) return 2;
    if (next === "u" && /^[\da-fA-F]{4}$/.test(written.slice(from + 2, from + 6)) && String.fromCharCode(parseInt(written.slice(from + 2, from + 6), 16)) === wanted) return 6;
    if (next === wanted && (next === "\\" || wanted !== "\\") && /["'\\/$`]/.test(next)) return 2;
  }
  if ((character === "$" || character === "'") && character === wanted && written.charAt(from + 1) === character) return 2;
  return character === wanted ? 1 : 0;
}

function put(pieces: Piece[], at: number, from: number, single: boolean): void {
  const last = pieces[pieces.length - 1];
  if (single && last && last.length > 0 && last.at + last.length === at && last.from + last.length === from) {
    pieces[pieces.length - 1] = { ...last, length: last.length + 1 };
  } else pieces.push({ at, from, length: 1 });
}
