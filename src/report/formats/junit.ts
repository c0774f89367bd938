import type { Report, SettledFinding } from "../../engine/report.ts";
import { byPath } from "../grouping.ts";
import { escapeMarkup } from "../markup.ts";

/** JUnit's XML: a suite for each file, a failed test for each finding; one passed test where there is nothing to report. */
export function* renderJunit(report: Report): Iterable<string> {
  const total = report.findings.length;
  yield `<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="stowage" tests="${Math.max(1, total)}" failures="${total}">\n`;
  if (total === 0) yield '  <testsuite name="stowage" tests="1" failures="0">\n    <testcase classname="stowage" name="no findings"/>\n  </testsuite>\n';
  for (const [path, findings] of byPath(report.findings)) yield* suite(path, findings);
  yield "</testsuites>\n";
}

function* suite(path: string, findings: readonly SettledFinding[]): Iterable<string> {
  yield `  <testsuite name="${escapeMarkup(path)}" tests="${findings.length}" failures="${findings.length}">\n`;
  for (const finding of findings) yield `${testcase(finding)}\n`;
  yield "  </testsuite>\n";
}

function testcase({ path, line, column, rule, severity, message, help }: SettledFinding): string {
  const text = `${escapeMarkup(path)}:${line}:${column}: ${escapeMarkup(message)}${help === "" ? "" : `\n${escapeMarkup(help)}`}`;
  return [
    `    <testcase classname="${escapeMarkup(path)}" name="${escapeMarkup(rule)} at ${line}:${column}" file="${escapeMarkup(path)}" line="${line}">`,
    `      <failure type="${severity}" message="${escapeMarkup(message)}">${text}</failure>`,
    "    </testcase>",
  ].join("\n");
}
