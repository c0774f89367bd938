import type { Invocation, Log, Notification } from "sarif";
import { gzipSync } from "node:zlib";
import type { Report, SettledFinding } from "../../engine/report.ts";
import type { Severity } from "../../rule/index.ts";
import type { RenderOptions } from "../options.ts";
import { artifact, plainText, rootName, sentence } from "../sarif/places.ts";
import { resultsOf } from "../sarif/results.ts";
import { descriptor } from "../sarif/rules.ts";
import { visibleJson } from "../visible.ts";

/** GitHub refuses a run with more results, and a file that takes more when packed with gzip. */
export const mostResults = 25_000;
export const mostBytes = 10 * 1000 * 1000;

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** SARIF 2.1.0 within the limits of GitHub code scanning. What does not fit is left out, infos first, and a notification says how many. */
export function renderSarif(report: Report, options: RenderOptions): string {
  // A share of a whole is for `stowage merge`, which keeps the limits.
  return renderSarifWithin(report, options, report.shard ? { results: Infinity, bytes: Infinity } : usualLimits);
}

/** The limits of GitHub code scanning: results, and bytes after gzip. */
export interface SarifLimits {
  readonly results: number;
  readonly bytes: number;
}

export const usualLimits: SarifLimits = { results: mostResults, bytes: mostBytes };

/** The key of a run's properties under which a share keeps what it takes to join it with the others. */
export const shardProperty = "stowage/shard";

/** `renderSarif` with limits of one's own: results, and bytes after gzip. */
export function renderSarifWithin(report: Report, options: RenderOptions, limits: SarifLimits): string {
  return withinLimits(report.findings, limits, (findings) => visibleJson(log(report, findings, options)));
}

/** What `write` gives for as many of the findings as the limits allow, the severest ones. */
export function withinLimits<T extends { readonly severity: Severity }>(all: readonly T[], limits: SarifLimits, write: (kept: readonly T[]) => string): string {
  for (let keep = Math.min(all.length, limits.results); ; ) {
    const text = write(mostSevere(all, keep));
    if (keep === 0 || Buffer.byteLength(text) <= limits.bytes) return text;
    const packed = gzipSync(text).length;
    if (packed <= limits.bytes) return text;
    keep = Math.floor(keep * Math.min(0.9, (limits.bytes / packed) * 0.95));
  }
}

/** So many findings, the severest ones, in the report's order. */
function mostSevere<T extends { readonly severity: Severity }>(findings: readonly T[], keep: number): readonly T[] {
  if (findings.length <= keep) return findings;
  const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
  const order = findings.map((finding, at) => ({ at, rank: rank[finding.severity] })).sort((a, b) => a.rank - b.rank || a.at - b.at);
  const kept = new Set(order.slice(0, keep).map((one) => one.at));
  return findings.filter((_, at) => kept.has(at));
}

function log(report: Report, findings: readonly SettledFinding[], options: RenderOptions): Log {
  const rules = [...report.rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const indexes = new Map(rules.map((facts, at) => [facts.id, at]));
  const full = new Map((options.catalogue?.() ?? []).map(({ rule }) => [rule.id, rule]));
  return {
    $schema: schema,
    version: "2.1.0",
    runs: [{
      tool: {
        driver: {
          name: report.tool.name, version: report.tool.version, semanticVersion: report.tool.version,
          ...informationUri(report), rules: rules.map((facts) => descriptor(facts, full.get(facts.id))),
        },
      },
      invocations: [invocation(report.notes, { kept: findings.length, all: report.findings.length }, options.exitStatus)],
      originalUriBaseIds: { [rootName]: { description: { text: "The folder that stowage was run in." } } },
      columnKind: "utf16CodeUnits",
      results: resultsOf(findings, indexes),
      ...(report.shard ? { properties: { [shardProperty]: report.shard } } : {}),
    }],
  };
}

/** The project's page: what stands before `/rules/` in a rule's help address. */
function informationUri(report: Report): { informationUri?: string } {
  const [facts] = report.rules.values();
  const page = /^(https:\/\/.+?)(?:\/(?:blob|tree)\/[^/]+)?\/rules\//.exec(facts?.help ?? "")?.[1];
  return page === undefined ? {} : { informationUri: page };
}

/** How the run went: what was not checked, how many findings are left out, the exit status. */
export function invocation(notes: Report["notes"], { kept, all }: { readonly kept: number; readonly all: number }, exitStatus: number | undefined): Invocation {
  return {
    executionSuccessful: !notes.some((note) => note.incomplete),
    ...(exitStatus === undefined ? {} : { exitCode: exitStatus }),
    toolExecutionNotifications: [...(all > kept ? [leftOutNotification(all - kept, all)] : []), ...notes.map(notification)],
  };
}

function leftOutNotification(leftOut: number, all: number): Notification {
  return {
    level: "warning",
    message: { text: `${leftOut} of ${all} findings are left out of this file to keep within the limits of code scanning; the least severe ones went first.` },
  };
}

function notification(note: Report["notes"][number]): Notification {
  const region = note.line === undefined ? {} : { region: { startLine: note.line } };
  return {
    level: note.incomplete ? "error" : "note",
    message: { text: sentence(plainText(note.message)) },
    locations: [{ physicalLocation: { artifactLocation: artifact(note.path), ...region } }],
  };
}
