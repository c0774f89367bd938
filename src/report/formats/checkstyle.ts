import type { Report } from "../../engine/report.ts";
import { byPath } from "../grouping.ts";
import { escapeMarkup } from "../markup.ts";

/** Checkstyle's XML: findings by file. */
export function* renderCheckstyle(report: Report): Iterable<string> {
  yield '<?xml version="1.0" encoding="utf-8"?>\n<checkstyle version="4.3">\n';
  for (const [path, findings] of byPath(report.findings)) {
    yield `  <file name="${escapeMarkup(path)}">\n`;
    for (const { line, column, severity, message, rule } of findings) {
      yield `    <error line="${line}" column="${column}" severity="${severity}" message="${escapeMarkup(message)}" source="stowage.${escapeMarkup(rule)}"/>\n`;
    }
    yield "  </file>\n";
  }
  yield "</checkstyle>\n";
}
