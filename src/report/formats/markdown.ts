import type { Report, SettledFinding } from "../../engine/report.ts";
import { escapeMarkdown, markdownCode } from "../markup.ts";
import { fixLine, summaryLine } from "../summary.ts";

/** The report for a pull request's comment or a job's summary. */
export function* renderMarkdown(report: Report): Iterable<string> {
  const fixes = fixLine(report);
  yield `# stowage\n\n${[summaryLine(report), ...(fixes === undefined ? [] : [fixes])].join(". ")}.`;
  if (report.findings.length > 0) {
    yield* findingTable(report.findings);
    for (const text of traces(report.findings)) yield `\n\n${text}`;
    for (const text of explanations(report)) yield `\n\n${text}`;
  }
  for (const text of notes(report)) yield `\n\n${text}`;
  yield "\n";
}

function* findingTable(findings: readonly SettledFinding[]): Iterable<string> {
  yield "\n\n| Severity | Place | What is wrong | Rule |\n| --- | --- | --- | --- |";
  for (const finding of findings) yield `\n| ${finding.severity} | ${place(finding)} | ${escapeMarkdown(finding.message)} | ${ruleLink(finding)} |`;
}

function place({ path, line }: { readonly path: string; readonly line: number }): string {
  return markdownCode(`${path}:${line}`);
}

function ruleLink({ rule, help }: SettledFinding): string {
  return /^https:\/\/[\w./#~%-]+$/.test(help) ? `[${escapeMarkdown(rule)}](${help})` : escapeMarkdown(rule);
}

function* traces(findings: readonly SettledFinding[]): Iterable<string> {
  for (const finding of findings) {
    if (finding.trace.length === 0) continue;
    const steps = finding.trace.map((step, index) => `${index + 1}. ${place(step)} ${escapeMarkdown(step.message)}`);
    yield [`How it comes to ${place(finding)} (${escapeMarkdown(finding.rule)}):`, "", ...steps].join("\n");
  }
}

function explanations(report: Report): readonly string[] {
  const ids = [...new Set(report.findings.map((finding) => finding.rule))].sort();
  const texts = ids.flatMap((id) => {
    const facts = report.rules.get(id);
    return facts ? [`**${escapeMarkdown(facts.title)}** (${escapeMarkdown(id)}). ${escapeMarkdown(facts.why)} *What to do:* ${escapeMarkdown(facts.remedy)}`] : [];
  });
  return texts.length === 0 ? [] : ["## Why, and what to do", ...texts];
}

function notes(report: Report): readonly string[] {
  if (report.notes.length === 0) return [];
  const lines = report.notes.map((note) => {
    const where = markdownCode(note.line === undefined ? note.path : `${note.path}:${note.line}`);
    return `- ${where}: ${escapeMarkdown(note.message)}${note.incomplete ? " (not checked)" : ""}`;
  });
  return ["## Not analysed", lines.join("\n")];
}
