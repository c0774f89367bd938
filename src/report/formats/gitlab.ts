import type { Report } from "../../engine/report.ts";
import { Items, jsonBlocks } from "../json-blocks.ts";
import { visible } from "../visible.ts";

const severities = { error: "critical", warning: "major", info: "info" } as const;

/** GitLab's Code Quality report: a list of issues, each with a fingerprint of its own. */
export function renderGitlab(report: Report): Iterable<string> {
  const seen = new Map<string, number>();
  return jsonBlocks(new Items(report.findings, (finding) => ({
    description: visible(finding.message),
    check_name: finding.rule,
    fingerprint: unique(finding.fingerprint, seen),
    severity: severities[finding.severity],
    location: { path: finding.path, lines: { begin: finding.line, end: finding.endLine } },
  })));
}

function unique(fingerprint: string, seen: Map<string, number>): string {
  const times = (seen.get(fingerprint) ?? 0) + 1;
  seen.set(fingerprint, times);
  return times === 1 ? fingerprint : `${fingerprint}:${times}`;
}
