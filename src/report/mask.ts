import type { Span } from "#text";
import type { SettledFinding } from "../engine/report.ts";

/** Where a finding's source text holds something that must not be shown. */
export type MaskedSpans = (finding: SettledFinding) => readonly Span[];

/** Stretches of documents, by path, that code frames show as `*`. */
export type Masks = ReadonlyMap<string, readonly Span[]>;

/**
 * For findings of the family `secrets`: everything on the finding's lines from the value on, with its related places and trace.
 * A span that begins with a name (`PASSWORD=`, `- TOKEN: `) is shown up to its separator; any other is hidden whole.
 */
export const maskedSpans: MaskedSpans = (finding) => {
  if (finding.family !== "secrets") return [];
  return [finding, ...finding.related, ...finding.trace].map((place) => valueOf(place.span));
};

/** All masked stretches of a report by document, so that no finding's frame shows what another one hides. */
export function masksOf(findings: readonly SettledFinding[], spansOf: MaskedSpans): Masks {
  const masks = new Map<string, Span[]>();
  for (const span of findings.flatMap(spansOf)) {
    const known = masks.get(span.document.path);
    if (known) known.push(span);
    else masks.set(span.document.path, [span]);
  }
  return masks;
}

const name = /^(?:(?:-|ENV|ARG|LABEL|export|--[\w-]+)[ \t]+)*["']?[\w.-]+["']?[ \t]*[=:][ \t]*|^(?:(?:ENV|ARG)[ \t]+)[\w.-]+[ \t]+/i;

/** An ARG that names a variable and gives it no value. */
const declared = /^[ \t]*(?:ONBUILD[ \t]+)?ARG[ \t]+\w+[ \t]*$/i;

function valueOf(span: Span): Span {
  const { document } = span;
  const line = document.lineSpan(document.position(Math.max(span.start, span.end - 1)).line);
  const { end } = line;
  if (declared.test(document.slice(line.start, end))) return document.span(end, end);
  const text = document.slice(span.start, end);
  return document.span(span.start + (name.exec(text)?.[0].length ?? 0), end);
}

const secretName = String.raw`[\w.-]*(?:passw(?:or)?d|passphrase|secret|token|api_?-?key|access_?-?key|private_?-?key|credential)[\w.-]*`;
const assigned = new RegExp(String.raw`(\b${secretName}["']?[ \t]*(?:=|:[ \t]+)[ \t]*)(["']?)([^\s"'$/[{][^\s"']*)`, "gi");
const inAddress = /(:\/\/[^\s/:@]{0,200}:)([^\s/@$]{1,200})(?=@)/g;
/** `user:password@host.example` of an image or an address without a scheme, `Authorization: Bearer x`, `curl -u user:password`. */
const others = [
  /((?<![\w./:-])[\w.-]{1,100}:)([^\s/@$:"'{}]{1,200})(?=@[\w-]{1,63}\.[A-Za-z])/g,
  /(\b(?:Bearer|Basic)[ \t]{1,9})([\w.~+/=-]{6,})/gi,
  /(\bcurl\b[^\n|;&]{0,300}?[ \t](?:-u|--user)[ \t=]{1,9}["']?[^\s:"'$]{1,100}:)([^\s"'$]{1,200})/g,
];

/** What no line with a secret lacks, in lower case; the patterns above are slow. */
const worthMore = /@|\bbearer\b|\bbasic\b|\bcurl\b/;
const worthALook = new RegExp(`passw|passphrase|secret|token|key|credential|://|${worthMore.source}`);

/**
 * Offsets in `line` of values that look like secrets by the name they are given to, or stand in an address before the `@`. Values that are
 * a variable or a path, and names that end in `_FILE`, are no secrets.
 */
export function secretLookingParts(line: string): readonly { readonly start: number; readonly end: number }[] {
  const parts: { start: number; end: number }[] = [];
  const lower = line.toLowerCase();
  if (!worthALook.test(lower)) return parts;
  for (const match of line.matchAll(assigned)) {
    if (/file["']?[ \t]*[=:][ \t]*$/i.test(match[1] ?? "")) continue;
    const end = match.index + match[0].length;
    parts.push({ start: end - (match[3] ?? "").length, end });
  }
  for (const match of line.matchAll(inAddress)) {
    const start = match.index + (match[1] ?? "").length;
    parts.push({ start, end: start + (match[2] ?? "").length });
  }
  for (const pattern of worthMore.test(lower) ? others : []) {
    for (const match of line.matchAll(pattern)) {
      const start = match.index + (match[1] ?? "").length;
      parts.push({ start, end: start + (match[2] ?? "").length });
    }
  }
  return parts;
}
