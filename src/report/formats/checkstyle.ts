import type { Report } from "../../engine/report.ts";
import { byPath } from "../grouping.ts";
import { escapeMarkup } from "../markup.ts";

/** Checkstyle's XML: findings by file. */
export function renderCheckstyle(report: Report): string {
  const files = [...byPath(report.findings)].map(([path, findings]) => [
    `  <file name="${escapeMarkup(path)}">`,
    ...findings.map(({ line, column, severity, message, rule }) =>
      `    <error line="${line}" column="${column}" severity="${severity}" message="${escapeMarkup(message)}" source="stowage.${escapeMarkup(rule)}"/>`),
    "  </file>",
  ].join("\n"));
  return ['<?xml version="1.0" encoding="utf-8"?>', '<checkstyle version="4.3">', ...files, "</checkstyle>", ""].join("\n");
}
