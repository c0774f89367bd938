import type { Severity } from "../../rule/index.ts";
import { isPlainMap, severityOf, texts, type PeerSettings, type PlainMap } from "./peer-settings.ts";

/** `tally.toml`: `[rules]` with `include` and `exclude`, and each rule's `severity`. */
export function tallySettings(path: string, config: PlainMap): PeerSettings {
  const rules = isPlainMap(config["rules"]) ? config["rules"] : {};
  const include = texts(rules["include"]);
  const exclude = texts(rules["exclude"]);
  const off = new Set<string>();
  const severities = new Map<string, Severity>();
  for (const [name, table] of ruleTables(rules, "")) {
    if (table["severity"] === "off") off.add(name);
    const severity = severityOf(table["severity"]);
    if (severity) for (const id of peerIds(name)) severities.set(id, severity);
  }
  return {
    peer: "tally", path,
    ignores: (id) => {
      const name = tallyName(id);
      return name !== undefined && (off.has(name) || (matches(name, exclude) && !matches(name, include)));
    },
    severities, options: new Map(), comments: true, problems: [],
  };
}

/** `[rules.hadolint.DL3026]` as `hadolint/DL3026` with its table. */
function* ruleTables(table: PlainMap, prefix: string): Iterable<readonly [string, PlainMap]> {
  for (const [key, value] of Object.entries(table)) {
    if (!isPlainMap(value)) continue;
    const name = prefix === "" ? key : `${prefix}/${key}`;
    if (prefix !== "") yield [name, value];
    yield* ruleTables(value, name);
  }
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
