import type { Report, SettledFinding } from "../../engine/report.ts";
import { codeFrame, type FrameOptions } from "../frame.ts";
import { byPath } from "../grouping.ts";
import { storageMap } from "../map/facts.ts";
import { mapSections } from "../map/html.ts";
import { escapeMarkup } from "../markup.ts";
import { masksOf, maskedSpans } from "../mask.ts";
import type { RenderOptions } from "../options.ts";
import { htmlLink, htmlPageBlocks } from "../page.ts";
import { paint } from "../paint.ts";
import { fixLine, summaryLine } from "../summary.ts";

/** One page that stands alone: no script, nothing loaded from elsewhere. Behind the findings stands the storage map, where the project is given. */
export function renderHtml(report: Report, options: RenderOptions): Iterable<string> {
  return htmlPageBlocks("stowage report", body(report, options));
}

function* body(report: Report, options: RenderOptions): Iterable<string> {
  const frame: FrameOptions = { paint: paint(false), masks: masksOf(report.findings, options.maskedSpans ?? maskedSpans), width: 160 };
  const fixes = fixLine(report);
  yield "<h1>stowage</h1>";
  yield `<p>${[summaryLine(report), ...(fixes === undefined ? [] : [fixes])].map(escapeMarkup).join("<br>")}</p>`;
  for (const [path, findings] of byPath(report.findings)) {
    yield `<h2>${escapeMarkup(path)}</h2>`;
    for (const finding of findings) yield article(finding, report, frame);
  }
  yield* notes(report);
  const map = options.project && storageMap(options.project());
  if (map && map.containers.length > 0) yield* mapSections(map);
}

function article(finding: SettledFinding, report: Report, frame: FrameOptions): string {
  const facts = report.rules.get(finding.rule);
  return [
    `<article class="${finding.severity}">`,
    `<p><strong>${escapeMarkup(finding.message)}</strong><br>${finding.severity} · ${htmlLink(finding.help, finding.rule)} · ${at(finding)}${finding.confidence === "likely" ? " · likely" : ""}</p>`,
    block(finding, frame),
    ...list("ol", finding.trace.map((step) => `${at(step)} ${escapeMarkup(step.message)}${block(step, frame)}`)),
    ...list("ul", finding.related.map((place) => `${at(place)} ${escapeMarkup(place.message)}`)),
    ...(finding.fix ? [`<p>Fix (${finding.fix.safe ? "--fix" : "--fix-unsafe"}): ${escapeMarkup(finding.fix.title)}</p>`] : []),
    ...(facts ? [`<details><summary>Why, and what to do</summary><p>${escapeMarkup(facts.why)}</p><p>${escapeMarkup(facts.remedy)}</p></details>`] : []),
    "</article>",
  ].join("\n");
}

function at({ path, line, column }: { readonly path: string; readonly line: number; readonly column: number }): string {
  return `<code>${escapeMarkup(path)}:${line}:${column}</code>`;
}

function block(place: { readonly span: SettledFinding["span"] }, frame: FrameOptions): string {
  return `<pre>${codeFrame(place.span, frame).map(escapeMarkup).join("\n")}</pre>`;
}

function list(tag: "ol" | "ul", items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`<${tag}>${items.map((item) => `<li>${item}</li>`).join("")}</${tag}>`];
}

function notes(report: Report): readonly string[] {
  if (report.notes.length === 0) return [];
  const items = report.notes.map((note) => {
    const place = note.line === undefined ? note.path : `${note.path}:${note.line}`;
    return `<code>${escapeMarkup(place)}</code> ${escapeMarkup(note.message)}${note.incomplete ? " (not checked)" : ""}`;
  });
  return ["<h2>Not analysed</h2>", ...list("ul", items)];
}
