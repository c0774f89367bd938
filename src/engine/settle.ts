import { textOf, type Document, type Span } from "#text";
import type { Note, Project } from "../model/index.ts";
import type { CatalogueEntry, Finding } from "../rule/index.ts";
import { helpLink, tool } from "./about.ts";
import { Addresses } from "./address.ts";
import type { Baseline } from "./baseline.ts";
import type { Catalogue } from "./catalogue.ts";
import type { RawFinding } from "./check.ts";
import { hashOf } from "./hash.ts";
import type { RuleRun } from "./presets.ts";
import type { Place, Report, RuleFacts, SettledFinding, Summary } from "./report.ts";
import type { SettingsOf } from "./settings.ts";
import { silence, unusedFindings, unusedSuppression } from "./suppress/silence.ts";
import { suppressionsOf, type Suppression } from "./suppress/suppression.ts";

export interface SettleInput {
  readonly project: Project;
  readonly raw: readonly RawFinding[];
  readonly settings: SettingsOf;
  readonly catalogue: Catalogue;
  readonly notes: readonly Note[];
  /** How many files were checked. */
  readonly files: number;
  readonly baseline?: Baseline;
  /** Which files' findings are wanted; all where left out. */
  readonly wanted?: (path: string, text: string) => boolean;
}

/** Makes a report of what the rules said: severities, suppressions, addresses, fingerprints, baseline, order. */
export function settle(input: SettleInput): Report {
  return new Settling(input).report();
}

class Settling {
  readonly #input: SettleInput;
  readonly #addresses: Addresses;
  readonly #suppressions: ReadonlyMap<Document, readonly Suppression[]>;
  readonly #findings = new Map<string, SettledFinding>();
  #suppressed = 0;

  constructor(input: SettleInput) {
    this.#input = input;
    this.#addresses = new Addresses(input.project);
    this.#suppressions = suppressionsOf(input.project);
  }

  report(): Report {
    const { raw, notes, wanted, baseline } = this.#input;
    for (const one of raw) this.#take(one);
    this.#takeUnused();
    const sorted = [...this.#findings.values()].sort(byPlace);
    const printed = withFingerprints(sorted).filter((finding) => wanted === undefined || wanted(finding.path, finding.span.document.text));
    const findings = printed.filter((finding) => baseline?.has(finding.fingerprint) !== true);
    this.#suppressed += printed.length - findings.length;
    return { tool, findings, notes: [...notes].sort(byNote), summary: this.#summary(findings), rules: this.#facts() };
  }

  #take(raw: RawFinding): void {
    const { finding, run } = raw;
    const { document } = finding.at;
    const settings = this.#input.settings.forFile(document.path);
    // A finding of a compose file may stand in a Dockerfile, where the rule may be off.
    if (document !== raw.subject.document && this.#input.settings.isOff(document.path, run.entry.rule.id)) return;
    const silenced = silence(raw, this.#suppressions.get(document) ?? [], settings);
    if (silenced.silenced) this.#suppressed++;
    else this.#keep(finding, run, silenced.peers);
  }

  #takeUnused(): void {
    const { settings, catalogue } = this.#input;
    for (const finding of unusedFindings(this.#suppressions, settings, catalogue)) {
      const run = settings.forFile(finding.at.document.path).runs.find(({ entry }) => entry.rule.id === unusedSuppression);
      if (run) this.#keep(finding, run, run.peers);
    }
  }

  #keep(finding: Finding, run: RuleRun, peers: readonly string[]): void {
    const settled = this.#settled(finding, run, peers);
    const key = [settled.rule, settled.path, finding.at.start, finding.at.end, settled.message].join("\0");
    const twin = this.#findings.get(key);
    this.#findings.set(key, twin ? { ...twin, peers: [...new Set([...twin.peers, ...peers])] } : settled);
  }

  #settled(finding: Finding, run: RuleRun, peers: readonly string[]): SettledFinding {
    const { rule, family } = run.entry;
    return {
      ...placeOf(finding.at),
      rule: rule.id,
      family,
      severity: run.severityFixed ? run.severity : (finding.severity ?? run.severity),
      confidence: finding.confidence ?? rule.confidence ?? "certain",
      message: finding.message,
      address: finding.address ?? this.#addresses.of(finding.at),
      fingerprint: "",
      peers,
      related: (finding.related ?? []).map(({ at, note }) => ({ ...placeOf(at), message: note })),
      trace: (finding.trace ?? []).map(({ span, message }) => ({ ...placeOf(span), message })),
      fix: finding.fix,
      help: helpLink(family, rule.id),
    };
  }

  #summary(findings: readonly SettledFinding[]): Summary {
    const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
    return {
      files: this.#input.files,
      findings: findings.length,
      error: count("error"), warning: count("warning"), info: count("info"),
      suppressed: this.#suppressed,
      fixable: findings.filter((finding) => finding.fix !== undefined).length,
    };
  }

  /** Facts of every rule that is on for some file that was checked. */
  #facts(): ReadonlyMap<string, RuleFacts> {
    const { project, settings, raw } = this.#input;
    const facts = new Map<string, RuleFacts>();
    const paths = new Set(project.documents.map(({ document }) => document.path));
    const seen = new Set(["stowage", ...paths].map((path) => settings.forFile(path)));
    for (const { runs } of seen) {
      for (const { entry } of runs) if (!facts.has(entry.rule.id)) facts.set(entry.rule.id, ruleFacts(entry));
    }
    for (const { run: { entry } } of raw) if (!facts.has(entry.rule.id)) facts.set(entry.rule.id, ruleFacts(entry));
    return facts;
  }
}

/** What a report may say of a rule. */
export function ruleFacts({ rule, family }: CatalogueEntry): RuleFacts {
  const { id, severity, title, why, remedy, recommended } = rule;
  return {
    id, family, severity, title, why, remedy, recommended,
    fix: rule.fix ?? "none",
    securitySeverity: rule.securitySeverity,
    peers: rule.peers ?? {},
    help: helpLink(family, id),
  };
}

function placeOf(span: Span): Place {
  const { document } = span;
  const start = document.position(span.start);
  const end = document.position(span.end);
  return { path: document.path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column, span };
}

/** Rule, path, address and the spanned text make a fingerprint; equal ones are counted in the order of the file. */
function withFingerprints(sorted: readonly SettledFinding[]): readonly SettledFinding[] {
  const counts = new Map<string, number>();
  return sorted.map((finding) => {
    const base = [finding.rule, finding.path, finding.address, hashOf(textOf(finding.span))].join("\0");
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    return { ...finding, fingerprint: hashOf(count === 0 ? base : `${base}\0${count}`) };
  });
}

function byPlace(a: SettledFinding, b: SettledFinding): number {
  return compare(a.path, b.path) || a.line - b.line || a.column - b.column || compare(a.rule, b.rule) || a.span.end - b.span.end || compare(a.message, b.message);
}

function byNote(a: Note, b: Note): number {
  return compare(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0) || compare(a.message, b.message);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
