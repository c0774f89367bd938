import type { Note } from "../model/index.ts";
import type { Report, SettledFinding } from "../engine/report.ts";
import { maskedSpans, secretLookingParts, type MaskedSpans } from "./mask.ts";

/**
 * A report whose messages, titles and notes show no secret. A fix whose edits would put one into the report is left out: it is
 * still applied by `--fix`.
 * @param spansOf what findings point at that must not be shown
 */
export function withoutSecrets(report: Report, spansOf: MaskedSpans = maskedSpans): Report {
  const known = knownSecrets(report.findings, spansOf);
  const findings = report.findings.map((finding) => shownFinding(finding, valuesFor(finding, known)));
  const notes = report.notes.map((note): Note => ({ ...note, message: hideSecrets(note.message, known.get(note.path)) }));
  return { ...report, findings, notes };
}

const none: ReadonlySet<string> = new Set();

/** The values of the files that a finding speaks of. */
function valuesFor(finding: SettledFinding, known: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  if (known.size === 0) return none;
  const sets = [finding, ...finding.related, ...finding.trace].flatMap(({ path }) => known.get(path) ?? []);
  return sets.length > 1 ? new Set(sets.flatMap((set) => [...set])) : sets[0] ?? none;
}

/** A text in which what looks like a secret stands as `*`: `NAME=value`, the password of an address, a header's token, and `known` values. */
export function hideSecrets(text: string, known: ReadonlySet<string> = none): string {
  let result = text;
  for (const value of known) if (result.includes(value)) result = result.replaceAll(value, "*".repeat(value.length));
  // In prose a colon ends a clause: only `=` gives a value to a name.
  for (const { start, end } of secretLookingParts(result).filter((part) => !/:[ \t]+["']?$/.test(result.slice(0, part.start)))) {
    result = result.slice(0, start) + "*".repeat(end - start) + result.slice(end);
  }
  return result;
}

/** The values on the lines that findings of secrets point at, by file. */
function knownSecrets(findings: readonly SettledFinding[], spansOf: MaskedSpans): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  for (const { document, start, end } of findings.flatMap(spansOf)) {
    const values = known.get(document.path) ?? new Set();
    known.set(document.path, values);
    const value = document.slice(start, end).trim().replace(/^["']|["']$/g, "");
    if (isOneWord(value)) values.add(value);
    const line = document.lineSpan(document.position(start).line);
    const text = document.slice(line.start, line.end);
    for (const part of secretLookingParts(text)) {
      const found = text.slice(part.start, part.end);
      if (isOneWord(found)) values.add(found);
    }
  }
  return known;
}

/** Shorter ones would stand in plain words too. */
function isOneWord(value: string): boolean {
  return value.length >= 6 && !/[\s$]/.test(value) && (/\d/.test(value) || (/[A-Z]/.test(value) && /[a-z]/.test(value)));
}

function shownFinding(finding: SettledFinding, known: ReadonlySet<string>): SettledFinding {
  const { message, address, related, trace, fix } = finding;
  const shown = hideSecrets(message, known);
  const shownAddress = hideSecrets(address, known);
  const keepsFix = !fix?.edits.some(({ text }) => holdsSecret(text, known));
  const places = [...related, ...trace];
  if (shown === message && shownAddress === address && keepsFix && places.every((one) => hideSecrets(one.message, known) === one.message) && hideSecrets(fix?.title ?? "", known) === (fix?.title ?? "")) return finding;
  return {
    ...finding, message: shown, address: shownAddress,
    related: related.map((one) => ({ ...one, message: hideSecrets(one.message, known) })),
    trace: trace.map((one) => ({ ...one, message: hideSecrets(one.message, known) })),
    fix: fix && keepsFix ? { ...fix, title: hideSecrets(fix.title, known) } : undefined,
  };
}

function holdsSecret(text: string, known: ReadonlySet<string>): boolean {
  for (const value of known) if (text.includes(value)) return true;
  return text.split("\n").some((line) => secretLookingParts(line).length > 0);
}
