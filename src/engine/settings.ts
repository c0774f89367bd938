import { lookup } from "#text";
import type { Note } from "../model/index.ts";
import type { Severity } from "../rule/index.ts";
import type { Catalogue, OptionValues } from "./catalogue.ts";
import type { RuleSetting, RuleSettings } from "./config/configuration.ts";
import type { ConfigFinder, Found } from "./config/finder.ts";
import { optionFault } from "./config/option-check.ts";
import type { PeerSettings } from "./config/peer-settings.ts";
import { folderOf } from "./paths.ts";
import { plainRun, presetRuns, type RuleRun } from "./presets.ts";

/** What holds for one file. */
export interface Settings {
  readonly runs: readonly RuleRun[];
  readonly preset: string;
  readonly peers: readonly PeerSettings[];
  /** An installed ShellCheck is asked for what our rules do not cover. */
  readonly shellcheck?: boolean;
}

/** What the command line says; it wins over configuration. */
export interface CommandSettings {
  readonly preset?: string;
  readonly rules?: RuleSettings;
}

/** Works out the settings of each file: preset, then the peers' files or ours, then overrides, then the command line. */
export class SettingsOf {
  readonly #catalogue: Catalogue;
  readonly #finder: ConfigFinder;
  readonly #command: CommandSettings;
  readonly #files = new Map<string, Settings>();
  readonly #known = new Map<Found, Map<string, Settings>>();

  constructor(catalogue: Catalogue, finder: ConfigFinder, command: CommandSettings = {}) {
    this.#catalogue = catalogue;
    this.#finder = finder;
    this.#command = command;
  }

  get notes(): readonly Note[] {
    return this.#finder.notes;
  }

  /** The lists of compose files that configurations above these files give. */
  composeLists(paths: readonly string[]): readonly (readonly string[])[] {
    const found = new Set(paths.map((path) => this.#finder.in(folderOf(path)).configuration));
    return [...found].flatMap((configuration) => configuration?.compose ?? []);
  }

  forFile(path: string): Settings {
    const known = this.#files.get(path);
    if (known) return known;
    const settings = this.#look(path);
    this.#files.set(path, settings);
    return settings;
  }

  #look(path: string): Settings {
    const found = this.#finder.in(folderOf(path));
    const overrides = (found.configuration?.overrides ?? []).filter(({ files }) => files.decides(path) === true);
    const key = overrides.map((one) => found.configuration?.overrides.indexOf(one)).join(",");
    const known = this.#known.get(found) ?? new Map<string, Settings>();
    this.#known.set(found, known);
    const settings = known.get(key) ?? this.#work(found, overrides.map(({ rules }) => rules));
    known.set(key, settings);
    return settings;
  }

  /** True where one of the file's settings switches a rule off. */
  isOff(path: string, id: string): boolean {
    return !this.forFile(path).runs.some(({ entry }) => entry.rule.id === id);
  }

  #work(found: Found, overrides: readonly RuleSettings[]): Settings {
    const preset = this.#command.preset ?? found.configuration?.preset ?? "recommended";
    const isPeer = preset !== "recommended" && preset !== "all";
    let runs = presetRuns(this.#catalogue, preset, new Set(found.peers.flatMap(({ severities }) => [...severities.keys()])));
    for (const peer of found.peers) runs = withPeerSettings(this.#catalogue, runs, peer, isPeer);
    for (const rules of [found.configuration?.rules, ...overrides, this.#command.rules]) {
      if (rules) runs = withRules(this.#catalogue, runs, rules, isPeer);
    }
    return { runs, preset, peers: found.peers, shellcheck: found.configuration?.shellcheck ?? false };
  }
}

function withRules(catalogue: Catalogue, runs: readonly RuleRun[], rules: RuleSettings, isPeer: boolean): readonly RuleRun[] {
  let result = runs;
  for (const [id, setting] of rules) result = withRule(catalogue, result, id, setting, isPeer);
  return result;
}

function withRule(catalogue: Catalogue, runs: readonly RuleRun[], id: string, setting: RuleSetting, isPeer: boolean): readonly RuleRun[] {
  const others = runs.filter(({ entry }) => entry.rule.id !== id);
  if (setting.severity === "off") return others;
  const entry = catalogue.get(id);
  if (!entry) return runs;
  const present = runs.filter((run) => run.entry.rule.id === id);
  const base = present.length > 0 ? present : [plainRun(entry)];
  const changed = base.map((run) => withSeverity(withOptions(run, setting, isPeer && present.length > 0), setting.severity));
  return [...others, ...changed];
}

/** In a peer's preset a run goes on answering what it answers: the peer has the same option. */
function withOptions(run: RuleRun, setting: RuleSetting, keepsPeers: boolean): RuleRun {
  if (Object.keys(setting.options).length === 0) return run;
  const options = { ...run.options, ...setting.options };
  if (keepsPeers) return { ...run, options };
  return { ...plainRun(run.entry, options), severity: run.severity, severityFixed: run.severityFixed };
}

function withSeverity(run: RuleRun, severity: Severity | "off" | undefined): RuleRun {
  return severity === undefined || severity === "off" ? run : { ...run, severity, severityFixed: true };
}

function withPeerSettings(catalogue: Catalogue, runs: readonly RuleRun[], peer: PeerSettings, isPeer: boolean): readonly RuleRun[] {
  let result = runs;
  for (const [id, options] of peer.options) {
    const on = result.some(({ entry }) => entry.rule.id === id);
    const fit = fitting(catalogue, id, options);
    if ((on || !isPeer) && Object.keys(fit).length > 0) result = withRule(catalogue, result, id, { severity: undefined, options: fit }, isPeer);
  }
  return result
    .filter((run) => !isIgnoredBy(run, peer))
    .map((run) => withSeverity(run, run.peers.map((id) => peer.severities.get(id)).find((severity) => severity !== undefined)));
}

/** The options without values that a rule cannot work with; a peer's file is not ours to refuse. */
function fitting(catalogue: Catalogue, id: string, options: OptionValues): OptionValues {
  const schema = catalogue.get(id)?.rule.options ?? {};
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => {
    const option = lookup(schema, name);
    return !option || optionFault(option, value) === undefined;
  }));
}

/** True where the peer's settings switch off everything that a run answers of the peer; a part of it is a suppression. */
function isIgnoredBy(run: RuleRun, peer: PeerSettings): boolean {
  const ids = ofPeer(run, peer);
  return ids.length > 0 && ids.every((id) => peer.ignores(id));
}

/** The ids that a run answers and a peer's settings can name. */
function ofPeer(run: RuleRun, peer: PeerSettings): readonly string[] {
  const prefixes = peer.peer === "tally" ? /^(?:tally|hadolint|buildkit|shellcheck):/ : peer.peer === "hadolint" ? /^(?:hadolint|shellcheck):/ : /^dclint:/;
  return run.peers.filter((id) => prefixes.test(id));
}
