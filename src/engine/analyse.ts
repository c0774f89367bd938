import { buildProject, projectParts, type Host, type Note, type Project, type ProjectInput } from "../model/index.ts";
import type { CatalogueEntry } from "../rule/index.ts";
import type { Baseline } from "./baseline.ts";
import { Catalogue } from "./catalogue.ts";
import { Checker, type InternalFault, type RawFinding } from "./check.ts";
import { ConfigFinder } from "./config/finder.ts";
import { discover, type Discovery } from "./discover.ts";
import { overlay } from "./overlay.ts";
import type { CheckedPart, PartTools } from "./part.ts";
import type { Report } from "./report.ts";
import { Settling } from "./settle.ts";
import { SettingsOf, type CommandSettings } from "./settings.ts";

export interface AnalyseInput extends CommandSettings {
  readonly host: Host;
  /** Files and folders, as the host names them. */
  readonly paths: readonly string[];
  /** The rules to choose from. */
  readonly catalogue: readonly CatalogueEntry[];
  /** A text that was given instead of a file. */
  readonly given?: { readonly path: string; readonly text: string };
  /** The configuration file to use; `false` for none; left out: the nearest one upward. */
  readonly config?: string | false;
  readonly baseline?: Baseline;
  /** Which files' findings are wanted; all where left out. */
  readonly wanted?: (path: string, text: string) => boolean;
  /** Findings of a program outside, such as ShellCheck; asked after the rules. */
  readonly outside?: (project: Project, settings: SettingsOf) => readonly RawFinding[];
  /** The working directory's own name. */
  readonly directoryName?: string;
  /** Another way to check: from a cache, on several threads, or a share of the whole. */
  readonly divide?: (work: Work) => Division;
  /** Told how many files were found, before they are read. */
  readonly onFound?: (files: number) => void;
}

/** What there is to check. */
export interface Work extends PartTools {
  readonly made: ProjectInput;
  readonly discovery: Discovery;
}

/** The parts of a project, checked. */
export interface Division {
  readonly parts: Iterable<CheckedPart>;
  /** How many files that are; all where left out. */
  readonly files?: number;
  /** Which notes on the whole are told here; all where left out. */
  readonly tells?: (note: Note) => boolean;
}

export interface Analysis {
  readonly report: Report;
  /** Everything in one piece; made when it is asked for, since the report does not need it. */
  readonly project: Project;
  readonly discovery: Discovery;
  /** Bugs of ours. */
  readonly faults: readonly InternalFault[];
}

/** The whole line from paths to a report. Throws a `ConfigError` where the configuration cannot be used. */
export function analyse(input: AnalyseInput): Analysis {
  const catalogue = new Catalogue(input.catalogue);
  const { host } = input;
  const finder = new ConfigFinder(host, catalogue, input.config);
  const discovery = discover({
    host, paths: input.paths, ...(input.given ? { given: input.given } : {}),
    ignoreIn: (folder) => finder.ignoreIn(folder),
  });
  input.onFound?.(discovery.dockerfiles.length + discovery.composeFiles.length);
  return examine(input, discovery, new SettingsOf(catalogue, finder, input), catalogue);
}

/** The line from found files to a report; `texts` lie over what discovery read, `earlier` faults are kept. */
export function examine(input: AnalyseInput, discovery: Discovery, settings: SettingsOf, catalogue: Catalogue, earlier: readonly InternalFault[] = []): Analysis {
  const { dockerfiles, composeFiles, scripts } = discovery;
  const made = projectInput(input, discovery, settings);
  const settling = new Settling({ settings, catalogue });
  const checker = new Checker(settings);
  const faults = [...earlier];
  const notes: Note[] = [];
  const division = input.divide?.({ made, discovery, settings, catalogue, checker, ...(input.outside ? { outside: input.outside } : {}) });
  for (const part of division?.parts ?? []) {
    settling.take(part);
    faults.push(...part.faults);
    notes.push(...part.notes);
  }
  // Without rules only the whole is of interest.
  const whole = catalogue.entries.length === 0 ? buildProject(made) : undefined;
  for (const project of division ? [] : whole ? [whole] : projectParts(made)) {
    const result = checker.check(project);
    settling.add(project, [...result.findings, ...(input.outside?.(project, settings) ?? [])]);
    faults.push(...result.faults);
    notes.push(...project.notes);
  }
  const report = settling.report({
    notes: [...[...discovery.notes, ...settings.notes].filter((note) => division?.tells?.(note) ?? true), ...notes],
    files: division?.files ?? dockerfiles.length + composeFiles.length + scripts.length,
    ...(input.baseline ? { baseline: input.baseline } : {}),
    ...(input.wanted ? { wanted: input.wanted } : {}),
  });
  return new Examined(report, discovery, faults, whole ?? (() => buildProject(made)));
}

/** What a project is made of, from what was found and is configured. */
export function projectInput({ host, paths, directoryName }: Pick<AnalyseInput, "host" | "paths" | "directoryName">, { dockerfiles, composeFiles, scripts, texts }: Discovery, settings: SettingsOf): ProjectInput {
  return {
    host: overlay(host, texts), dockerfiles, composeFiles, composeLists: settings.composeLists(composeFiles), scripts, texts, asked: paths,
    ...(directoryName === undefined ? {} : { directoryName }),
  };
}

class Examined implements Analysis {
  readonly report: Report;
  readonly discovery: Discovery;
  readonly faults: readonly InternalFault[];
  #project: Project | (() => Project);

  constructor(report: Report, discovery: Discovery, faults: readonly InternalFault[], project: Project | (() => Project)) {
    this.report = report;
    this.discovery = discovery;
    this.faults = faults;
    this.#project = project;
  }

  get project(): Project {
    if (typeof this.#project === "function") this.#project = this.#project();
    return this.#project;
  }
}
