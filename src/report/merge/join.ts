import type { Baseline } from "../../engine/baseline.ts";
import type { Report, ShardFinding, ShardSection, Summary } from "../../engine/report.ts";
import { Fingerprints, byNote, byPlace, findingKey, joinedPeers, onceEach } from "../../engine/settle.ts";

/** A JSON object of a report. */
export type Shown = Readonly<Record<string, unknown>>;

/** One share as it was read: what it takes to join it, and its findings as the report shows them. */
export interface ShardReport {
  readonly section: ShardSection;
  readonly findings: readonly Shown[];
}

export interface JoinedFinding extends ShardFinding {
  readonly fingerprint: string;
  readonly shown: Shown;
}

/** The whole that shares make. */
export interface Joined extends Pick<Report, "notes" | "summary"> {
  readonly findings: readonly JoinedFinding[];
  readonly faults: number;
}

/** Joins all shares of one whole: each finding once, in the order and with the fingerprints of a single run. */
export function join(shards: readonly ShardReport[], baseline: Baseline | undefined): Joined {
  const fingerprints = new Fingerprints();
  const all = once(shards).sort((a, b) => byPlace(placed(a), placed(b))).map((one): JoinedFinding => ({ ...one, fingerprint: fingerprints.next(one, one.text) }));
  const findings = all.filter(({ fingerprint }) => baseline?.has(fingerprint) !== true);
  const sections = shards.map(({ section }) => section);
  return {
    findings,
    notes: onceEach(sections.flatMap(({ notes }) => notes).sort(byNote)),
    faults: sum(sections.map(({ faults }) => faults)),
    summary: summaryOf(findings, sum(sections.map(({ files }) => files)), sum(sections.map(({ suppressed }) => suppressed)) + all.length - findings.length),
  };
}

type Found = Omit<JoinedFinding, "fingerprint">;

/** A finding that several shares made is the one of the unit that a single run checks first, and answers what any of them answers. */
function once(shards: readonly ShardReport[]): Found[] {
  const found = new Map<string, Found>();
  const all = shards.flatMap(({ section, findings }) => section.findings.map((facts, at): Found => ({ ...facts, shown: findings[at] ?? {} })));
  for (const one of all.sort((a, b) => a.unit - b.unit)) {
    const key = findingKey({ ...one, span: one });
    const twin = found.get(key);
    found.set(key, twin ? { ...twin, peers: joinedPeers(twin.peers, one.peers) } : one);
  }
  return [...found.values()];
}

function placed(one: Found): Parameters<typeof byPlace>[0] {
  return { ...one, span: { end: one.end } };
}

function summaryOf(findings: readonly JoinedFinding[], files: number, suppressed: number): Summary {
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  return { files, findings: findings.length, error: count("error"), warning: count("warning"), info: count("info"), suppressed, fixable: findings.filter(({ fixable }) => fixable).length };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
