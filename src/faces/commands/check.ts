import { catalogue as entries } from "../../../rules/index.ts";
import { analyse, type AnalyseInput, type Analysis } from "../../engine/analyse.ts";
import { writeBaseline, type Baseline } from "../../engine/baseline.ts";
import { Catalogue } from "../../engine/catalogue.ts";
import type { RuleSettings, SeveritySetting } from "../../engine/config/configuration.ts";
import { fix } from "../../engine/fix.ts";
import { suggestion } from "../../engine/nearest.ts";
import { atLeast } from "../../engine/presets.ts";
import type { Host } from "../../model/index.ts";
import { formats, renderBlocks, renderNotes } from "../../report/index.ts";
import { UsageError, choice, type Arguments } from "../arguments.ts";
import { fullCatalogue } from "../full-catalogue.ts";
import { deliver } from "../output.ts";
import { status, statusOfFaults } from "../status.ts";
import type { Streams } from "../streams.ts";
import { projectInput, type ProjectPlace } from "../project-input.ts";
import type { Outcome, ResultCache } from "../result-cache/index.ts";
import { replaceFile } from "../write-file.ts";
import { baselineOf } from "./baseline.ts";
import { divisionOf, requireDivision } from "./division.ts";
import { failOn } from "./fail-on.ts";
import { withHistory } from "./history.ts";

const severities: readonly SeveritySetting[] = ["off", "info", "warning", "error"];

/** Up to this many files the process ends before any tuning pays. */
const fewFiles = 10;

/** `stowage check`: gives back the exit status. */
export function checkCommand(args: Arguments, streams: Streams, color: boolean): number {
  const format = choice(args, "format", formats, "pretty");
  const threshold = choice(args, "fail-on", failOn, "warning");
  requireDivision(args);
  const project = projectInput(args, streams);
  const cache = cacheOf(args, streams, project, color);
  const earlier = cache?.recall();
  if (earlier) return tell(args, streams, earlier);
  const base = inputOf(args, streams, cache ? { ...project, host: cache.host } : project, cache);
  const division = divisionOf(args, streams, base, cache);
  const input = { ...base, ...division.input };
  const first = analyse(input);
  const analysis = withFixes(args, streams, input, first);
  const report = division.finish(withHistory(args, streams.cwd, analysis.report, () => analysis.project), analysis.faults.length);
  const incomplete = report.notes.some((note) => note.incomplete);
  const found = threshold !== "never" && report.findings.some(({ severity }) => atLeast(severity, threshold));
  const result = analysis.faults.length > 0 ? status.internal : incomplete ? status.unusable : found ? status.findings : status.clean;
  const quiet = args.flag("quiet");
  const error = renderNotes(quiet ? report.notes.filter((note) => note.incomplete) : report.notes, { color });
  if (args.flag("write-baseline") || args.flag("diff")) {
    streams.error(error);
    if (args.flag("write-baseline")) saveBaseline(args, streams, analysis);
  } else {
    const blocks = renderBlocks(format, report, {
      color, quiet, exitStatus: result, catalogue: fullCatalogue,
      ...(streams.width === undefined ? {} : { width: streams.width }),
      // A shard reports on its share alone.
      ...(args.flag("shard") ? {} : { project: () => analysis.project }),
    });
    const kept = cache && analysis.faults.length === 0 ? [...blocks].join("") : undefined;
    tell(args, streams, { out: kept ?? blocks, error, status: result });
    if (kept !== undefined) cache?.keep({ out: kept, error, status: result });
  }
  statusOfFaults(analysis.faults, streams);
  return args.flag("write-baseline") && result === status.findings ? status.clean : result;
}

function inputOf(args: Arguments, streams: Streams, project: ProjectPlace, cache: ResultCache | undefined): AnalyseInput & Pick<ProjectPlace, "named"> {
  const catalogue = new Catalogue(entries);
  return {
    ...project, catalogue: entries,
    ...presetOf(args, catalogue),
    rules: rulesOf(args, catalogue),
    ...baselineIn(args, streams, project.host),
    ...changedOnly(args, streams),
    ...outsideOf(args, streams, () => cache?.turnOff()),
    onFound: (files) => { if (files > fewFiles) streams.onLongRun?.(); },
  };
}

/** Writes what a run gives, now or kept from an earlier one. */
function tell(args: Arguments, streams: Streams, { out, error, status: result }: Omit<Outcome, "out"> & { readonly out: string | Iterable<string> }): number {
  streams.error(error);
  deliver(args, streams, out);
  return result;
}

/** Loaded only where `--cache` asks for it. */
function cacheOf(args: Arguments, streams: Streams, project: ProjectPlace, color: boolean): ResultCache | undefined {
  const wanted = (args.flag("cache") || args.flag("cache-location")) && !args.flag("no-cache");
  if (!wanted) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  const { cacheForCheck } = require("../result-cache/for-check.ts") as typeof import("../result-cache/for-check.ts");
  return cacheForCheck(args, streams, project, color);
}

/** Applies or shows the fixes that are asked for; gives back what is left to report. */
function withFixes(args: Arguments, streams: Streams, input: AnalyseInput, start: Analysis): Analysis {
  const wanted = args.flag("fix") || args.flag("fix-unsafe") || args.flag("diff");
  if (!wanted) return start;
  const { analysis, changed, applied } = fix(input, start, args.flag("fix-unsafe"));
  if (args.flag("diff")) showDiff(args, streams, start, changed);
  else for (const [path, text] of changed) replaceFile(streams.cwd, path, text);
  const files = changed.size === 1 ? "1 file" : `${changed.size} files`;
  const verb = args.flag("diff") ? "would mend" : "mended";
  if (!args.flag("quiet") && applied > 0) streams.error(`${verb} ${applied} ${applied === 1 ? "finding" : "findings"} in ${files}\n`);
  return analysis;
}

function changedOnly(args: Arguments, streams: Streams): { readonly wanted?: (path: string, text: string) => boolean } {
  const reference = args.value("changed");
  if (reference === undefined) return {};
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  const { ChangedFiles } = require("../git.ts") as typeof import("../git.ts");
  const changed = new ChangedFiles(streams.cwd, reference);
  return { wanted: (path, text) => changed.has(path, text) };
}

/** The program is only looked for where the option or a configuration asks for it. */
function outsideOf(args: Arguments, streams: Streams, onUse: () => void): Pick<AnalyseInput, "outside"> {
  const setting = args.value("shellcheck");
  const outside: AnalyseInput["outside"] = (project, settings) => {
    const asked = setting !== undefined || project.dockerfiles.some(({ document }) => settings.forFile(document.path).shellcheck === true);
    if (!asked) return [];
    onUse();
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
    const { shellcheckHook } = require("../shellcheck.ts") as typeof import("../shellcheck.ts");
    return shellcheckHook(setting, streams, entries)?.(project, settings) ?? [];
  };
  return setting === "off" ? {} : { outside };
}

function showDiff(args: Arguments, streams: Streams, start: Analysis, changed: ReadonlyMap<string, string>): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  const { unifiedDiff } = require("../diff.ts") as typeof import("../diff.ts");
  const diffs = [...changed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, text]) => unifiedDiff(path, start.discovery.texts.get(path) ?? "", text));
  deliver(args, streams, diffs.join(""));
}

function presetOf(args: Arguments, catalogue: Catalogue): { readonly preset?: string } {
  return args.value("preset") === undefined ? {} : { preset: choice(args, "preset", catalogue.presets, "recommended") };
}

/** `--rule ID=SEVERITY`, and `--rule ID` for the rule's own severity. */
function rulesOf(args: Arguments, catalogue: Catalogue): RuleSettings {
  return new Map(args.values("rule").map((given) => {
    const [id = "", word] = given.split("=");
    if (!catalogue.get(id)) throw new UsageError(`--rule: there is no rule \`${id}\`${suggestion(id, catalogue.ids)} (\`stowage rules\` lists them)`);
    const severity = severities.find((one) => one === word);
    if (word !== undefined && severity === undefined) throw new UsageError(`--rule ${id}: the severity must be one of ${severities.join(", ")}, not \`${word}\`${suggestion(word, severities)}`);
    return [id, { severity, options: {} }];
  }));
}

function baselineIn(args: Arguments, streams: Streams, host: Host): { readonly baseline?: Baseline } {
  const path = args.value("baseline");
  return path === undefined || args.flag("write-baseline") ? {} : { baseline: baselineOf(path, streams.cwd, host) };
}

function saveBaseline(args: Arguments, streams: Streams, { report }: Analysis): void {
  const path = args.value("baseline") ?? "stowage-baseline.json";
  replaceFile(streams.cwd, path, writeBaseline(report.findings));
  const count = report.findings.length;
  streams.error(`wrote ${path} with ${count} ${count === 1 ? "finding" : "findings"}: use it with --baseline ${path}\n`);
}
