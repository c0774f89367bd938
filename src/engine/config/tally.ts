import type { Severity } from "../../rule/index.ts";
import type { OptionValues } from "../catalogue.ts";
import { isPlainMap, severityOf, texts, type PeerSettings, type PlainMap } from "./peer-settings.ts";

/** Our rule for a rule of tally's that has options, and our option for each of theirs. */
const optionNames: Readonly<Record<string, readonly [rule: string, options: Readonly<Record<string, string>>]>> = {
  "tally/eol-last": ["missing-final-newline", { mode: "mode" }],
  "tally/labels/no-buildx-git-overlap": ["buildx-label-overlap", { "buildx-git-labels": "mode" }],
  "tally/labels/prefer-grouped": ["ungrouped-labels", { "min-labels": "minLabels" }],
  "tally/labels/prefer-stable-order": ["unordered-labels", { "sort-unknown": "sortUnknown" }],
  "tally/max-lines": ["long-file", { "max": "max", "skip-blank-lines": "skipBlank", "skip-comments": "skipComments" }],
  "tally/newline-between-instructions": ["blank-line-style", { mode: "mode" }],
  "tally/newline-per-chained-call": ["chain-on-one-line", { "min-commands": "minCommands" }],
  "tally/no-multiple-empty-lines": ["repeated-blank-lines", { "max": "max", "max-bof": "maxAtEdges", "max-eof": "maxAtEdges" }],
  "tally/no-trailing-spaces": ["trailing-spaces", { "skip-blank-lines": "skipBlank", "ignore-comments": "skipComments" }],
  "tally/prefer-run-heredoc": ["run-heredoc-candidate", { "min-commands": "minCommands" }],
  "tally/require-secret-mounts": ["missing-secret-mount", { commands: "requirements" }],
  "tally/prefer-copy-heredoc": ["echoed-file", { "check-single-run": "match", "check-consecutive-runs": "match" }],
  "hadolint/DL3001": ["host-command", { "invalid-commands": "commands" }],
  "hadolint/DL3026": ["untrusted-registry", { "trusted-registries": "registries" }],
};

/** Their value as ours, where another of their options may have given `before`. */
function translated(key: string, value: unknown, before: unknown): unknown {
  const kind = MATCHES[key];
  if (kind !== undefined) return texts(before ?? Object.values(MATCHES)).filter((one) => value !== false || one !== kind);
  return typeof before === "number" && typeof value === "number" ? Math.max(before, value) : value;
}

/** Switches of theirs that are a value in a list of ours. */
const MATCHES: Readonly<Record<string, string>> = { "check-single-run": "single", "check-consecutive-runs": "consecutive" };

/** `tally.toml`: `[rules]` with `include` and `exclude`, and each rule's `severity`, `enabled`, `fix` and options. */
export function tallySettings(path: string, config: PlainMap): PeerSettings {
  const rules = isPlainMap(config["rules"]) ? config["rules"] : {};
  const include = texts(rules["include"]);
  const exclude = texts(rules["exclude"]);
  const off = new Set<string>();
  const severities = new Map<string, Severity>();
  const options = new Map<string, OptionValues>();
  const problems: string[] = [];
  for (const [name, table] of tallyRules(rules)) {
    if (table["severity"] === "off" || table["enabled"] === false) off.add(name);
    const severity = severityOf(table["severity"]);
    if (severity) for (const id of peerIds(name)) severities.set(id, severity);
    const given = optionsOf(name, table);
    if (given.rule !== undefined && Object.keys(given.options).length > 0) options.set(given.rule, given.options);
    problems.push(...given.unknown.map((option) => `${name} has an option \`${option}\` that no rule of ours has`));
  }
  return {
    peer: "tally", path,
    ignores: (id) => {
      const name = tallyName(id);
      return name !== undefined && (off.has(name) || (matches(name, exclude) && !matches(name, include)));
    },
    severities, options, comments: true, problems,
  };
}

/** The tables of single rules by tally's names: `[rules.hadolint.DL3026]` as `hadolint/DL3026`. */
export function* tallyRules(rules: PlainMap, prefix = ""): Iterable<readonly [string, PlainMap]> {
  for (const [key, value] of Object.entries(rules)) {
    if (!isPlainMap(value)) continue;
    const name = prefix === "" ? key : `${prefix}/${key}`;
    if (isRuleTable(name)) yield [name, value];
    else yield* tallyRules(value, name);
  }
}

/** `tally/max-lines` and `tally/labels/prefer-grouped`, not the groups `tally` and `tally/labels`. */
function isRuleTable(name: string): boolean {
  return name.includes("/") && !/^tally\/(?:gpu|js|labels|php|powershell|ruby|windows)$/.test(name);
}

function optionsOf(name: string, table: PlainMap): { readonly rule: string | undefined; readonly options: OptionValues; readonly unknown: readonly string[] } {
  const found = Object.hasOwn(optionNames, name) ? optionNames[name] : undefined;
  const names = new Map(Object.entries(found?.[1] ?? {}));
  const options: Record<string, unknown> = {};
  const unknown: string[] = [];
  for (const [key, value] of Object.entries(table)) {
    if (["severity", "enabled", "fix", "exclude"].includes(key)) continue;
    const ours = names.get(key);
    if (ours === undefined) unknown.push(key);
    else options[ours] = translated(key, value, options[ours]);
  }
  return { rule: found?.[0], options, unknown };
}

/** tally's name of a rule, with its group: `hadolint/DL3006` for `hadolint:DL3006` and for `tally:hadolint/DL3006`. */
function tallyName(id: string): string | undefined {
  if (id.startsWith("tally:")) return id.slice("tally:".length);
  return /^(?:hadolint|buildkit|shellcheck):/.test(id) ? id.replace(":", "/") : undefined;
}

function peerIds(name: string): readonly string[] {
  return [`tally:${name}`, name.replace("/", ":")];
}

function matches(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => pattern === "*" || pattern === name || (pattern.endsWith("/*") && name.startsWith(pattern.slice(0, -1))));
}
