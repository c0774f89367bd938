import type { Span } from "#text";
import { resolveScalar } from "../../../parse/compose/index.ts";
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from "../../../parse/compose/tree.ts";
import { scalars, textIn, type Lookup } from "../values.ts";
import { identityOf } from "./identity.ts";
import { isNothing, listOfItems, mapOfEntries, nothingAt, withOrigins } from "./nodes.ts";
import { ruleOfKey, type ItemIdentity, type MergeRule } from "./rules.ts";

/** What merging needs to know and where it says what cannot be merged. */
export interface MergeContext {
  readonly lookup: Lookup;
  refuse(at: Span, message: string, other: Span): void;
}

/**
 * Merges `over` into `base` as the Compose specification's "Merge and override" says. Every value keeps the place it
 * is written; an entry that two files make up stands where the first one has it.
 */
export function mergeMaps(base: YamlMap, over: YamlMap, rule: MergeRule | undefined, context: MergeContext): YamlMap {
  const entries: YamlEntry[] = [];
  for (const entry of base.entries) {
    const other = over.get(entry.key);
    const merged = other ? mergeEntries(entry, other, ruleOfKey(rule, entry.key), context) : entry;
    if (merged) entries.push(merged);
  }
  for (const entry of over.entries) if (!base.get(entry.key)) entries.push(entry);
  return mapOfEntries(entries, base.span);
}

/** Both say something about one key; undefined where the later file takes it away. */
function mergeEntries(base: YamlEntry, over: YamlEntry, rule: MergeRule | undefined, context: MergeContext): YamlEntry | undefined {
  if (over.value.tag === "!reset") return undefined;
  if (over.value.tag === "!override") return withOrigins(over, base.keySpan);
  const merged = mergeValues(base, over, rule, context);
  if (merged === base.value) return base;
  if (merged === over.value) return withOrigins(over, base.keySpan);
  return { ...withOrigins(base, over.keySpan), value: merged };
}

function mergeValues(base: YamlEntry, over: YamlEntry, rule: MergeRule | undefined, context: MergeContext): YamlNode {
  const [from, to] = [shaped(base, rule, context.lookup), shaped(over, rule, context.lookup)];
  if (isNothing(from) || rule?.style === "replace") return over.value;
  if (isNothing(to)) return base.value;
  if (rule?.style === "logging" && driverChanges(from, to, context.lookup)) return over.value;
  const arePairs = rule?.style === "pairs" && (from.kind !== "scalar" || to.kind !== "scalar");
  if (arePairs && rule.identity === "text") return mergePairs(from, to, "text", context.lookup);
  if (from.kind === "map" && to.kind === "map") return mergeMaps(from, to, rule, context);
  if (from.kind === "list" && to.kind === "list") return mergeLists(from, to, rule?.identity, context.lookup);
  if (arePairs) return mergePairs(from, to, rule.identity, context.lookup);
  if (from.kind === "scalar" && to.kind === "scalar") return over.value;
  if (rule?.style === "either" || over.key.startsWith("x-")) return over.value;
  context.refuse(over.keySpan, `\`${over.key}\` is ${kindOf(to)} here and ${kindOf(from)} where it is merged in: Compose cannot join the two.`, base.keySpan);
  return base.value;
}

/** Short forms in the form that they can be merged in. */
function shaped({ value, keySpan }: YamlEntry, rule: MergeRule | undefined, lookup: Lookup): YamlNode {
  if (isNothing(value)) return value;
  if (rule?.style === "list" && value.kind === "scalar") return listOfItems([value], value.span);
  if (rule?.style === "build" && value.kind === "scalar") return mapOfEntries([{ key: "context", keySpan, value, span: value.span }], value.span);
  if ((rule?.style === "names" || rule?.style === "dependencies") && value.kind === "list") return namesOf(value, rule.style, lookup);
  return value;
}

function namesOf(list: YamlList, style: "names" | "dependencies", lookup: Lookup): YamlMap {
  const entries = scalars(list).map((item) => {
    return { key: resolveScalar(item, lookup).partial, keySpan: item.span, value: style === "names" ? nothingAt(item.span) : startedAt(item.span), span: item.span };
  });
  return mapOfEntries(entries, list.span);
}

/** What the name of a service alone says of a dependency (specification: "depends_on", short syntax). */
function startedAt(span: Span): YamlMap {
  const value: YamlScalar = { kind: "scalar", value: "service_started", text: "service_started", style: "plain", span };
  return mapOfEntries([{ key: "condition", keySpan: span, value, span }], span);
}

function driverChanges(from: YamlNode, to: YamlNode, lookup: Lookup): boolean {
  if (from.kind !== "map" || to.kind !== "map") return false;
  const before = textIn(from.get("driver")?.value, lookup);
  const after = textIn(to.get("driver")?.value, lookup);
  return before !== undefined && after !== undefined && before !== after;
}

/** The items of both; one that is the same as an earlier one takes its place. */
function mergeLists(base: YamlList, over: YamlList, identity: ItemIdentity | undefined, lookup: Lookup): YamlList {
  if (!identity) return listOfItems([...base.items, ...over.items], base.span);
  const items = [...base.items];
  const places = new Map(items.map((item, at) => [identityOf(item, identity, lookup) ?? `#${String(at)}`, at]));
  for (const item of over.items) {
    if (item.tag === "!reset") continue;
    const name = identityOf(item, identity, lookup);
    const at = name === undefined ? undefined : places.get(name);
    if (at !== undefined) items[at] = item;
    else {
      if (name !== undefined) places.set(name, items.length);
      items.push(item);
    }
  }
  return listOfItems(items, base.span);
}

/** One of the two is a map and the other a list: both become a map, or where one key may stand several times a list. */
function mergePairs(from: YamlNode, to: YamlNode, identity: ItemIdentity | undefined, lookup: Lookup): YamlNode {
  if (identity === "text") return mergeLists(pairList(from), pairList(to), identity, lookup);
  const entries = new Map<string, YamlEntry>();
  for (const entry of [...pairEntries(from), ...pairEntries(to)]) entries.set(entry.key, entry);
  return mapOfEntries([...entries.values()], from.span);
}

function pairEntries(node: YamlNode): readonly YamlEntry[] {
  if (node.kind === "map") return node.entries;
  return scalars(node).map((item) => {
    const equals = item.text.indexOf("=");
    if (equals < 0) return { key: item.text, keySpan: item.span, value: nothingAt(item.span), span: item.span };
    return { key: item.text.slice(0, equals), keySpan: item.span, value: partOf(item, equals + 1), span: item.span };
  });
}

/** The rest of a scalar from an offset of its text on. */
function partOf(item: YamlScalar, from: number): YamlScalar {
  const text = item.text.slice(from);
  return { kind: "scalar", value: text, text, style: item.style, span: item.span };
}

function pairList(node: YamlNode): YamlList {
  if (node.kind === "list") return node;
  if (node.kind === "scalar") return listOfItems([node], node.span);
  const items = node.entries.flatMap(({ key, value }) => {
    const values = value.kind === "list" ? scalars(value) : value.kind === "scalar" ? [value] : [];
    return values.map((one): YamlScalar => {
      const text = one.value === null ? key : `${key}=${one.text}`;
      return { kind: "scalar", value: text, text, style: "plain", span: one.span };
    });
  });
  return listOfItems(items, node.span);
}

/** The tree without what `!reset` takes away; the same tree where nothing does. */
export function withoutResets(node: YamlNode): YamlNode {
  if (node.kind === "scalar") return node;
  if (node.kind === "list") {
    const items = node.items.filter((item) => item.tag !== "!reset").map(withoutResets);
    return items.length === node.items.length && items.every((item, at) => item === node.items[at]) ? node : { ...node, items };
  }
  const entries = node.entries.filter((entry) => entry.value.tag !== "!reset").map((entry) => {
    const value = withoutResets(entry.value);
    return value === entry.value ? entry : { ...entry, value };
  });
  if (entries.length === node.entries.length && entries.every((entry, at) => entry === node.entries[at])) return node;
  return { ...node, ...mapOfEntries(entries, node.span) };
}

function kindOf(node: YamlNode): string {
  return node.kind === "map" ? "a map" : node.kind === "list" ? "a list" : "a single value";
}
