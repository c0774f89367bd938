import type { Report } from "../../engine/report.ts";
import { plainLine, visible } from "../visible.ts";

/** `path:line:column: message [severity/rule]`, one line a finding: what editors and grep-like tools read. */
export function renderUnix(report: Report): string {
  return report.findings
    .map(({ path, line, column, message, severity, rule }) => `${plainLine(`${visible(path)}:${line}:${column}: ${visible(message)} [${severity}/${rule}]`)}\n`)
    .join("");
}
