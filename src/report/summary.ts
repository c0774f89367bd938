import type { Report } from "../engine/report.ts";

/** `3 findings in 2 files: 1 error, 2 warnings; 1 suppressed`, for people. */
export function summaryLine(report: Report): string {
  const { summary } = report;
  const files = count(summary.files, "file");
  const rest = summary.suppressed > 0 ? `; ${summary.suppressed} suppressed` : "";
  if (summary.findings === 0) return `No findings in ${files}${rest}`;
  const parts = [
    ...(summary.error > 0 ? [count(summary.error, "error")] : []),
    ...(summary.warning > 0 ? [count(summary.warning, "warning")] : []),
    ...(summary.info > 0 ? [`${summary.info} info`] : []),
  ];
  return `${count(summary.findings, "finding")} in ${files}: ${parts.join(", ")}${rest}`;
}

/** What can be mended by the tool itself, or undefined where nothing can. */
export function fixLine(report: Report): string | undefined {
  const safe = report.findings.filter((finding) => finding.fix?.safe === true).length;
  const unsafe = report.findings.filter((finding) => finding.fix?.safe === false).length;
  const parts = [
    ...(safe > 0 ? [`--fix mends ${safe}`] : []),
    ...(unsafe > 0 ? [`--fix-unsafe mends ${safe > 0 ? `${unsafe} more` : unsafe}, changing what is built or run`] : []),
  ];
  return parts.length > 0 ? parts.join("; ") : undefined;
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
