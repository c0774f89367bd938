import type { Report, SettledFinding } from "../../engine/report.ts";
import { visible } from "../visible.ts";

const commands = { error: "error", warning: "warning", info: "notice" } as const;

/** Orders for GitHub's build log, one a finding, which become annotations of the changed lines; notes become notices. */
export function* renderGithub(report: Report): Iterable<string> {
  for (const finding of report.findings) yield `${command(commands[finding.severity], properties(finding), messageOf(finding))}\n`;
  for (const note of report.notes) {
    const place = { file: note.path, ...(note.line === undefined ? {} : { line: note.line }) };
    yield `${command(note.incomplete ? "warning" : "notice", { ...place, title: "stowage: not analysed" }, note.message)}\n`;
  }
}

function properties(finding: SettledFinding): Readonly<Record<string, string | number>> {
  const { path, line, column, endLine, endColumn, rule } = finding;
  const title = `stowage: ${rule}`;
  // GitHub takes columns only where start and end are on one line.
  if (line !== endLine) return { file: path, line, endLine, title };
  return { file: path, line, endLine, col: column, endColumn, title };
}

function messageOf(finding: SettledFinding): string {
  const trace = finding.trace.map((step, index) => `${index + 1}. ${step.path}:${step.line} ${step.message}`);
  const fix = finding.fix ? [`fix: ${finding.fix.title}`] : [];
  return [finding.message, ...trace, ...fix].map(visible).join("\n");
}

function command(name: string, values: Readonly<Record<string, string | number>>, message: string): string {
  const listed = Object.entries(values).map(([key, value]) => `${key}=${property(String(value))}`).join(",");
  return `::${name} ${listed}::${data(message)}`;
}

function data(text: string): string {
  return text.split("\n").map(visible).join("\n").replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function property(text: string): string {
  return data(visible(text)).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
