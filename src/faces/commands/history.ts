import { textOf } from "#text";
import type { Report, SettledFinding } from "../../engine/report.ts";
import type { Project } from "../../model/index.ts";
import { changesInWords } from "../../report/cache/words.ts";
import { UsageError, type Arguments } from "../arguments.ts";
import type { FoundReplay, Replays } from "../replays.ts";

/** Commits that are looked at where `--commits` does not say otherwise. */
const usualCommits = 100;

/** The rule whose findings the history bears out. */
const ruleId = "copy-before-install";

/* eslint-disable @typescript-eslint/no-require-imports -- synchronous lazy chunks: most runs need no history */
const loadModel = (): typeof import("../../model/history/index.ts") => require("../../model/history/index.ts") as typeof import("../../model/history/index.ts");
const loadReplays = (): typeof import("../replays.ts") => require("../replays.ts") as typeof import("../replays.ts");
/* eslint-enable @typescript-eslint/no-require-imports */

/** Replays the last commits of a project's Dockerfiles. Throws a `UsageError` where `--commits` is no number. */
export function replayProject(args: Arguments, cwd: string, dockerfiles: Project["dockerfiles"]): Replays {
  return loadReplays().replaysOf(dockerfiles, cwd, commitCount(args), loadModel());
}

/** `check --history`: the report with what the last commits say of copies before an install. */
export function withHistory(args: Arguments, cwd: string, report: Report, project: () => Project): Report {
  if (!args.flag("history")) {
    if (args.value("commits") !== undefined) throw new UsageError("--commits needs --history");
    return report;
  }
  const paths = new Set(report.findings.filter(({ rule }) => rule === ruleId).map(({ path }) => path));
  if (paths.size === 0) return report;
  const { found, notes } = replayProject(args, cwd, project().dockerfiles.filter(({ document }) => paths.has(document.path)));
  return {
    ...report,
    findings: report.findings.map((finding) => (finding.rule === ruleId ? withEvidence(finding, found) : finding)),
    notes: [...report.notes, ...notes],
  };
}

function withEvidence(finding: SettledFinding, replays: readonly FoundReplay[]): SettledFinding {
  const copyText = textOf(finding.span);
  for (const { path, replay } of replays) {
    if (path !== finding.path) continue;
    const { instructions } = replay.dockerfile.tree;
    const saving = replay.savings.find(({ copy }) => instructions[copy] && textOf(instructions[copy].headSpan) === copyText);
    if (!saving || saving.commits === 0) continue;
    const { path: file, line, column, endLine, endColumn, span } = finding;
    const spared = Math.max(0, saving.reruns - saving.rerunsAfter);
    const message = `${changesInWords("this copy", { ...saving, changed: replay.instructions[saving.copy]?.changed ?? 0 })}: ${spared} of ${saving.reruns} runs of \`${saving.name}\` would have been spared`;
    return { ...finding, related: [...finding.related, { path: file, line, column, endLine, endColumn, span, message }] };
  }
  return finding;
}

function commitCount(args: Arguments): number {
  const given = args.value("commits");
  if (given === undefined) return usualCommits;
  if (!/^[1-9]\d{0,4}$/.test(given)) throw new UsageError(`--commits takes a number from 1 to 99999, not \`${given}\``);
  return Number(given);
}
