import type { SettledFinding } from "../engine/report.ts";

/** Findings by file, in the report's order. */
export function byPath(findings: readonly SettledFinding[]): ReadonlyMap<string, readonly SettledFinding[]> {
  const files = new Map<string, SettledFinding[]>();
  for (const finding of findings) {
    const known = files.get(finding.path);
    if (known) known.push(finding);
    else files.set(finding.path, [finding]);
  }
  return files;
}
