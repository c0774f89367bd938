import { textOf, type Document, type Span } from "#text";
import type { Note } from "../model/index.ts";
import type { CatalogueEntry, Finding, Severity } from "../rule/index.ts";
import { failsOnWarnings } from "../parse/suppression.ts";
import { helpLink, tool } from "./about.ts";
import { Addresses } from "./address.ts";
import type { Baseline } from "./baseline.ts";
import type { Catalogue } from "./catalogue.ts";
import type { RawFinding } from "./check.ts";
import { hashOf } from "./hash.ts";
import type { RuleRun } from "./presets.ts";
import { severityOf } from "./purpose.ts";
import { RuleTable } from "./rule-table.ts";
import type { Place, Report, RuleFacts, SettledFinding, Summary } from "./report.ts";
import type { Settings, SettingsOf } from "./settings.ts";
import type { Walked } from "./subjects.ts";
import { CommentsElsewhere } from "./suppress/elsewhere.ts";
import { silence, unusedFindings, unusedSuppression } from "./suppress/silence.ts";
import { suppressionsOf, type Suppressions } from "./suppress/suppression.ts";
import type { CheckedPart } from "./part.ts";

export interface ReportInput {
  readonly notes: readonly Note[];
  /** How many files were checked. */
  readonly files: number;
  readonly baseline?: Baseline;
  /** Which files' findings are wanted; all where left out. */
  readonly wanted?: (path: string, text: string) => boolean;
}

/** Makes a report of what the rules said: severities, suppressions, addresses, fingerprints, baseline, order. */
export class Settling {
  readonly #settings: SettingsOf;
  readonly #catalogue: Catalogue;
  readonly #findings: SettledFinding[] = [];
  readonly #helpLinks = new Map<CatalogueEntry, string>();
  readonly #inForce: Set<Settings>;
  readonly #reporting = new Set<CatalogueEntry>();
  /** The Dockerfiles of the part at hand in which BuildKit's warnings fail the build. */
  #strict: ReadonlySet<Document> = new Set();
  #suppressed = 0;

  constructor({ settings, catalogue }: { readonly settings: SettingsOf; readonly catalogue: Catalogue }) {
    this.#settings = settings;
    this.#catalogue = catalogue;
    this.#inForce = new Set([settings.forFile("stowage")]);
  }

  /** Takes what the rules said of a project, or of a part of one. Nothing of its model is held on to. */
  add(project: Walked, raw: readonly RawFinding[]): void {
    const addresses = new Addresses(project);
    const suppressions = suppressionsOf(project);
    this.#strict = strictDocuments(project);
    const elsewhere = new CommentsElsewhere();
    for (const one of raw) this.#take(one, suppressions, elsewhere, addresses);
    this.#takeUnused(suppressions, addresses);
    for (const { document } of project.documents) {
      this.#inForce.add(this.#settings.forFile(document.path));
      document.forgetLines();
    }
    for (const { run } of raw) this.#reporting.add(run.entry);
  }

  /** What the parts that were added gave, for `take` of another one. */
  found(): Pick<CheckedPart, "findings" | "suppressed" | "reporting"> {
    return { findings: this.#findings, suppressed: this.#suppressed, reporting: [...this.#reporting].map(({ rule }) => rule.id) };
  }

  /** Takes what was found in a part that was checked elsewhere. */
  take({ findings, suppressed, documents, reporting }: CheckedPart): void {
    for (const finding of findings) this.#findings.push(finding);
    this.#suppressed += suppressed;
    for (const path of documents) this.#inForce.add(this.#settings.forFile(path));
    for (const id of reporting) {
      const entry = this.#catalogue.get(id);
      if (entry) this.#reporting.add(entry);
    }
  }

  report({ notes, files, wanted, baseline }: ReportInput): Report {
    const printed = withFingerprints(oneOfEach(this.#findings.sort(byPlace))).filter((finding) => wanted === undefined || wanted(finding.path, finding.span.document.text));
    const findings = printed.filter((finding) => baseline?.has(finding.fingerprint) !== true);
    this.#suppressed += printed.length - findings.length;
    const rules = new RuleTable([...this.#reporting].map(ruleFacts), () => this.#otherFacts());
    return { tool, findings, notes: onceEach([...notes].sort(byNote)), summary: this.#summary(findings, files), rules };
  }

  #take(raw: RawFinding, suppressions: Suppressions, elsewhere: CommentsElsewhere, addresses: Addresses): void {
    const { finding, run } = raw;
    const { document } = finding.at;
    const settings = this.#settings.forFile(document.path);
    // A finding of a compose file may stand in a Dockerfile, where the rule may be off.
    if (document !== raw.subject.document && this.#settings.isOff(document.path, run.entry.rule.id)) return;
    const silenced = silence(raw, suppressions.get(document.path), elsewhere, settings);
    if (silenced.silenced) this.#suppressed++;
    else this.#keep(finding, run, this.#severity(raw, silenced.peers), silenced.peers, addresses);
  }

  /** `# check=error=true` makes errors of what answers BuildKit's checks, unless the user says otherwise. */
  #severity(raw: RawFinding, peers: readonly string[]): Severity {
    const fails = !raw.run.severityFixed && this.#strict.has(raw.finding.at.document) && peers.some((id) => id.startsWith("buildkit:"));
    return fails ? "error" : severityOf(raw);
  }

  #takeUnused(suppressions: Suppressions, addresses: Addresses): void {
    for (const finding of unusedFindings(suppressions, this.#settings, this.#catalogue)) {
      const run = this.#settings.forFile(finding.at.document.path).runs.find(({ entry }) => entry.rule.id === unusedSuppression);
      if (run) this.#keep(finding, run, run.severity, run.peers, addresses);
    }
  }

  #keep(finding: Finding, run: RuleRun, severity: Severity, peers: readonly string[], addresses: Addresses): void {
    this.#findings.push(this.#settled(finding, run, severity, peers, addresses));
  }

  #settled(finding: Finding, run: RuleRun, severity: Severity, peers: readonly string[], addresses: Addresses): SettledFinding {
    const { rule, family } = run.entry;
    const { at, related, trace } = finding;
    const { path, line, column, endLine, endColumn } = placeOf(at);
    return {
      path, line, column, endLine, endColumn, span: at,
      rule: rule.id,
      family,
      severity,
      confidence: finding.confidence ?? rule.confidence ?? "certain",
      message: inOnePiece(finding.message),
      address: inOnePiece(finding.address ?? addresses.of(at)),
      fingerprint: "",
      peers,
      related: related ? related.map((one) => notedPlace(one.at, one.note)) : noPlaces,
      trace: trace ? trace.map(({ span, message }) => notedPlace(span, message)) : noPlaces,
      fix: finding.fix,
      help: this.#helpLink(run.entry),
    };
  }

  #helpLink(entry: CatalogueEntry): string {
    const known = this.#helpLinks.get(entry) ?? helpLink(entry.family, entry.rule.id);
    this.#helpLinks.set(entry, known);
    return known;
  }

  #summary(findings: readonly SettledFinding[], files: number): Summary {
    const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
    return {
      files,
      findings: findings.length,
      error: count("error"), warning: count("warning"), info: count("info"),
      suppressed: this.#suppressed,
      fixable: findings.filter((finding) => finding.fix !== undefined).length,
    };
  }

  /** A report holds the facts of every rule that was on for some file. */
  *#otherFacts(): Iterable<RuleFacts> {
    for (const { runs } of this.#inForce) for (const { entry } of runs) if (!this.#reporting.has(entry)) yield ruleFacts(entry);
  }
}

/** Equal for findings that are one and the same. */
export function findingKey({ rule, path, span, message }: Pick<SettledFinding, "rule" | "path" | "message"> & { readonly span: { readonly start: number; readonly end: number } }): string {
  return [rule, path, span.start, span.end, message].join("\0");
}

/** The peers' ids of both, in an order that does not depend on which is first. */
export function joinedPeers(first: readonly string[], second: readonly string[]): readonly string[] {
  const all = new Set([...first, ...second]);
  return all.size === first.length && all.size === second.length ? first : [...all].sort();
}

/** Findings in their order, each once: it answers what any of its twins answers. */
function oneOfEach(sorted: readonly SettledFinding[]): SettledFinding[] {
  const found: SettledFinding[] = [];
  for (const finding of sorted) {
    const before = found.at(-1);
    if (before && isTwin(before, finding)) found[found.length - 1] = { ...before, peers: joinedPeers(before.peers, finding.peers) };
    else found.push(finding);
  }
  return found;
}

/** Twins stand next to each other in the order of findings. */
function isTwin(a: SettledFinding, b: SettledFinding): boolean {
  return a.path === b.path && a.span.start === b.span.start && a.span.end === b.span.end && a.rule === b.rule && a.message === b.message;
}

function strictDocuments(project: Walked): ReadonlySet<Document> {
  const strict = project.dockerfiles.filter(({ tree }) => tree.directives.some(({ name, value }) => name === "check" && failsOnWarnings(value)));
  return new Set(strict.map(({ document }) => document));
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

/** A joined text is kept as all its pieces until one of its letters is asked for; that takes more room than the text. */
function inOnePiece(text: string): string {
  text.charCodeAt(0);
  return text;
}

const noPlaces: SettledFinding["related"] = [];

function notedPlace(span: Span, message: string): SettledFinding["related"][number] {
  const { path, line, column, endLine, endColumn } = placeOf(span);
  return { path, line, column, endLine, endColumn, span, message };
}

function placeOf(span: Span): Place {
  const { document } = span;
  const start = document.position(span.start);
  const end = document.position(span.end);
  return { path: document.path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column, span };
}

/**
 * Rule, path, address and the spanned text make a fingerprint; equal ones are counted in the order of the file. The list is changed
 * in its place, so that a long one is never there twice.
 */
function withFingerprints(sorted: SettledFinding[]): readonly SettledFinding[] {
  const fingerprints = new Fingerprints();
  for (const [at, finding] of sorted.entries()) sorted[at] = { ...finding, fingerprint: fingerprints.next(finding, hashOf(textOf(finding.span))) };
  return sorted;
}

/** Fingerprints of a report's findings, asked for in their order. */
export class Fingerprints {
  readonly #counts = new Map<string, number>();

  /** The fingerprint of the next finding; `text` is the hash of the text that it stands on. */
  next({ rule, path, address }: Pick<SettledFinding, "rule" | "path" | "address">, text: string): string {
    const base = `${rule}\0${path}\0${address}\0${text}`;
    const first = hashOf(base);
    const count = this.#counts.get(first) ?? 0;
    this.#counts.set(first, count + 1);
    return count === 0 ? first : hashOf(`${base}\0${count}`);
  }
}

type Placed = Pick<SettledFinding, "path" | "line" | "column" | "rule" | "message"> & { readonly span: { readonly end: number } };

/** The order of findings in a report. */
export function byPlace(a: Placed, b: Placed): number {
  return compare(a.path, b.path) || a.line - b.line || a.column - b.column || compare(a.rule, b.rule) || a.span.end - b.span.end || compare(a.message, b.message);
}

/** Several parts may come upon one and the same fault. */
export function onceEach(sorted: readonly Note[]): readonly Note[] {
  return sorted.filter((note, at) => {
    const before = sorted[at - 1];
    return !before || byNote(before, note) !== 0 || before.incomplete !== note.incomplete;
  });
}

/** The order of notes in a report. */
export function byNote(a: Note, b: Note): number {
  return compare(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0) || compare(a.message, b.message);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
