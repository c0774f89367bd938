import type { Document } from "#text";
import type { Place, Report, SettledFinding } from "../../engine/report.ts";
import { Holder, Items, jsonBlocks } from "../json-blocks.ts";
import { visible } from "../visible.ts";

const severities = { error: "ERROR", warning: "WARNING", info: "INFO" } as const;

/** Reviewdog's rdjson. Its columns count bytes of UTF-8, unlike all our other reports. */
export function renderRdjson(report: Report): Iterable<string> {
  return jsonBlocks(new Holder({
    source: { name: report.tool.name },
    diagnostics: new Items(report.findings, (finding) => ({
      message: visible(finding.message),
      location: location(finding),
      severity: severities[finding.severity],
      code: { value: finding.rule, ...(finding.help === "" ? {} : { url: finding.help }) },
      ...suggestions(finding),
      ...(finding.related.length === 0 ? {} : {
        related_locations: finding.related.map((place) => ({ message: visible(place.message), location: location(place) })),
      }),
    })),
  }));
}

function location(place: Place): object {
  return { path: place.path, range: range(place.span.document, place.span.start, place.span.end) };
}

function range(document: Document, start: number, end: number): object {
  return { start: position(document, start), end: position(document, end) };
}

function position(document: Document, offset: number): object {
  const { line, column } = document.position(offset);
  const lineStart = offset - column + 1;
  return { line, column: Buffer.byteLength(document.slice(lineStart, offset), "utf8") + 1 };
}

/** Several suggestions mean a choice to reviewdog, so only a fix of one edit in the finding's own file can be told. */
function suggestions({ fix, path }: SettledFinding): object {
  const [edit, ...more] = fix?.edits ?? [];
  if (!edit || more.length > 0 || edit.span.document.path !== path) return {};
  return { suggestions: [{ range: range(edit.span.document, edit.span.start, edit.span.end), text: edit.text }] };
}
