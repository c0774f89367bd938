import { MappedText, type Piece } from "#text";
import type { ModelCommand } from "./commands.ts";

/** A stretch of a text and what stands there instead. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

/** A text with every match replaced; what stays keeps its place in the file. */
export function substituted(source: MappedText, pattern: RegExp, replacement: (found: string) => string): MappedText {
  return spliced(source, [...source.text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length, to: replacement(match[0]) })));
}

function spliced(source: MappedText, edits: readonly Edit[]): MappedText {
  const pieces: Piece[] = [];
  let text = "";
  let last = 0;
  const keep = (end: number): void => {
    if (end <= last) return;
    for (const piece of source.slice(last, end).pieces) pieces.push({ ...piece, at: piece.at + text.length });
    text += source.text.slice(last, end);
  };
  for (const { start, end, to } of edits) {
    keep(start);
    if (to !== "") pieces.push({ at: text.length, from: source.offset(start), length: 1 });
    text += to;
    last = end;
  }
  keep(source.text.length);
  return new MappedText(source.document, text, pieces);
}

/** What `sed -i s/a/b/` makes of a text; scripts that are more than a plain text leave it as it is. */
export function editedBySed({ args }: ModelCommand, text: MappedText): MappedText {
  const scripts = args.filter(({ raw }, at) => !raw.startsWith("-") && (args[at - 1]?.raw ?? "-").startsWith("-"));
  let edited = text;
  for (const { expanded } of scripts) {
    const [, , from = "", to = "", flags] = /^s([/|#,])([\w =:@%-]+|\\r\$?)\1([\w =:@%./-]*)\1(g?)$/.exec(expanded ?? "") ?? [];
    if (from.startsWith("\\r")) edited = substituted(edited, /\r$/gm, () => to);
    else if (from !== "") edited = spliced(edited, matches(edited.text, from, flags === "g").map((start) => ({ start, end: start + from.length, to })));
  }
  return edited;
}

/** Where a text stands in another: everywhere, or first in each line. */
function matches(text: string, wanted: string, all: boolean): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0;) {
    found.push(at);
    const next = all ? at + wanted.length : text.indexOf("\n", at);
    at = next < 0 ? -1 : text.indexOf(wanted, next);
  }
  return found;
}
