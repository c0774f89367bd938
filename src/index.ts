import { basename } from "node:path";
import { catalogue } from "../rules/index.ts";
import { analyse, type Analysis } from "./engine/analyse.ts";
import { Catalogue } from "./engine/catalogue.ts";
import type { RuleSettings, SeveritySetting } from "./engine/config/configuration.ts";
import { suggestion } from "./engine/nearest.ts";
import type { Report } from "./engine/report.ts";
import { hostPath, nodeHost } from "./faces/node-host.ts";
import type { Host } from "./model/index.ts";
import { storageMap, type StorageMap } from "./report/index.ts";

export { formats, render, type Format, type RenderOptions } from "./report/index.ts";
export type { Place, Report, RuleFacts, SettledFinding, Summary } from "./engine/report.ts";
export type { EntryKind, Host, HostEntry, Note, ReadResult } from "./model/index.ts";
export type { StorageMap };

export interface LintOptions {
  /** Files and folders; the working directory where left out. */
  readonly paths?: readonly string[];
  /** The folder that paths are relative to; the process's where left out. */
  readonly cwd?: string;
  /** `recommended`, `all`, or a peer's name. */
  readonly preset?: string;
  /** Severities by rule. */
  readonly rules?: Readonly<Record<string, SeveritySetting>>;
  /** A configuration file, or `false` for none; left out: the nearest one upward. */
  readonly config?: string | false;
  /** Where files are read; the disk where left out. */
  readonly host?: Host;
}

/**
 * Checks files and folders and gives back the report. Throws where a rule's or preset's name or the configuration is wrong.
 */
export function lint(options: LintOptions | string | readonly string[] = {}): Report {
  return analysed(optionsOf(options)).report;
}

/** Where each container's data lives, as `stowage map --format json` says it. */
export function map(options: LintOptions | string | readonly string[] = {}): StorageMap {
  return storageMap(analysed(optionsOf(options)).project);
}

function optionsOf(given: LintOptions | string | readonly string[]): LintOptions {
  if (typeof given === "string") return { paths: [given] };
  return isList(given) ? { paths: given } : given;
}

function isList(given: LintOptions | readonly string[]): given is readonly string[] {
  return Array.isArray(given);
}

function analysed(options: LintOptions): Analysis {
  const cwd = options.cwd ?? process.cwd();
  const paths = options.paths ?? ["."];
  const { config } = options;
  const analysis = analyse({
    host: options.host ?? nodeHost(cwd, typeof config === "string" ? [...paths, config] : paths),
    paths: options.host ? paths : paths.map((path) => hostPath(cwd, path)),
    catalogue,
    directoryName: basename(cwd),
    rules: ruleSettings(options.rules ?? {}),
    ...(options.preset === undefined ? {} : { preset: knownPreset(options.preset) }),
    ...(config === undefined ? {} : { config: typeof config === "string" && !options.host ? hostPath(cwd, config) : config }),
  });
  const [fault] = analysis.faults;
  if (fault) throw new Error(`rule ${fault.rule} failed at ${fault.path}`, { cause: fault.error });
  return analysis;
}

function ruleSettings(rules: Readonly<Record<string, SeveritySetting>>): RuleSettings {
  const known = new Catalogue(catalogue);
  return new Map(Object.entries(rules).map(([id, severity]) => {
    if (!known.get(id)) throw new Error(`there is no rule ${id}${suggestion(id, known.ids)}`);
    return [id, { severity, options: {} }];
  }));
}

function knownPreset(preset: string): string {
  const { presets } = new Catalogue(catalogue);
  if (!presets.includes(preset)) throw new Error(`there is no preset ${preset}${suggestion(preset, presets)}`);
  return preset;
}
