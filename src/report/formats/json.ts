import type { Place, Report, SettledFinding, ShardSection } from "../../engine/report.ts";
import { Holder, Items, jsonBlocks } from "../json-blocks.ts";
import { visible } from "../visible.ts";

/** The JSON report, version 1 (`schemas/report.schema.json`). Every key is always there; `null` stands for nothing. */
export function renderJson(report: Report): Iterable<string> {
  return jsonBlocks(new Holder({
    version: 1,
    tool: { name: report.tool.name, version: report.tool.version },
    findings: new Items(report.findings, findingFacts),
    notes: report.notes.map(noteFacts),
    summary: summaryFacts(report),
    ...(report.shard ? { shard: shardFacts(report.shard) } : {}),
  }));
}

/** What it takes to join a share with the others, as the report holds it. */
export function shardFacts(shard: ShardSection): Holder {
  return new Holder({ ...shard, findings: new Items(shard.findings) });
}

/** A note as the report shows it. */
export function noteFacts(note: Report["notes"][number]): object {
  return { path: note.path, line: note.line ?? null, message: visible(note.message) };
}

function findingFacts(finding: SettledFinding): object {
  return {
    rule: finding.rule, family: finding.family, severity: finding.severity, confidence: finding.confidence,
    message: visible(finding.message),
    ...range(finding),
    address: finding.address, fingerprint: finding.fingerprint,
    peers: finding.peers,
    related: finding.related.map((place) => ({ ...range(place), message: visible(place.message) })),
    trace: finding.trace.map(({ path, line, column, message }) => ({ path, line, column, message: visible(message) })),
    fix: fixFacts(finding.fix),
    help: finding.help,
  };
}

function range({ path, line, column, endLine, endColumn }: Place): object {
  return { path, line, column, endLine, endColumn };
}

function fixFacts(fix: SettledFinding["fix"]): object | null {
  if (!fix) return null;
  const edits = fix.edits.map(({ span, text }) => ({ path: span.document.path, start: span.start, end: span.end, text }));
  return { title: visible(fix.title), safe: fix.safe, edits };
}

/** The counts as the report shows them. */
export function summaryFacts({ summary }: Pick<Report, "summary">): object {
  const { files, findings, error, warning, info, suppressed, fixable } = summary;
  return { files, findings, error, warning, info, suppressed, fixable };
}
