import type { Baseline } from "../../engine/baseline.ts";
import { noteFacts, summaryFacts } from "../formats/json.ts";
import { invocation, shardProperty, usualLimits } from "../formats/sarif.ts";
import { Holder, Items, jsonBlocks } from "../json-blocks.ts";
import { withinLimits } from "../sarif/within-limits.ts";
import { join, type Joined, type JoinedFinding, type ShardReport, type Shown } from "./join.ts";
import { readSection } from "./section.ts";

export type { Joined } from "./join.ts";

/** A file that was given to be joined. */
export interface MergeInput {
  readonly name: string;
  readonly text: string;
}

/** Files that cannot be joined; the message says which and why. */
export class MergeError extends Error {
  override readonly name = "MergeError";
}

export interface Merged {
  readonly joined: Joined;
  /** The report that a single run would have written. */
  readonly render: (exitStatus: number) => Iterable<string>;
}

interface Parsed extends ShardReport {
  readonly name: string;
  readonly format: "json" | "sarif";
  readonly content: Shown;
}

/** Joins the JSON or SARIF reports of all shares of one whole. Throws a `MergeError` where they are no such. */
export function mergeReports(inputs: readonly MergeInput[], baseline: Baseline | undefined): Merged {
  const shards = inputs.map(parse).sort((a, b) => a.section.index - b.section.index);
  const [first] = shards;
  if (!first) throw new MergeError("there is nothing to join: give the files of all shards");
  for (const other of shards) requireSame(first, other);
  requireAll(shards);
  const joined = join(shards, baseline);
  const render = first.format === "json" ? () => renderJson(first.content, joined) : (exitStatus: number) => renderSarif(shards, joined, exitStatus);
  return { joined, render };
}

function parse({ name, text }: MergeInput): Parsed {
  const content = parseJson(text);
  if (!content) throw new MergeError(`${name} is no JSON: give what \`stowage check --shard I/N --format json\` or \`--format sarif\` wrote`);
  const run = listOf(content["runs"])[0];
  const section = readSection(run ? objectOf(run["properties"])[shardProperty] : content["shard"]);
  const findings = listOf(run ? run["results"] : content["findings"]);
  if (!section || findings.length !== section.findings.length) throw new MergeError(`${name} is no share of a report: write it with \`stowage check --shard I/N --format json\` or \`--format sarif\``);
  return { name, content, section, findings, format: run ? "sarif" : "json" };
}

function requireSame(first: Parsed, other: Parsed): void {
  if (other.format !== first.format) throw new MergeError(`${other.name} is ${other.format}, ${first.name} is ${first.format}: join files of one format`);
  if (other.section.of !== first.section.of) throw new MergeError(`${other.name} is one of ${other.section.of} shares, ${first.name} one of ${first.section.of}`);
  if (other.section.inputs !== first.section.inputs) throw new MergeError(`${other.name} and ${first.name} are shares of different files: check the same commit with the same paths and options`);
  if (versionOf(other) !== versionOf(first)) throw new MergeError(`${other.name} and ${first.name} come from different versions of stowage`);
}

function requireAll(shards: readonly Parsed[]): void {
  const of = shards[0]?.section.of ?? 0;
  const twice = shards.find(({ section }, at) => section.index === shards[at - 1]?.section.index);
  if (twice) throw new MergeError(`${twice.name}: shard ${twice.section.index}/${of} is given twice`);
  const given = new Set(shards.map(({ section }) => section.index));
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !given.has(index));
  if (missing.length > 0) throw new MergeError(`${missing.length === 1 ? "shard" : "shards"} ${missing.map((index) => `${index}/${of}`).join(", ")} ${missing.length === 1 ? "is" : "are"} missing: give the files of all shards`);
}

function versionOf({ format, content }: Parsed): unknown {
  return format === "json" ? objectOf(content["tool"])["version"] : objectOf(objectOf(listOf(content["runs"])[0]?.["tool"])["driver"])["version"];
}

function renderJson({ version, tool }: Shown, { findings, notes, summary }: Joined): Iterable<string> {
  return jsonBlocks(new Holder({
    version, tool,
    findings: new Items(findings, ({ shown, fingerprint, peers }) => ({ ...shown, fingerprint, peers })),
    notes: notes.map(noteFacts),
    summary: summaryFacts({ summary }),
  }));
}

function renderSarif(shards: readonly Parsed[], { findings, notes }: Joined, exitStatus: number): Iterable<string> {
  const logs = shards.flatMap(({ content }) => listOf(content["runs"]).slice(0, 1));
  const run = logs[0] ?? {};
  const driver = objectOf(objectOf(run["tool"])["driver"]);
  const byId = new Map(logs.flatMap((one) => listOf(objectOf(objectOf(one["tool"])["driver"])["rules"])).map((rule) => [String(rule["id"]), rule]));
  const rules = [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
  const indexes = new Map(rules.map((rule, at) => [String(rule["id"]), at]));
  const { properties: _, ...kept } = run;
  return withinLimits(findings, usualLimits, (shown) => jsonBlocks(new Holder({
    ...shards[0]?.content,
    runs: new Holder([new Holder({
      ...kept,
      tool: { driver: { ...driver, rules } },
      invocations: [invocation(notes, { kept: shown.length, all: findings.length }, exitStatus)],
      results: new Items(shown, (finding) => sarifResult(finding, indexes)),
    })]),
  })));
}

function sarifResult({ shown, fingerprint, peers, rule }: JoinedFinding, indexes: ReadonlyMap<string, number>): Shown {
  const ruleIndex = indexes.get(rule);
  return {
    ...shown,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    partialFingerprints: { ...objectOf(shown["partialFingerprints"]), "stowage/v1": fingerprint },
    properties: { ...objectOf(shown["properties"]), ...(peers.length === 0 ? {} : { peers }) },
  };
}

function parseJson(text: string): Shown | undefined {
  try {
    const content: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return isObject(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

function listOf(value: unknown): readonly Shown[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function objectOf(value: unknown): Shown {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Shown {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
