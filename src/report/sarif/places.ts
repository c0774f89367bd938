import type { ArtifactLocation, Location, PhysicalLocation, Region } from "sarif";
import type { Span } from "#text";
import type { Place } from "../../engine/report.ts";
import { visible } from "../visible.ts";

/** The name under which relative paths are meant: the folder that was checked, in code scanning the repository's root. */
export const rootName = "%SRCROOT%";

/** A path as a URI: relative ones percent-encoded under `%SRCROOT%`, absolute ones as `file:`. */
export function artifact(path: string): ArtifactLocation {
  const slashed = path.replace(/\\/g, "/");
  if (/^[A-Za-z]:\//.test(slashed)) return { uri: `file:///${slashed.slice(0, 2)}${encoded(slashed.slice(2))}` };
  if (slashed.startsWith("/")) return { uri: `file://${encoded(slashed)}` };
  return { uri: encoded(slashed.replace(/^(?:\.\/)+/, "")), uriBaseId: rootName };
}

function encoded(path: string): string {
  return path.replace(/\p{Surrogate}/gu, "\ufffd").split("/").map(encodeURIComponent).join("/");
}

/** A place on its first line only, as GitHub shows it. */
export function physical(place: Place): PhysicalLocation {
  return { artifactLocation: artifact(place.path), region: firstLine(place) };
}

/** A place with a note of its own. */
export function noted(place: Place & { readonly message: string }): Location {
  return { physicalLocation: physical(place), message: { text: plainText(place.message) } };
}

function firstLine({ line, column, endLine, endColumn, span }: Place): Region {
  const lineLength = span.document.lineSpan(line).end - span.document.lineSpan(line).start;
  const startColumn = Math.max(1, column);
  const lineEnd = Math.max(startColumn, lineLength + 1);
  const end = endLine > line ? lineEnd : Math.min(endColumn, lineEnd);
  return { startLine: line, startColumn, endLine: line, endColumn: Math.max(end, startColumn) };
}

/** The whole of a span, over as many lines as it takes: what an edit replaces. */
export function wholeRegion(span: Span): Region {
  const start = span.document.position(span.start);
  const end = span.document.position(span.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A text that holds no embedded link of SARIF's and nothing hidden. */
export function plainText(text: string): string {
  return visible(text).replace(/\[(?=[^[\]]*\]\()/g, "\\[");
}

/** A text with a full stop at its end. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
