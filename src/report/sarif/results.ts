import type { ArtifactChange, CodeFlow, Fix, Result } from "sarif";
import type { Document, Edit } from "#text";
import type { SettledFinding } from "../../engine/report.ts";
import { lineHashes } from "./line-hash.ts";
import { artifact, noted, physical, plainText, sentence, wholeRegion } from "./places.ts";
import { levels } from "./rules.ts";

/** GitHub shows 100 locations of a result and 1,000 steps of its flow, and refuses results with ten times as many. */
const mostRelated = 100;
const mostSteps = 1000;

/**
 * A function that turns findings into SARIF results, asked in the report's order; `ruleIndexes` says where each rule stands in the
 * driver's list. Hashes of a document are made once for all findings that follow each other in it.
 */
export function resultMaker(ruleIndexes: ReadonlyMap<string, number>): (finding: SettledFinding) => Result {
  let hashed: { readonly document: Document; readonly hashes: readonly string[] } | undefined;
  return (finding) => {
    const { document } = finding.span;
    if (hashed?.document !== document) hashed = { document, hashes: lineHashes(document) };
    return result(finding, ruleIndexes.get(finding.rule), hashed.hashes[finding.line - 1]);
  };
}

function result(finding: SettledFinding, ruleIndex: number | undefined, lineHash: string | undefined): Result {
  const related = finding.related.slice(0, mostRelated);
  return {
    ruleId: finding.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[finding.severity],
    message: { text: messageOf(finding) },
    locations: [{ physicalLocation: physical(finding), logicalLocations: [{ fullyQualifiedName: plainText(finding.address) }] }],
    ...(related.length === 0 ? {} : { relatedLocations: related.map((place, at) => ({ id: at + 1, ...noted(place) })) }),
    ...(finding.trace.length === 0 ? {} : { codeFlows: [codeFlow(finding)] }),
    partialFingerprints: {
      ...(lineHash === undefined ? {} : { primaryLocationLineHash: lineHash }),
      "stowage/v1": finding.fingerprint,
    },
    ...(finding.fix && finding.fix.edits.length > 0 ? { fixes: [fixOf(finding.fix)] } : {}),
    properties: { confidence: finding.confidence, ...(finding.peers.length === 0 ? {} : { peers: [...finding.peers] }) },
  };
}

/** The message, with a link for each related place: GitHub opens the place from there. */
function messageOf(finding: SettledFinding): string {
  const links = finding.related.slice(0, mostRelated).map((place, at) => `[${linkText(place.message)}](${at + 1})`);
  const text = sentence(plainText(finding.message));
  return links.length === 0 ? text : `${text} See: ${links.join(", ")}.`;
}

function linkText(text: string): string {
  return plainText(text).replace(/\\?([[\]\\])/g, "\\$1");
}

/** The trace, ended by the finding's own place unless it ends there already. */
function codeFlow(finding: SettledFinding): CodeFlow {
  const last = finding.trace.at(-1);
  const here = last !== undefined && last.path === finding.path && last.line === finding.line;
  const steps = [...finding.trace.slice(0, mostSteps - 1), ...(here ? [] : [{ ...finding, message: finding.message }])];
  return { threadFlows: [{ locations: steps.map((step) => ({ location: noted(step) })) }] };
}

function fixOf(fix: NonNullable<SettledFinding["fix"]>): Fix {
  const byPath = new Map<string, Edit[]>();
  for (const edit of fix.edits) byPath.set(edit.span.document.path, [...(byPath.get(edit.span.document.path) ?? []), edit]);
  return {
    description: { text: sentence(plainText(fix.title)) },
    artifactChanges: [...byPath].map(([path, edits]): ArtifactChange => ({
      artifactLocation: artifact(path),
      replacements: edits.map((edit) => ({ deletedRegion: wholeRegion(edit.span), insertedContent: { text: edit.text } })),
    })),
  };
}
