import { Document } from "#text";
import { parseCompose } from "../../parse/compose/parse.ts";
import { dclintSettings } from "./dclint.ts";
import { hadolintSettings } from "./hadolint.ts";
import { isPlainMap, texts, type PeerSettings, type PlainMap } from "./peer-settings.ts";
import { plainValue } from "./plain.ts";
import { tallyRules, tallySettings } from "./tally.ts";
import { readToml } from "./toml.ts";

/** A peer's configuration file, read for conversion: what its settings say, and what ours cannot say. */
export interface PeerFile {
  readonly settings: PeerSettings;
  /** The full ids of the peer's rules that the file names (`hadolint:DL3006`). */
  readonly named: readonly string[];
  /** Files that are not checked. */
  readonly ignore: readonly string[];
  /** Rules that are off for some files only. */
  readonly overrides: readonly { readonly files: readonly string[]; readonly ids: readonly string[] }[];
  /** What could not be carried over, one clause each. */
  readonly left: readonly string[];
}

/** The names that `readPeerFile` knows, in the order in which they count. */
export const peerFileNames: readonly string[] = [
  ".hadolint.yaml", ".hadolint.yml", ".trivyignore", ".trivyignore.yaml", ".checkov.yaml", ".checkov.yml", "kics.config", "kics.yaml", "kics.yml", "kics.json", ".kics.yaml", ".kics.yml", ".kics.json",
  ".dclintrc", ".dclintrc.json", ".dclintrc.yaml", ".dclintrc.yml", "tally.toml", ".tally.toml",
];

/** Settings that are programs: they are never run, so they are not read. */
export const peerProgramNames: readonly string[] = ["dclint.config.js", "dclint.config.cjs", "dclint.config.mjs", ".dclintrc.js", ".dclintrc.cjs"];

/** Reads a peer's file by its name; undefined for a name that is none of `peerFileNames`. Never throws. */
export function readPeerFile(name: string, text: string): PeerFile | undefined {
  if (!peerFileNames.includes(name)) return undefined;
  if (name === ".trivyignore") return trivyIgnore(name, text);
  if (name.endsWith(".toml")) return tally(name, text);
  const { config, faults } = yamlMap(name, text);
  const read = readerOf(name)(name, config);
  return { ...read, left: [...faults, ...read.left] };
}

function readerOf(name: string): (name: string, config: PlainMap) => PeerFile {
  if (name.startsWith(".hadolint")) return hadolint;
  if (name.startsWith(".dclintrc")) return dclint;
  if (name.startsWith(".checkov")) return checkov;
  return name.startsWith(".trivyignore") ? trivyYaml : kics;
}

function yamlMap(name: string, text: string): { readonly config: PlainMap; readonly faults: readonly string[] } {
  const tree = parseCompose(new Document(name, text, "config"));
  const value: unknown = tree.roots[0] ? plainValue(tree.roots[0]) : {};
  const broken = tree.faults.filter(({ fatal }) => fatal).map(({ message }) => `what is broken in it: ${message}`);
  return { config: isPlainMap(value) ? value : {}, faults: isPlainMap(value) || value === null ? broken : [...broken, "its text, which is no mapping"] };
}

const empty = { ignore: [], overrides: [], left: [] } as const;

function hadolint(name: string, config: PlainMap): PeerFile {
  const settings = hadolintSettings(name, config);
  const codes = [...texts(config["ignored"]), ...Object.values(isPlainMap(config["override"]) ? config["override"] : {}).flatMap(texts)];
  const left = unknownKeys(config, ["ignored", "override", "trustedRegistries", "label-schema", "strict-labels"], {
    "failure-threshold": "`failure-threshold`: use `--fail-on`", "no-fail": "`no-fail`: use `--fail-on never`", "format": "`format`: use `--format`", "no-color": "`no-color`: use `--no-color`",
    "disable-ignore-pragma": "`disable-ignore-pragma`: suppression comments always count",
  });
  return { ...empty, settings, named: codes.map((code) => (code.startsWith("SC") ? `shellcheck:${code}` : `hadolint:${code}`)), left };
}

function dclint(name: string, config: PlainMap): PeerFile {
  const rules = isPlainMap(config["rules"]) ? config["rules"] : {};
  const settings = dclintSettings(name, config);
  const carried = new Set(["service-image-require-explicit-tag", "require-quotes-in-ports", "no-build-and-image"]);
  const options = Object.entries(rules).filter(([rule, setting]) => Array.isArray(setting) && isPlainMap(setting[1]) && Object.keys(setting[1]).length > 0 && !carried.has(rule));
  return {
    settings, overrides: [],
    named: Object.keys(rules).map((rule) => `dclint:${rule}`),
    ignore: texts(config["exclude"]),
    left: [...options.map(([rule]) => `the options of ${rule}`), ...unknownKeys(config, ["rules", "exclude"], { disableComments: "`disableComments`: suppression comments always count" })],
  };
}

function tally(name: string, text: string): PeerFile {
  const { value, problems } = readToml(text);
  const settings = tallySettings(name, value);
  const rules = isPlainMap(value["rules"]) ? value["rules"] : {};
  const named = [...texts(rules["include"]), ...texts(rules["exclude"]), ...[...tallyRules(rules)].map(([rule]) => rule)].filter((rule) => !rule.includes("*"));
  const fixes = [...tallyRules(rules)].filter(([, table]) => "fix" in table || "exclude" in table).map(([rule]) => `\`fix\` and \`exclude\` of ${rule}`);
  return { ...empty, settings, named: named.map((rule) => `tally:${rule}`), left: [...problems, ...settings.problems, ...fixes, ...unknownKeys(value, ["rules"], { output: "`output`: use `--format` and `--fail-on`" })] };
}

// ---------------------------------------------------------------- files that only say what is off

function offSettings(peer: string, path: string, ids: readonly string[]): PeerSettings {
  const off = new Set(ids);
  return { peer, path, ignores: (id) => off.has(id), severities: new Map(), options: new Map(), comments: true, problems: [] };
}

/** `.trivyignore`: an id a line, with `#` comments and `exp:` dates. */
function trivyIgnore(name: string, text: string): PeerFile {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/#[^]*$/, "").trim()).filter((line) => line !== "");
  const entries = lines.map((line) => ({ id: line.split(/\s+/)[0] ?? "", expires: /\sexp:(\S+)/.exec(line)?.[1] }));
  return trivyFile(name, entries, []);
}

/** `.trivyignore.yaml`: `misconfigurations` with ids, paths and dates. */
function trivyYaml(name: string, config: PlainMap): PeerFile {
  const list = Array.isArray(config["misconfigurations"]) ? config["misconfigurations"].filter(isPlainMap) : [];
  const entries = list.map((entry) => ({ id: textIn(entry, "id") ?? "", expires: textIn(entry, "expired_at"), paths: texts(entry["paths"]) }));
  return trivyFile(name, entries, unknownKeys(config, ["misconfigurations"], {}));
}

function textIn(map: PlainMap, key: string): string | undefined {
  const value = map[key];
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function trivyFile(name: string, entries: readonly { readonly id: string; readonly expires: string | undefined; readonly paths?: readonly string[] }[], left: readonly string[]): PeerFile {
  const own = entries.filter(({ id }) => trivyId(id) !== undefined);
  const everywhere = own.filter(({ paths }) => paths === undefined || paths.length === 0).flatMap(({ id }) => trivyId(id) ?? []);
  return {
    settings: offSettings("trivy", name, everywhere),
    named: own.flatMap(({ id }) => trivyId(id) ?? []),
    ignore: [],
    overrides: own.filter(({ paths }) => paths !== undefined && paths.length > 0).map(({ id, paths }) => ({ files: paths ?? [], ids: [trivyId(id) ?? ""] })),
    left: [
      ...left,
      ...own.filter(({ expires }) => expires !== undefined).map(({ id, expires }) => `the date ${expires ?? ""} at which ${id} counts again`),
      ...entries.filter(({ id }) => trivyId(id) === undefined).map(({ id }) => `${id}, which is not about Dockerfiles`),
    ],
  };
}

/** `trivy:DS-0002` for `AVD-DS-0002`, `DS002` and `DS-0002`. */
function trivyId(id: string): string | undefined {
  const digits = /^(?:AVD-)?DS-?(\d+)$/i.exec(id)?.[1];
  return digits === undefined ? undefined : `trivy:DS-${digits.padStart(4, "0")}`;
}

function checkov(name: string, config: PlainMap): PeerFile {
  const skipped = texts(config["skip-check"]).flatMap((list) => list.split(",")).map((id) => id.trim());
  const own = skipped.filter((id) => /^CKV2?_DOCKER_\d+$/.test(id));
  return {
    settings: offSettings("checkov", name, own.map((id) => `checkov:${id}`)),
    named: own.map((id) => `checkov:${id}`),
    ignore: texts(config["skip-path"]),
    overrides: [],
    left: [
      ...skipped.filter((id) => !own.includes(id)).map((id) => `${id}, which is not about Dockerfiles`),
      ...unknownKeys(config, ["skip-check", "skip-path"], { "soft-fail": "`soft-fail`: use `--fail-on never`", "check": "`check`: use `--preset checkov` and switch rules off one by one", "output": "`output`: use `--format`" }),
    ],
  };
}

function kics(name: string, config: PlainMap): PeerFile {
  const excluded = [...texts(config["exclude-queries"]), ...texts(config["exclude_queries"])].flatMap((list) => list.split(",")).map((id) => id.trim());
  const names = excluded.filter((id) => !isUuid(id));
  return {
    settings: offSettings("kics", name, names.map((id) => `kics:${id}`)),
    named: names.map((id) => `kics:${id}`),
    ignore: [...texts(config["exclude-paths"]), ...texts(config["exclude_paths"])].flatMap((list) => list.split(",")).map((path) => path.trim()),
    overrides: [],
    left: [
      ...excluded.filter(isUuid).map((id) => `the query ${id}: stowage knows KICS's queries by name, not by uuid; look it up and switch our rule off`),
      ...unknownKeys(config, ["exclude-queries", "exclude_queries", "exclude-paths", "exclude_paths"], { "fail-on": "`fail-on`: use `--fail-on`", "report-formats": "`report-formats`: use `--format`" }),
    ],
  };
}

function isUuid(id: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id);
}

function unknownKeys(config: PlainMap, known: readonly string[], hints: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(config).filter((key) => !known.includes(key)).map((key) => hints[key] ?? `\`${key}\``);
}
