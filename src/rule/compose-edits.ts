import type { Document, Edit, Span } from "#text";
import type { ComposeFile, Service } from "../model/index.ts";
import type { ComposeTree, YamlEntry, YamlList, YamlMap, YamlNode } from "../parse/compose/tree.ts";
import { insertAfter, insertLineBelow, lineEnd } from "./edits.ts";

/**
 * Adds an item to a list of a service (`volumes`, `tmpfs`, `cap_add` ...), with the key where the service has none.
 * `item` is YAML text as it stands behind the dash. Undefined where the list is not the service's own (an alias or merge
 * key brought it) or is no list.
 */
export function addListItem(service: Service, key: string, item: string): readonly Edit[] | undefined {
  const place = placeOf(service);
  if (!place) return undefined;
  const entry = place.map?.get(key);
  if (!entry) return addEntry(place, key, { list: [item] });
  if (!isOwn(entry)) return undefined;
  if (entry.value.kind === "list") return [appendItem(entry, entry.value, item)];
  if (!isEmptyScalar(entry.value)) return undefined;
  return [insertLineBelow(entry.keySpan, `${" ".repeat(column(entry.keySpan) + place.listStep)}- ${item}`)];
}

/**
 * Adds `key: value` to a service that has no such key. `value` is YAML text of one line. Undefined where it has the key,
 * or where the service is written in a way that cannot be added to (an alias).
 */
export function addServiceKey(service: Service, key: string, value: string): readonly Edit[] | undefined {
  const place = placeOf(service);
  if (!place || place.map?.get(key)) return undefined;
  return addEntry(place, key, { scalar: value });
}

/**
 * Declares a named volume at the top level; nothing to do (no edits) where it is declared. Undefined where `volumes` is
 * no mapping of its own. `settings` are further lines below the name, such as `external: true`.
 */
export function addTopLevelVolume(compose: ComposeFile, name: string, settings: readonly string[] = []): readonly Edit[] | undefined {
  if (compose.volumes.has(name)) return [];
  const root = compose.tree.roots[0];
  if (root?.kind !== "map") return undefined;
  const step = indentStep(compose.tree);
  const lines = [`${name}:`, ...settings.map((line) => `${" ".repeat(step)}${line}`)];
  const entry = root.get("volumes");
  if (!entry) return [insertAtEnd(compose.document, ["volumes:", ...lines.map((line) => `${" ".repeat(step)}${line}`)])];
  if (!isOwn(entry)) return undefined;
  if (entry.value.kind === "map") return appendEntries(entry.value, lines, settings);
  return isEmptyScalar(entry.value) ? [insertLineBelow(entry.keySpan, indented(compose.document, lines, step))] : undefined;
}

// ---------------------------------------------------------------- where a service stands

interface Place {
  readonly document: Document;
  readonly keySpan: Span;
  /** Undefined where nothing stands behind the service's name. */
  readonly map: YamlMap | undefined;
  /** Column (0-based) of the service's keys. */
  readonly keyColumn: number;
  /** How far a list's dash stands behind its key's column in this file. */
  readonly listStep: number;
}

function placeOf(service: Service): Place | undefined {
  const { tree } = service.compose;
  const entry = ownEntry(tree, service);
  if (!entry || !isOwn(entry)) return undefined;
  const map = entry.value.kind === "map" ? entry.value : undefined;
  if (!map && !isEmptyScalar(entry.value)) return undefined;
  const first = map?.entries.find((one) => isOwn(one));
  return {
    document: tree.document,
    keySpan: entry.keySpan,
    map,
    keyColumn: first ? column(first.keySpan) : column(entry.keySpan) + indentStep(tree),
    listStep: listStep(tree),
  };
}

/** The service as written in the project's main file; undefined where an override or included file says it. */
function ownEntry(tree: ComposeTree, service: Service): YamlEntry | undefined {
  for (const root of tree.roots) {
    const services = root.kind === "map" ? root.get("services")?.value : undefined;
    const entry = services?.kind === "map" ? services.get(service.name) : undefined;
    if (entry?.keySpan.document === service.keySpan.document && entry.keySpan.start === service.keySpan.start) return entry;
  }
  return undefined;
}

/** False where an alias or a merge key brought the value from elsewhere: an edit there would change other services too. */
function isOwn(entry: YamlEntry): boolean {
  return entry.mergedFrom === undefined && entry.value.aliasSpan === undefined;
}

function isEmptyScalar(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === null && node.text === "";
}

// ---------------------------------------------------------------- adding

type NewValue = { readonly scalar: string } | { readonly list: readonly string[] };

function addEntry(place: Place, key: string, value: NewValue): readonly Edit[] | undefined {
  const { map } = place;
  if (map && isFlow(map)) return [insertIntoFlow(map, map.entries.at(-1)?.span, flowEntry(key, value))];
  const after = map ? lastOwnEntry(map)?.span : place.keySpan;
  if (!after) return undefined;
  const indent = " ".repeat(place.keyColumn);
  const lines = "scalar" in value
    ? [`${indent}${key}: ${value.scalar}`]
    : [`${indent}${key}:`, ...value.list.map((item) => `${indent}${" ".repeat(place.listStep)}- ${item}`)];
  return [insertLineBelow(after, lines.join(lineEnd(place.document)))];
}

function flowEntry(key: string, value: NewValue): string {
  return "scalar" in value ? `${key}: ${value.scalar}` : `${key}: [${value.list.join(", ")}]`;
}

function appendItem(entry: YamlEntry, list: YamlList, item: string): Edit {
  if (list.flow) {
    const last = list.items.at(-1);
    return insertIntoFlow(list, last && (last.aliasSpan ?? last.span), item);
  }
  const last = list.items.at(-1);
  const at = last ? (last.aliasSpan ?? last.span) : entry.keySpan;
  return insertLineBelow(at, `${" ".repeat(column(list.span))}- ${item}`);
}

function appendEntries(map: YamlMap, lines: readonly string[], settings: readonly string[]): readonly Edit[] | undefined {
  if (isFlow(map)) return [insertIntoFlow(map, map.entries.at(-1)?.span, `${lines[0] ?? ""} {${settings.join(", ")}}`)];
  const last = lastOwnEntry(map);
  return last ? [insertLineBelow(last.span, indented(map.span.document, lines, column(last.keySpan)))] : undefined;
}

/** The last entry that stands in the mapping itself: merged-in ones stand elsewhere. */
function lastOwnEntry(map: YamlMap): YamlEntry | undefined {
  const own = map.entries.filter((entry) => entry.mergedFrom === undefined);
  return own.reduce<YamlEntry | undefined>((last, entry) => (!last || entry.keySpan.start > last.keySpan.start ? entry : last), undefined);
}

function insertIntoFlow(collection: YamlNode, last: Span | undefined, text: string): Edit {
  if (last) return insertAfter(last, `, ${text}`);
  const { document, start } = collection.span;
  return insertAfter(document.span(start, start + 1), text);
}

function insertAtEnd(document: Document, lines: readonly string[]): Edit {
  const end = lineEnd(document);
  const close = /\n$/.test(document.text) ? "" : end;
  const gap = hasBlankLine(document) ? end : "";
  const tail = close === "" ? end : "";
  return insertAfter(document.span(0, document.text.length), `${close}${gap}${lines.join(end)}${tail}`);
}

function indented(document: Document, lines: readonly string[], columns: number): string {
  return lines.map((line) => `${" ".repeat(columns)}${line}`).join(lineEnd(document));
}

// ---------------------------------------------------------------- how the file is written

function isFlow(map: YamlMap): boolean {
  return map.span.document.text[map.span.start] === "{";
}

function column(span: Span): number {
  return span.document.position(span.start).column - 1;
}

/** Columns by which the file's first nested mapping is indented; 2 where it has none. */
function indentStep(tree: ComposeTree): number {
  for (const root of tree.roots) {
    if (root.kind !== "map") continue;
    for (const entry of root.entries) {
      const inner = entry.value.kind === "map" && !isFlow(entry.value) ? entry.value.entries[0] : undefined;
      if (inner && isOwn(entry)) return Math.max(1, column(inner.keySpan) - column(entry.keySpan));
    }
  }
  return 2;
}

/** Columns by which the first block list of a service is indented against its key; the usual step where there is none. */
function listStep(tree: ComposeTree): number {
  const known = listSteps.get(tree);
  if (known !== undefined) return known;
  const step = firstListStep(tree);
  listSteps.set(tree, step);
  return step;
}

/** Every fix of a file asks for it. */
const listSteps = new WeakMap<ComposeTree, number>();

function firstListStep(tree: ComposeTree): number {
  for (const root of tree.roots) {
    const services = root.kind === "map" ? root.get("services")?.value : undefined;
    if (services?.kind !== "map") continue;
    for (const entry of services.entries.flatMap((service) => (service.value.kind === "map" ? service.value.entries : []))) {
      if (entry.value.kind === "list" && !entry.value.flow && isOwn(entry)) return Math.max(0, column(entry.value.span) - column(entry.keySpan));
    }
  }
  return indentStep(tree);
}

function hasBlankLine(document: Document): boolean {
  return /\n[ \t]*\r?\n/.test(document.text.trimEnd());
}

