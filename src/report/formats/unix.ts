import type { Report } from "../../engine/report.ts";
import { plainLine, visible } from "../visible.ts";

/** `path:line:column: message [severity/rule]`, one line a finding: what editors and grep-like tools read. */
export function* renderUnix(report: Report): Iterable<string> {
  for (const { path, line, column, message, severity, rule } of report.findings) {
    yield `${plainLine(`${visible(path)}:${line}:${column}: ${visible(message)} [${severity}/${rule}]`)}\n`;
  }
}
