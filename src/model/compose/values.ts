import type { Span } from "#text";
import { interpolate } from "../../parse/compose/index.ts";
import type { YamlMap, YamlNode, YamlScalar } from "../../parse/compose/tree.ts";
import type { Sourced } from "../types.ts";

/** What a variable is worth in a project: `.env` and nothing else, so that the same files give the same answer everywhere. */
export type Lookup = (name: string) => string | undefined;

/** A scalar after interpolation; the value is undefined where it needs a variable that nothing sets. */
export function sourced(node: YamlNode, lookup: Lookup): Sourced<string> {
  if (node.kind !== "scalar") return { value: undefined, raw: "", span: node.span, unresolved: [] };
  const text = scalarText(node);
  if (!text.includes("$")) return { value: text, raw: text, span: node.span, unresolved: [] };
  const result = interpolate(text, lookup);
  const { unresolved } = result;
  return { value: unresolved.length > 0 ? undefined : result.value, raw: text, span: node.span, unresolved };
}

/** The text of a scalar: numbers and booleans as they are written. */
export function scalarText(node: YamlScalar): string {
  return node.value === null ? "" : node.text;
}

/** `KEY: value` maps and `KEY=value` lists alike, by key; a key without a value stands for the caller's own environment. */
export function pairs(node: YamlNode | undefined, lookup: Lookup): ReadonlyMap<string, Sourced<string>> {
  const found = new Map<string, Sourced<string>>();
  if (node?.kind === "map") {
    for (const entry of node.entries) found.set(entry.key, isBare(entry.value) ? inherited(entry.key, entry.span, lookup) : sourced(entry.value, lookup));
  }
  if (node?.kind === "list") {
    for (const item of node.items) {
      if (item.kind !== "scalar") continue;
      const text = scalarText(item);
      const at = text.indexOf("=");
      if (at < 0) found.set(text, inherited(text, item.span, lookup));
      else found.set(text.slice(0, at), sourced({ ...item, text: text.slice(at + 1), value: text.slice(at + 1) }, lookup));
    }
  }
  return found;
}

function isBare(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

function inherited(name: string, span: Span, lookup: Lookup): Sourced<string> {
  const value = lookup(name);
  return { value, raw: "", span, unresolved: value === undefined ? [name] : [] };
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

/** True or false after interpolation, by Compose's casts; undefined where it is neither. */
export function truth(node: YamlNode | undefined, lookup: Lookup): boolean | undefined {
  if (!node) return undefined;
  const value = sourced(node, lookup).value?.toLowerCase();
  if (value === undefined) return undefined;
  if (["true", "yes", "on", "y", "1"].includes(value)) return true;
  return ["false", "no", "off", "n", "0"].includes(value) ? false : undefined;
}

