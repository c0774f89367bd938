import { lookup, type Document, type Span } from "#text";
import { parseCompose } from "../../parse/compose/parse.ts";
import type { YamlEntry, YamlMap, YamlNode } from "../../parse/compose/tree.ts";
import type { CatalogueEntry } from "../../rule/index.ts";
import type { Catalogue } from "../catalogue.ts";
import { PathPatterns } from "../ignore-rules.ts";
import { suggestion } from "../nearest.ts";
import { folderOf, inFolder } from "../paths.ts";
import { normalisePath } from "../../model/paths.ts";
import { ConfigError, type ConfigFault, type Configuration, type RuleSetting, type RuleSettings, type SeveritySetting } from "./configuration.ts";
import { optionFault } from "./option-check.ts";
import { plainValue } from "./plain.ts";

const keys = ["$schema", "preset", "rules", "ignore", "overrides", "compose", "plugins", "shellcheck"];
const overrideKeys = ["files", "rules"];
const severities = ["off", "info", "warning", "error"];

/**
 * Reads and checks a configuration file (YAML or JSON). `key` names the property of the file that holds the settings
 * (`stowage` in a package.json). Throws a `ConfigError` that lists every mistake.
 */
export function readConfiguration(document: Document, catalogue: Catalogue, key?: string): Configuration {
  const reader = new Reader(document, catalogue);
  const configuration = reader.read(key);
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return configuration;
}

class Reader {
  readonly faults: ConfigFault[] = [];
  readonly #document: Document;
  readonly #catalogue: Catalogue;

  constructor(document: Document, catalogue: Catalogue) {
    this.#document = document;
    this.#catalogue = catalogue;
  }

  read(key: string | undefined): Configuration {
    const tree = parseCompose(this.#document);
    for (const fault of tree.faults) if (fault.fatal) this.#fault(fault.span, fault.message);
    const top = tree.roots[0];
    const root = key !== undefined && top?.kind === "map" ? top.get(key)?.value : top;
    const map = this.#settingsMap(root);
    if (map) this.#checkKeys(map, keys, "a configuration");
    return {
      path: this.#document.path,
      preset: this.#preset(map?.get("preset")),
      rules: this.#rules(map?.get("rules")),
      ignore: this.#patterns(map?.get("ignore")),
      overrides: this.#overrides(map?.get("overrides")),
      compose: this.#compose(map?.get("compose")),
      plugins: this.#texts(map?.get("plugins")) ?? [],
      shellcheck: this.#shellcheck(map?.get("shellcheck")),
    };
  }

  /** An empty file is an empty configuration. */
  #settingsMap(root: YamlNode | undefined): YamlMap | undefined {
    if (root === undefined || root.kind === "map") return root;
    if (root.kind === "scalar" && root.value === null) return undefined;
    this.#fault(root.span, "a configuration must be a mapping such as `preset: recommended`");
    return undefined;
  }

  #checkKeys(map: YamlMap, known: readonly string[], where: string): void {
    for (const { key, keySpan } of map.entries) {
      if (!known.includes(key)) this.#fault(keySpan, `${where} has no \`${key}\`${suggestion(key, known)}`);
    }
  }

  #preset(entry: YamlEntry | undefined): string | undefined {
    if (!entry) return undefined;
    const value = plainValue(entry.value);
    const { presets } = this.#catalogue;
    if (typeof value === "string" && presets.includes(value)) return value;
    this.#fault(entry.value.span, `\`preset\` must be one of ${listed(presets)}${typeof value === "string" ? suggestion(value, presets) : ""}`);
    return undefined;
  }

  /** `auto` or `off`. A program's path is taken from the command line only. */
  #shellcheck(entry: YamlEntry | undefined): boolean {
    if (!entry) return false;
    const value = plainValue(entry.value);
    if (value !== "auto" && value !== "off") this.#fault(entry.value.span, "`shellcheck` must be auto or off; a program's path is given with --shellcheck");
    return value === "auto";
  }

  #rules(entry: YamlEntry | undefined): RuleSettings {
    const settings = new Map<string, RuleSetting>();
    if (!entry || isEmpty(entry.value)) return settings;
    if (entry.value.kind !== "map") {
      this.#fault(entry.value.span, "`rules` must be a mapping from rule to severity");
      return settings;
    }
    for (const { key, keySpan, value } of entry.value.entries) {
      const found = this.#catalogue.get(key);
      if (!found) this.#fault(keySpan, `there is no rule \`${key}\`${this.#ruleHint(key)}`);
      else settings.set(key, this.#rule(found, value));
    }
    return settings;
  }

  #ruleHint(key: string): string {
    const ids = this.#catalogue.peers.flatMap((peer) => this.#catalogue.answering(`${peer}:${key}`)).map(({ rule }) => rule.id);
    return ids.length > 0 ? `; here it is \`${[...new Set(ids)].join("` and `")}\`` : suggestion(key, this.#catalogue.ids);
  }

  #rule({ rule }: CatalogueEntry, node: YamlNode): RuleSetting {
    if (node.kind !== "map") return { severity: this.#severity(rule.id, node), options: {} };
    const schema = rule.options ?? {};
    const options: Record<string, unknown> = {};
    let severity: SeveritySetting | undefined;
    for (const { key, keySpan, value } of node.entries) {
      const option = lookup(schema, key);
      if (key === "severity") severity = this.#severity(rule.id, value);
      else if (!option) this.#fault(keySpan, `\`${rule.id}\` has no option \`${key}\`${optionHint(key, Object.keys(schema))}`);
      else {
        const plain = plainValue(value);
        const fault = optionFault(option, plain);
        if (fault === undefined) options[key] = plain;
        else this.#fault(value.span, `option \`${key}\` of \`${rule.id}\` ${fault}`);
      }
    }
    return { severity, options };
  }

  #severity(rule: string, node: YamlNode): SeveritySetting | undefined {
    const value = plainValue(node);
    if (isSeverity(value)) return value;
    const hint = value === false ? "; did you mean `off`?" : typeof value === "string" ? suggestion(value, severities) : "";
    this.#fault(node.span, `the severity of \`${rule}\` must be one of ${listed(severities)}${hint}`);
    return undefined;
  }

  #patterns(entry: YamlEntry | undefined): PathPatterns | undefined {
    const patterns = this.#texts(entry);
    return patterns && patterns.length > 0 ? new PathPatterns(folderOf(this.#document.path), patterns) : undefined;
  }

  #texts(entry: YamlEntry | undefined): readonly string[] | undefined {
    if (!entry || isEmpty(entry.value)) return undefined;
    const value = plainValue(entry.value);
    if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
    this.#fault(entry.value.span, `\`${entry.key}\` must be a list of texts`);
    return undefined;
  }

  /** One list of files, or a list of such lists. */
  #compose(entry: YamlEntry | undefined): readonly (readonly string[])[] {
    if (!entry || isEmpty(entry.value)) return [];
    const value = plainValue(entry.value);
    const lists: unknown[] = Array.isArray(value) && value.every((one) => typeof one === "string") ? [value] : Array.isArray(value) ? value : [undefined];
    const folder = folderOf(this.#document.path);
    return lists.flatMap((list) => {
      if (Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === "string")) return [list.map((one) => tidyPath(folder, one))];
      this.#fault(entry.value.span, "`compose` must be a list of compose files that are loaded together, or a list of such lists");
      return [];
    });
  }

  #overrides(entry: YamlEntry | undefined): Configuration["overrides"] {
    if (!entry || isEmpty(entry.value)) return [];
    if (entry.value.kind !== "list") {
      this.#fault(entry.value.span, "`overrides` must be a list of entries with `files` and `rules`");
      return [];
    }
    return entry.value.items.flatMap((item) => this.#override(item));
  }

  #override(item: YamlNode): Configuration["overrides"] {
    if (item.kind !== "map") {
      this.#fault(item.span, "an override must have `files` and `rules`");
      return [];
    }
    this.#checkKeys(item, overrideKeys, "an override");
    const files = this.#patterns(item.get("files"));
    if (!item.get("files")) this.#fault(item.span, "an override needs `files`: the globs of the files it is for");
    const rules = this.#rules(item.get("rules"));
    return files ? [{ files, rules }] : [];
  }

  #fault(span: Span, message: string): void {
    this.faults.push({ path: this.#document.path, span, message });
  }
}

function tidyPath(folder: string, path: string): string {
  return normalisePath(path.startsWith("/") ? path : inFolder(folder, path));
}

function optionHint(key: string, names: readonly string[]): string {
  const hint = suggestion(key, ["severity", ...names]);
  return hint !== "" || names.length === 0 ? hint : `; it has ${listed(names)}`;
}

function isSeverity(value: unknown): value is SeveritySetting {
  return typeof value === "string" && severities.includes(value);
}

function isEmpty(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
