import type { SettledFinding } from "./report.ts";

/** Fingerprints of findings that are known and not reported again. */
export type Baseline = ReadonlySet<string>;

/** The text of a baseline file: the findings' fingerprints with rule and path, so that a reader can tell what they are. */
export function writeBaseline(findings: readonly SettledFinding[]): string {
  const entries = findings.map(({ fingerprint, rule, path }) => ({ fingerprint, rule, path }));
  return `${JSON.stringify({ version: 1, findings: entries }, undefined, 2)}\n`;
}

/** Reads a baseline file; a text that says what is wrong where it is none. */
export function readBaseline(text: string): Baseline | string {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return "is no JSON: write it anew with --write-baseline";
  }
  const findings = isObject(content) && content["version"] === 1 ? content["findings"] : undefined;
  if (!Array.isArray(findings)) return "is no baseline of this version: write it anew with --write-baseline";
  const prints = findings.map((one: unknown) => (isObject(one) ? one["fingerprint"] : undefined));
  return new Set(prints.filter((one) => typeof one === "string"));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
