import type { Invocation, Notification, ToolComponent } from "sarif";
import type { Report, SettledFinding } from "../../engine/report.ts";
import { Holder, Items, jsonBlocks } from "../json-blocks.ts";
import type { RenderOptions } from "../options.ts";
import { shardFacts } from "./json.ts";
import { artifact, plainText, rootName, sentence } from "../sarif/places.ts";
import { resultMaker } from "../sarif/results.ts";
import { descriptor } from "../sarif/rules.ts";
import { withinLimits, type SarifLimits } from "../sarif/within-limits.ts";

/** GitHub refuses a run with more results, and a file that takes more when packed with gzip. */
export const mostResults = 25_000;
export const mostBytes = 10 * 1000 * 1000;

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** SARIF 2.1.0 within the limits of GitHub code scanning. What does not fit is left out, infos first, and a notification says how many. */
export function renderSarif(report: Report, options: RenderOptions): Iterable<string> {
  // A share of a whole is for `stowage merge`, which keeps the limits.
  return renderSarifWithin(report, options, report.shard ? { results: Infinity, bytes: Infinity } : usualLimits);
}

/** The limits of GitHub code scanning. */
export const usualLimits: SarifLimits = { results: mostResults, bytes: mostBytes };

/** The key of a run's properties under which a share keeps what it takes to join it with the others. */
export const shardProperty = "stowage/shard";

/** `renderSarif` with limits of one's own. */
export function renderSarifWithin(report: Report, options: RenderOptions, limits: SarifLimits): Iterable<string> {
  return withinLimits(report.findings, limits, (findings) => jsonBlocks(log(report, findings, options)));
}

function log(report: Report, findings: readonly SettledFinding[], options: RenderOptions): Holder {
  const rules = [...report.rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const full = new Map((options.catalogue?.() ?? []).map(({ rule }) => [rule.id, rule]));
  const driver = {
    name: report.tool.name, version: report.tool.version, semanticVersion: report.tool.version,
    ...informationUri(report), rules: rules.map((facts) => descriptor(facts, full.get(facts.id))),
  } satisfies ToolComponent;
  const run = new Holder({
    tool: { driver },
    invocations: [invocation(report.notes, { kept: findings.length, all: report.findings.length }, options.exitStatus)],
    originalUriBaseIds: { [rootName]: { description: { text: "The folder that stowage was run in." } } },
    columnKind: "utf16CodeUnits",
    results: new Items(findings, resultMaker(new Map(rules.map((facts, at) => [facts.id, at])))),
    ...(report.shard ? { properties: new Holder({ [shardProperty]: shardFacts(report.shard) }) } : {}),
  });
  return new Holder({ $schema: schema, version: "2.1.0", runs: new Holder([run]) });
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
