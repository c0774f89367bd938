import type { AnyRule, CatalogueEntry, PeerClaim, Severity } from "../rule/index.ts";
import { claimOptions, nameInPeer, optionsKey, peerOf, withDefaults, type Catalogue, type OptionValues } from "./catalogue.ts";

/** One rule with one set of options in force. */
export interface RuleRun {
  readonly entry: CatalogueEntry;
  readonly options: OptionValues;
  readonly severity: Severity;
  /** True where a preset or a user set the severity: a finding's own does not change it. */
  readonly severityFixed: boolean;
  /** The peers' ids that a finding of this run answers. */
  readonly peers: readonly string[];
  /** Part of a peer's preset, which judges as that peer does. */
  readonly ofPeer?: boolean;
}

/**
 * The runs that a preset switches on: `recommended`, `all` or a peer's name. `configured`: the peers' ids that their own
 * settings give a severity to, which switches on what the peer leaves off until then.
 */
export function presetRuns(catalogue: Catalogue, preset: string, configured: ReadonlySet<string> = new Set()): readonly RuleRun[] {
  if (preset === "recommended") return catalogue.entries.filter(({ rule }) => rule.recommended && !rule.deprecated).map((entry) => plainRun(entry));
  if (preset === "all") return catalogue.entries.filter(({ rule }) => !rule.deprecated).map((entry) => plainRun(entry));
  return catalogue.entries.flatMap((entry) => peerRuns(catalogue, entry, preset, configured));
}

/** A rule outside a peer's preset, with the given option values. Its findings answer the claims whose options are these. */
export function plainRun(entry: CatalogueEntry, given: OptionValues = {}): RuleRun {
  const { rule } = entry;
  let options: OptionValues | undefined;
  let peers: readonly string[] | undefined;
  // Most rules are never asked, and most that are find nothing.
  return {
    entry, severity: rule.severity, severityFixed: false,
    get options() { return (options ??= withDefaults(rule.options, given)); },
    get peers() { return (peers ??= answeredBy(rule, this.options)); },
  };
}

/** The claims whose options are those in force. */
function answeredBy(rule: AnyRule, options: OptionValues): readonly string[] {
  const key = optionsKey(rule, options);
  return (rule.peers?.same ?? []).filter((claim) => optionsKey(rule, claimOptions(rule, claim)) === key).map((claim) => claim.id);
}

/** Rules whose severity is `ignore` unless hadolint's configuration sets another: its output on 1,960 real files has none of them. */
const offByDefault: ReadonlySet<string> = new Set(["hadolint:DL1001", "hadolint:DL3057"]);

/** One run for each distinct set of options that a rule's claims on a peer name. */
function peerRuns(catalogue: Catalogue, entry: CatalogueEntry, preset: string, configured: ReadonlySet<string>): readonly RuleRun[] {
  const { rule } = entry;
  const groups = new Map<string, PeerClaim[]>();
  for (const claim of rule.peers?.same ?? []) {
    if (!belongs(catalogue, claim.id, preset) || (preset === "hadolint" && offByDefault.has(claim.id) && !configured.has(claim.id))) continue;
    const key = optionsKey(rule, claimOptions(rule, claim));
    const group = groups.get(key);
    if (group) group.push(claim);
    else groups.set(key, [claim]);
  }
  return [...groups.values()].map((claims) => ({
    entry,
    options: withDefaults(rule.options, claims[0]?.options),
    severity: highest(claims.map((claim) => claim.severity ?? rule.severity)),
    severityFixed: claims.some((claim) => claim.severity !== undefined),
    peers: claims.map((claim) => claim.id),
    ofPeer: true,
  }));
}

/**
 * Whether a peer's preset holds a claim. hadolint runs ShellCheck. tally has hadolint's, BuildKit's and ShellCheck's rules
 * under names of its own, except those that the catalogue lists as tally's because they differ there.
 */
function belongs(catalogue: Catalogue, id: string, preset: string): boolean {
  const peer = peerOf(id);
  if (peer === preset) return true;
  if (preset === "hadolint") return peer === "shellcheck";
  if (preset !== "tally" || !["hadolint", "buildkit", "shellcheck"].includes(peer)) return false;
  return catalogue.answering(`tally:${peer}/${nameInPeer(id)}`).length === 0;
}

const order: readonly Severity[] = ["info", "warning", "error"];

function highest(severities: readonly Severity[]): Severity {
  return severities.reduce((a, b) => (order.indexOf(b) > order.indexOf(a) ? b : a), "info");
}

/** Whether a severity is at or above a threshold. */
export function atLeast(severity: Severity, threshold: Severity): boolean {
  return order.indexOf(severity) >= order.indexOf(threshold);
}
