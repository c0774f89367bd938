import type { Span } from "#text";
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from "../../../parse/compose/tree.ts";

/** A mapping of entries that come from several places; of equal keys the last one counts. */
export function mapOfEntries(entries: readonly YamlEntry[], span: Span): YamlMap {
  const index = new Map(entries.map((entry) => [entry.key, entry]));
  return { kind: "map", entries: [...index.values()], get: (key) => index.get(key), span };
}

export function listOfItems(items: readonly YamlNode[], span: Span): YamlList {
  return { kind: "list", items, flow: false, span };
}

/** A value that is not written: nothing. */
export function nothingAt(span: Span): YamlScalar {
  return { kind: "scalar", value: null, text: "", style: "plain", span };
}

export function isNothing(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** The entry with more places that had a say in it. */
export function withOrigins(entry: YamlEntry, ...origins: readonly Span[]): YamlEntry {
  return { ...entry, origins: [...(entry.origins ?? []), ...origins] };
}
