import { catalogue } from "../../rules/index.ts";
import { analyse, type AnalyseInput, type Analysis } from "../../src/engine/analyse.ts";
import { ConfigError } from "../../src/engine/config/configuration.ts";
import { fix } from "../../src/engine/fix.ts";
import type { SettledFinding } from "../../src/engine/report.ts";
import { formats, mapFormats, render, renderMap, renderNotes } from "../../src/report/index.ts";
import { MemoryHost } from "../rules/memory-host.ts";
import { faultOfOutput } from "./outputs.ts";

export type Files = Readonly<Record<string, string>>;

/** What is tried beside the rules, JSON and SARIF. Each takes time, and configuration may stop a run: not every project has them. */
export interface Trial {
  readonly formats: boolean;
  readonly config: boolean;
  readonly fixes: boolean;
}

/** Milliseconds of processor time that one project of small files may take, on a slow and busy machine. */
export const bound = 4000;

/**
 * Runs every rule, the map, the fixes and all formats over files, and says what is wrong: something thrown, a rule that failed, a
 * place outside the text, output that is not valid, too long a time. Undefined where all is well.
 */
export function faultWith(files: Files, trial: Trial = { formats: true, config: false, fixes: false }): string | undefined {
  const start = process.cpuUsage();
  try {
    return faultOf(files, trial) ?? slowness(start);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function slowness(start: NodeJS.CpuUsage): string | undefined {
  const { user, system } = process.cpuUsage(start);
  const spent = Math.round((user + system) / 1000);
  return spent > bound ? `took ${spent} ms` : undefined;
}

function faultOf(files: Files, trial: Trial): string | undefined {
  const input: AnalyseInput = { host: new MemoryHost(files), paths: ["."], catalogue, preset: "all", ...(trial.config ? {} : { config: false }) };
  const analysis = analysed(input);
  if (analysis instanceof ConfigError) return faultOfMistakes(analysis);
  return faultOfAnalysis(analysis) ?? faultOfOutputs(analysis, trial) ?? (trial.fixes ? faultOfFixes(input, analysis) : undefined);
}

/** A configuration that cannot be used is no fault, as long as its mistakes stand where they are said to stand. */
function analysed(input: AnalyseInput): Analysis | ConfigError {
  try {
    return analyse(input);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

function faultOfMistakes({ faults }: ConfigError): string | undefined {
  const outside = faults.find(({ span }) => span && !isInside(span));
  return outside ? `a configuration's mistake outside the text: ${outside.message}` : undefined;
}

function faultOfAnalysis({ faults, report }: Analysis): string | undefined {
  const [fault] = faults;
  if (fault) return `rule ${fault.rule}: ${fault.error.stack ?? fault.error.message}`;
  for (const finding of report.findings) {
    const outside = spansOf(finding).find((at) => !isInside(at));
    if (outside) return `rule ${finding.rule}: a place outside the text: ${outside.document.path} ${outside.start}-${outside.end}`;
  }
  return undefined;
}

function spansOf({ span, related, trace, fix: mending }: SettledFinding): readonly SettledFinding["span"][] {
  return [span, ...[...related, ...trace, ...(mending?.edits ?? [])].map((one) => one.span)];
}

function isInside({ start, end, document }: SettledFinding["span"]): boolean {
  return start >= 0 && start <= end && end <= document.text.length;
}

function faultOfOutputs({ report, project }: Analysis, trial: Trial): string | undefined {
  const options = { color: false, quiet: false, exitStatus: 1 };
  // The facts of the rules that found nothing are the same every time, and make up most of a SARIF file.
  const reporting = new Set(report.findings.map(({ rule }) => rule));
  const lean = { ...report, rules: new Map([...report.rules].filter(([id]) => reporting.has(id))) };
  for (const format of trial.formats ? formats : (["json", "sarif", "github", "pretty"] as const)) {
    const fault = faultOfOutput(format, render(format, lean, options));
    if (fault !== undefined) return `${format}: ${fault}`;
  }
  for (const format of trial.formats ? mapFormats : (["json"] as const)) {
    const fault = faultOfOutput(format, renderMap(format, project, { color: false }));
    if (fault !== undefined) return `map ${format}: ${fault}`;
  }
  return faultOfOutput("notes", renderNotes(report.notes, { color: false }));
}

function faultOfFixes(input: AnalyseInput, first: Analysis): string | undefined {
  for (const unsafe of [false, true]) {
    const { analysis } = fix(input, first, unsafe);
    const fault = faultOfAnalysis(analysis);
    if (fault !== undefined) return `after ${unsafe ? "all" : "safe"} fixes: ${fault}`;
  }
  return undefined;
}
