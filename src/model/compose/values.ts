import { mapOf, stringOf, type VariableLookup } from "../../parse/compose/index.ts";
import type { YamlMap, YamlNode, YamlScalar } from "../../parse/compose/tree.ts";
import type { Sourced } from "../types.ts";

/** What a variable is worth in a project: `.env` and nothing else, so that the same files give the same answer everywhere. */
export type Lookup = VariableLookup;

/** Environment, labels and arguments by key; a key that stands alone takes its value from where Compose runs. */
export function pairs(node: YamlNode | undefined, lookup: Lookup): ReadonlyMap<string, Sourced<string>> {
  const found = new Map<string, Sourced<string>>();
  for (const [key, pair] of mapOf(node, lookup)) {
    const value = pair.bare ? (lookup.within?.(pair.span.document) ?? lookup)(key) : pair.value;
    found.set(key, { value, raw: pair.raw, span: pair.span, unresolved: pair.bare && value === undefined ? [key] : pair.unresolved });
  }
  return found;
}

/** The scalars of a list, or the one scalar that stands for a list of one. */
export function scalars(node: YamlNode | undefined): readonly YamlScalar[] {
  if (node?.kind === "scalar") return node.value === null ? [] : [node];
  return node?.kind === "list" ? node.items.filter((item) => item.kind === "scalar") : [];
}

/** A map, or undefined for everything else. */
export function asMap(node: YamlNode | undefined): YamlMap | undefined {
  return node?.kind === "map" ? node : undefined;
}

/** The text of a scalar that is there and known. */
export function textIn(node: YamlNode | undefined, lookup: Lookup): string | undefined {
  return stringOf(node, lookup)?.value;
}
