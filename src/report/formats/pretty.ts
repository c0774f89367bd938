import type { Span } from "#text";
import type { Report, SettledFinding } from "../../engine/report.ts";
import type { Note } from "../../model/index.ts";
import type { Severity } from "../../rule/index.ts";
import { codeFrame, type FrameOptions } from "../frame.ts";
import { masksOf, maskedSpans } from "../mask.ts";
import type { RenderOptions } from "../options.ts";
import { paint, type Paint } from "../paint.ts";
import { count, fixLine, summaryLine } from "../summary.ts";
import { plainLine, visible } from "../visible.ts";
import { wrap } from "../width.ts";

const defaultWidth = 100;
/** Steps of a trace that are shown at most: the first cause and the last links. */
const mostSteps = 12;

interface Context {
  readonly report: Report;
  readonly paint: Paint;
  readonly frame: FrameOptions;
  readonly width: number;
}

/**
 * The report for people at a terminal: each finding with its code frame, its trace as numbered steps, related places and the
 * fix; why and remedy stand with the first finding of each rule only.
 */
export function* renderPretty(report: Report, options: RenderOptions): Iterable<string> {
  const width = Math.max(40, options.width ?? defaultWidth);
  const style = paint(options.color);
  const masks = masksOf(report.findings, options.maskedSpans ?? maskedSpans);
  const context: Context = { report, paint: style, width, frame: { paint: style, masks, width: width - 14 } };
  if (options.quiet) {
    for (const finding of report.findings) yield `${plainLine(`${headline(finding, style)}  ${visible(finding.message)}`)}\n`;
    return;
  }
  for (const lines of findingBlocks(context)) yield lines.map((line) => `${plainLine(line)}\n`).join("");
  for (const line of closing(context)) yield `${plainLine(line)}\n`;
}

/** Notes on what could not be analysed, one line each, for the standard error stream. */
export function renderNotes(notes: readonly Note[], options: { readonly color: boolean }): string {
  const style = paint(options.color);
  return notes.map((note) => {
    const place = visible(note.line === undefined ? note.path : `${note.path}:${note.line}`);
    const word = note.incomplete ? style.red("not checked") : style.dim("note");
    return `${plainLine(`${place}: ${word}: ${visible(note.message)}`)}\n`;
  }).join("");
}

function* findingBlocks(context: Context): Iterable<readonly string[]> {
  const explained = new Set<string>();
  for (const finding of context.report.findings) {
    const first = !explained.has(finding.rule);
    explained.add(finding.rule);
    yield [...findingBlock(finding, first, context), ""];
  }
}

function findingBlock(finding: SettledFinding, first: boolean, context: Context): readonly string[] {
  const { paint: style, width } = context;
  return [
    headline(finding, style),
    ...wrap(visible(finding.message), width - 2).map((line) => `  ${style.bold(line)}`),
    ...indented(codeFrame(finding.span, context.frame), "    "),
    ...traceLines(finding, context),
    ...finding.related.map((place) => `  ${style.dim("see")} ${at(place)} ${visible(place.message)}`),
    ...(first ? explanation(finding, context) : []),
    ...(finding.fix ? [`  ${style.green("fix:")} ${visible(finding.fix.title)} ${style.dim(`(${finding.fix.safe ? "--fix" : "--fix-unsafe"})`)}`] : []),
  ];
}

function headline(finding: SettledFinding, style: Paint): string {
  const likely = finding.confidence === "likely" ? style.dim(" (likely)") : "";
  return `${at(finding)} ${severityWord(finding.severity, style)} ${style.dim(finding.rule)}${likely}`;
}

function severityWord(severity: Severity, style: Paint): string {
  return { error: style.red, warning: style.yellow, info: style.blue }[severity](severity);
}

function at(place: { readonly path: string; readonly line: number; readonly column: number }): string {
  return `${visible(place.path)}:${place.line}:${place.column}`;
}

function traceLines(finding: SettledFinding, context: Context): readonly string[] {
  const { paint: style } = context;
  const numbered = finding.trace.map((step, index) => [
    `    ${index + 1}. ${at(step)} ${visible(step.message)}`,
    ...(sameSpan(step.span, finding.span) ? [] : indented(codeFrame(step.span, context.frame), "       ")),
  ]);
  if (numbered.length === 0) return [];
  const left = numbered.length - mostSteps;
  const shown = left <= 0 ? numbered : [...numbered.slice(0, 1), [`    ... ${count(left, "step")} left out`], ...numbered.slice(1 - mostSteps)];
  return [`  ${style.dim("how it comes to this:")}`, ...shown.flat()];
}

function sameSpan(a: Span, b: Span): boolean {
  return a.document.path === b.document.path && a.start === b.start && a.end === b.end;
}

function explanation(finding: SettledFinding, context: Context): readonly string[] {
  const facts = context.report.rules.get(finding.rule);
  if (!facts) return [];
  return [
    ...labelled("what:", facts.title, context),
    ...labelled("why:", facts.why, context),
    ...labelled("do:", facts.remedy, context),
    ...(finding.help === "" ? [] : [`  ${context.paint.dim("more:")} ${visible(finding.help)}`]),
  ];
}

function labelled(label: string, text: string, context: Context): readonly string[] {
  const [head = "", ...rest] = wrap(visible(text.replace(/\s+/g, " ").trim()), context.width - 3 - label.length);
  return [`  ${context.paint.dim(label)} ${head}`, ...indented(rest, " ".repeat(label.length + 3))];
}

function closing({ report, paint: style }: Context): readonly string[] {
  const incomplete = report.notes.filter((note) => note.incomplete).length;
  const fixes = fixLine(report);
  return [
    style.bold(summaryLine(report)),
    ...(fixes === undefined ? [] : [fixes]),
    ...(incomplete === 0 ? [] : [style.red(`${count(incomplete, "part")} of what was asked for could not be checked`)]),
  ];
}

function indented(lines: readonly string[], by: string): readonly string[] {
  return lines.map((line) => by + line);
}
