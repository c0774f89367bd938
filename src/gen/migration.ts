import type { CatalogueEntry } from "#rule";
import { declinedPeers, partlyAnswered } from "./declined.ts";
import { code, generatedNote, optionValues, table } from "./markdown.ts";

interface Row {
  readonly peer: string;
  readonly theirs: string;
  readonly ours: string;
  readonly how: string;
}

/** The text of `docs/migration.md`: for each peer a table from its rules to ours. */
export function migrationPage(catalogue: readonly CatalogueEntry[]): string {
  const rows = [...catalogue.flatMap(rowsOf), ...declinedPeers.map(({ id, reason }) => row(id, "none", reason))];
  const peers = [...new Set(rows.map((one) => one.peer))].sort();
  return `${[
    generatedNote,
    "# From another linter's rules to ours",
    [
      "*exact*: with the options named here our rule reports what theirs reports and is silent where theirs is silent.",
      "*near*: the two overlap. `stowage check --preset hadolint` (or another name below) runs exactly the rules that answer that linter.",
    ].join("\n"),
    ...peers.map((peer) => peerSection(peer, rows.filter((one) => one.peer === peer))),
  ].join("\n\n")}\n`;
}

function rowsOf({ family, rule }: CatalogueEntry): readonly Row[] {
  const link = `[${rule.id}](../rules/${family}/README.md#${rule.id})`;
  const same = (rule.peers?.same ?? []).map((claim) =>
    row(claim.id, link, partlyAnswered[claim.id] ?? (claim.options === undefined ? "exact" : `exact, with ${optionValues(claim.options)}`)));
  const near = (rule.peers?.near ?? []).map((id) => row(id, link, "near"));
  return [...same, ...near];
}

function row(id: string, ours: string, how: string): Row {
  const colon = id.indexOf(":");
  return { peer: id.slice(0, colon), theirs: id.slice(colon + 1), ours, how };
}

function peerSection(peer: string, rows: readonly Row[]): string {
  const sorted = [...rows].sort((a, b) => compare(a.theirs, b.theirs) || compare(a.how, b.how) || compare(a.ours, b.ours));
  return `## ${peer}\n\n${table(["Their rule", "Ours", "How"], sorted.map(({ theirs, ours, how }) => [code(theirs), ours, how]))}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
