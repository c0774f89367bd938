import type { Severity } from "../../rule/index.ts";
import type { OptionValues } from "../catalogue.ts";
import { isPlainMap, severityOf, texts, type PeerSettings, type PlainMap } from "./peer-settings.ts";

/** Our rule and its options for an option of a dclint rule. */
const optionMap: ReadonlyMap<string, (options: PlainMap) => readonly [string, OptionValues] | undefined> = new Map<string, (options: PlainMap) => readonly [string, OptionValues] | undefined>([
  ["service-image-require-explicit-tag", ({ prohibitedTags }) => (prohibitedTags === undefined ? undefined : ["moving-image-tag", { tags: texts(prohibitedTags) }])],
  ["require-quotes-in-ports", ({ quoteType }) => (quoteType === "single" || quoteType === "double" ? ["unquoted-port", { quotes: quoteType }] : undefined)],
  ["top-level-properties-order", ({ customOrder }) => (customOrder === undefined ? undefined : ["unsorted-entries", { topLevelOrder: texts(customOrder).map((key) => (key === "x-properties" ? "x-*" : key)) }])],
  ["service-keys-order", ({ groupOrder, groups }) => keyGroups(groupOrder, groups)],
  ["no-build-and-image", ({ checkPullPolicy }) => (checkPullPolicy === false ? ["build-and-image", { accept: [] }] : undefined)],
]);

/** `.dclintrc`: `rules` with 0, 1, 2 or a word, alone or in a list with options. */
export function dclintSettings(path: string, config: PlainMap): PeerSettings {
  const off = new Set<string>();
  const severities = new Map<string, Severity>();
  const options = new Map<string, OptionValues>();
  for (const [name, setting] of Object.entries(isPlainMap(config["rules"]) ? config["rules"] : {})) {
    const [level, given] = Array.isArray(setting) ? [setting[0] as unknown, setting[1] as unknown] : [setting, undefined];
    if (level === 0 || level === "off") off.add(`dclint:${name}`);
    const severity = level === 1 ? "warning" : level === 2 ? "error" : severityOf(level);
    if (severity) severities.set(`dclint:${name}`, severity);
    const mapped = isPlainMap(given) ? optionMap.get(name)?.(given) : undefined;
    if (mapped) options.set(mapped[0], { ...options.get(mapped[0]), ...mapped[1] });
  }
  return { peer: "dclint", path, ignores: (id) => off.has(id), severities, options, comments: config["disableComments"] !== true, problems: [] };
}

/** dclint's names of the groups in their usual order, and ours. */
const GROUPS: ReadonlyMap<string, string> = new Map([
  ["Core Definitions", "core"], ["Service Dependencies", "dependencies"], ["Data Management and Configuration", "data"], ["Environment Configuration", "environment"],
  ["Networking", "networking"], ["Runtime Behavior", "runtime"], ["Operational Metadata", "metadata"], ["Security and Execution Context", "security"],
]);

/** The groups in the order that is asked for, else the usual one; a group without keys of its own keeps the usual ones. */
function keyGroups(order: unknown, groups: unknown): readonly [string, OptionValues] | undefined {
  const given = new Map(Object.entries(isPlainMap(groups) ? groups : {}).map(([name, keys]) => [GROUPS.get(name) ?? name, texts(keys)]));
  if (order === undefined && given.size === 0) return undefined;
  const names = order === undefined ? [...new Set([...GROUPS.values(), ...given.keys()])] : texts(order).map((name) => GROUPS.get(name) ?? name);
  return ["unsorted-entries", { serviceKeyGroups: Object.fromEntries(names.map((name) => [name, given.get(name) ?? []])) }];
}
