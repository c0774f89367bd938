import { removeLines, removeWord, type Finding } from "../../rule/index.ts";
import { peerOf, claimOptions, type Catalogue } from "../catalogue.ts";
import { alsoReports, type RawFinding } from "../check.ts";
import type { PeerSettings } from "../config/peer-settings.ts";
import { suggestion } from "../nearest.ts";
import type { Settings, SettingsOf } from "../settings.ts";
import type { Directive } from "../../parse/suppression.ts";
import type { CommentsElsewhere } from "./elsewhere.ts";
import type { DocumentSuppressions, Suppression, Suppressions } from "./suppression.ts";

/** The id of the rule about suppressions themselves; the engine asks it, since only the engine knows what was silenced. */
export const unusedSuppression = "unused-suppression";

/** What is left of a finding after the suppressions: the peers' ids it still answers, or nothing. */
export type Silenced = { readonly silenced: true } | { readonly silenced: false; readonly peers: readonly string[] };

/** Applies the suppression comments of the finding's file, those of scripts and sources that its evidence leads through, and what peers' settings ignore there, to a finding. */
export function silence(raw: RawFinding, suppressions: DocumentSuppressions | undefined, elsewhere: CommentsElsewhere, settings: Settings): Silenced {
  const { document, start } = raw.finding.at;
  let peers = raw.run.peers;
  for (const suppression of [...(suppressions?.at(document.position(start).line) ?? []), ...elsewhere.of(raw.finding)]) {
    if (!isHonoured(suppression.directive, settings.peers)) continue;
    const left = without(raw, peers, suppression.directive);
    if (left === peers) continue;
    suppression.used = true;
    if (left.length === 0) return { silenced: true };
    peers = left;
  }
  for (const peer of settings.peers) {
    const ids = sameIds(raw).filter((id) => peer.ignores(id));
    if (ids.length > 0) peers = without(raw, peers, { peer: peer.peer, ids, all: false, reach: "file" }, (id) => isOf(id, peer.peer));
    if (ids.length > 0 && peers.length === 0 && raw.run.peers.length > 0) return { silenced: true };
  }
  return { silenced: false, peers };
}

/** The ids that a finding answers without those that a directive names: the same list where it names none, none where the finding is silenced. */
function without(raw: RawFinding, peers: readonly string[], directive: Directive, stays = ofSameLinter): readonly string[] {
  if (directive.peer === undefined) return directive.all || directive.ids.includes(raw.run.entry.rule.id) ? [] : peers;
  const named = sameIds(raw).filter((id) => (directive.all ? isOf(id, directive.peer) : directive.ids.includes(id)));
  const answered = named.filter((id) => answers(raw, id));
  if (answered.length === 0) return peers;
  // A finding that also answers other rules of the same linter stays for these.
  const left = peers.filter((id) => !answered.includes(id));
  return left.some((id) => stays(id, answered)) ? left : [];
}

function ofSameLinter(id: string, answered: readonly string[]): boolean {
  return answered.some((one) => peerOf(one) === peerOf(id));
}

function sameIds(raw: RawFinding): readonly string[] {
  return (raw.run.entry.rule.peers?.same ?? []).map((claim) => claim.id);
}

function isOf(id: string, peer: string | undefined): boolean {
  return peerOf(id) === peer || (peer === "tally" && /^(?:hadolint|buildkit|shellcheck):/.test(id)) || (peer === "hadolint" && id.startsWith("shellcheck:"));
}

/** Whether a peer's rule would report this very finding: by the options in force, or asked again with the claim's own. */
function answers(raw: RawFinding, id: string): boolean {
  if (raw.run.peers.includes(id)) return true;
  const { rule } = raw.run.entry;
  const claim = rule.peers?.same?.find((one) => one.id === id);
  return claim !== undefined && alsoReports(raw, claimOptions(rule, claim));
}

function isHonoured(directive: Directive, peers: readonly PeerSettings[]): boolean {
  return peers.every((peer) => peer.peer !== directive.peer || peer.comments);
}

/** Findings about suppressions that silenced nothing though their rules were on, or that name a rule of ours that does not exist. */
export function* unusedFindings(suppressions: Suppressions, settings: SettingsOf, catalogue: Catalogue): Iterable<Finding> {
  for (const [path, list] of suppressions) {
    const { runs } = settings.forFile(path);
    const on = new Set(runs.flatMap((run) => [run.entry.rule.id, ...run.peers]));
    if (!on.has(unusedSuppression)) continue;
    for (const suppression of list.all) {
      const message = suppression.directive.ids.includes(unusedSuppression) ? undefined : faultOf(suppression, on, catalogue);
      if (message !== undefined) yield { at: suppression.span, message, ...removal(suppression) };
    }
  }
}

/** Takes the comment out. A directive at the top of a Dockerfile may say other things too: it stays. */
function removal({ span, directive }: Suppression): Pick<Finding, "fix"> {
  if (directive.peer === "buildkit" || directive.peer === "kics" || (directive.peer === undefined && directive.ids.length > 1)) return {};
  const { document, start } = span;
  const alone = document.slice(document.lineSpan(document.position(start).line).start, start).trim() === "";
  return { fix: { title: "remove the comment", safe: true, edits: [alone ? removeLines(span) : removeWord(span)] } };
}

function faultOf({ directive, used }: Suppression, on: ReadonlySet<string>, catalogue: Catalogue): string | undefined {
  const { peer, ids } = directive;
  const uuid = peer === "kics" ? ids.find((id) => /^kics:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id)) : undefined;
  if (uuid !== undefined) return `KICS queries are known by name here, not by uuid: this comment does not silence \`${uuid.slice("kics:".length)}\``;
  const unknown = peer === undefined ? ids.find((id) => !catalogue.get(id)) : undefined;
  if (unknown !== undefined) return `there is no rule \`${unknown}\` to silence${suggestion(unknown, catalogue.ids)}`;
  if (used || ids.length === 0) return undefined;
  const claimed = peer === undefined ? ids : ids.filter((id) => catalogue.answering(id).length > 0);
  const judged = claimed.length > 0 && claimed.every((id) => on.has(id));
  return judged ? `this comment silences nothing: ${claimed.map((id) => `\`${id}\``).join(", ")} ${claimed.length > 1 ? "report" : "reports"} nothing here` : undefined;
}
