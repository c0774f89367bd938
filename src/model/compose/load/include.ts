import type { Document, Span } from "#text";
import { resolveScalar } from "../../../parse/compose/index.ts";
import type { ComposeTree, YamlEntry, YamlMap, YamlNode } from "../../../parse/compose/tree.ts";
import { parentOf, resolvePath } from "../../paths.ts";
import { mergeMaps } from "../merge/merge.ts";
import { mapOfEntries, withOrigins } from "../merge/nodes.ts";
import { mergeRules, ruleOfKey } from "../merge/rules.ts";
import { composeSchema, schemaOfKey } from "../schema/schema.ts";
import { unknownKey } from "../schema/words.ts";
import { asMap, type Lookup } from "../values.ts";
import type { Loader } from "./loader.ts";
import { isRemote } from "./remote.ts";
import type { Scope } from "./scopes.ts";

/** So deep may files include each other, and so many may one project include in all: each one twice doubles them at every level. */
const DEEPEST = 50;
const MOST_FILES = 1000;

const SECTIONS: ReadonlySet<string> = new Set(["services", "volumes", "networks", "configs", "secrets", "models"]);

/**
 * A file with the resources of the projects that it includes (specification: "include"): each is loaded with its own
 * folder and variables, then what the file itself says is merged over it.
 */
export function applyIncludes(root: YamlMap, document: Document, scope: Scope, loader: Loader, chain: readonly string[]): YamlMap {
  const entry = root.get("include");
  if (entry?.value.kind !== "list") return root;
  let whole = root;
  for (const item of entry.value.items) {
    const included = new Inclusion(item, scope, loader).load([...chain, document.path]);
    if (included) whole = joined(included, whole, item.span, loader);
  }
  return whole;
}

/** One item of `include`. */
class Inclusion {
  readonly #item: YamlNode;
  readonly #scope: Scope;
  readonly #loader: Loader;

  constructor(item: YamlNode, scope: Scope, loader: Loader) {
    this.#item = item;
    this.#scope = scope;
    this.#loader = loader;
  }

  load(chain: readonly string[]): YamlMap | undefined {
    const map = asMap(this.#item);
    const paths = this.#texts(map ? map.get("path")?.value : this.#item);
    const [first] = paths;
    if (first === undefined) return undefined;
    const directory = map?.get("project_directory")?.value;
    const given = directory && this.#loader.textOf(directory, "include");
    if (directory && given === undefined) return undefined;
    const folder = given === undefined ? parentOf(first.path) : resolvePath(this.#scope.folder, given);
    const trees = paths.flatMap(({ path, at }) => this.#read(path, at, chain) ?? []);
    if (trees.length < paths.length) return undefined;
    return this.#loader.load(trees, { folder, lookup: this.#lookup(map, folder) }, chain);
  }

  #read(path: string, at: Span, chain: readonly string[]): ComposeTree | undefined {
    if (chain.includes(path)) {
      this.#loader.problems.add("load", "include-cycle", at, `\`include\` goes round in a circle: ${[...chain, path].join(" includes ")}.`);
      return undefined;
    }
    if (chain.length > DEEPEST || this.#loader.trees.length >= MOST_FILES) {
      const limit = chain.length > DEEPEST ? `files include each other more than ${DEEPEST} deep` : `more than ${MOST_FILES} files are included`;
      this.#loader.skipOnce(at, `include: ${limit}; the rest is not read: include fewer files`);
      return undefined;
    }
    const tree = this.#loader.files.compose(path);
    if (!tree) this.#loader.missing(at, `include: the file \`${path}\` is not there or cannot be read`);
    return tree;
  }

  /** The variables of the including project go before those of the included one's environment files. */
  #lookup(map: YamlMap | undefined, folder: string): Lookup {
    const outer = this.#scope.lookup;
    const node = map?.get("env_file")?.value;
    const named = this.#texts(node).map(({ path }) => path);
    const paths = named.length > 0 ? named : [resolvePath(folder, ".env")];
    const own = new Map<string, string | undefined>();
    for (const path of paths) {
      const found = this.#loader.files.environment(path, (name) => outer(name) ?? own.get(name));
      for (const [name, { value }] of found ?? []) own.set(name, value);
    }
    return (name) => outer(name) ?? own.get(name);
  }

  /** The paths of a text or a list of texts, seen from the including file's folder; none where one cannot be known. */
  #texts(node: YamlNode | undefined): readonly { readonly path: string; readonly at: Span }[] {
    const items = node?.kind === "list" ? node.items : node ? [node] : [];
    const found: { path: string; at: Span }[] = [];
    for (const item of items) {
      const text = this.#loader.textOf(item, "include");
      if (text === undefined) return [];
      if (isRemote(text)) {
        this.#loader.skip(item.span, "include: remote reference not read");
        return [];
      }
      found.push({ path: resolvePath(this.#scope.folder, text), at: item.span });
    }
    return found;
  }
}

function joined(included: YamlMap, root: YamlMap, at: Span, loader: Loader): YamlMap {
  const imported = included.entries.filter((entry) => SECTIONS.has(entry.key) && entry.value.kind === "map").map((entry) => withoutTwins(entry, root.get(entry.key)?.value, loader));
  refuseUnknown(included, loader);
  const entries = root.entries.map((entry) => {
    const other = imported.find((one) => one.key === entry.key);
    const own = asMap(entry.value);
    const base = asMap(other?.value);
    if (!other || !base) return entry;
    if (!own) return entry.value.kind === "scalar" && entry.value.value === null ? marked(other, at) : entry;
    const value = mergeMaps(markedMap(base, at), own, ruleOfKey(mergeRules, entry.key), loader.merging);
    return { ...entry, value: mapOfEntries(value.entries, own.span) };
  });
  const added = imported.filter((entry) => !root.get(entry.key)).map((entry) => marked(entry, at));
  return mapOfEntries([...entries, ...added], root.span);
}

/** What is there already, letter for letter, because two files include it, is not merged with itself. */
function withoutTwins(section: YamlEntry, own: YamlNode | undefined, loader: Loader): YamlEntry {
  const imported = asMap(section.value);
  const known = asMap(own);
  if (!imported || !known?.entries.some(({ key }) => imported.get(key))) return section;
  const rest = imported.entries.filter(({ key, value }) => {
    const twin = known.get(key)?.value;
    return !twin || !isSame(value, twin, loader.scopes.lookup);
  });
  return { ...section, value: mapOfEntries(rest, imported.span) };
}

function isSame(one: YamlNode, other: YamlNode, lookup: Lookup): boolean {
  if (one.kind === "map") return other.kind === "map" && one.entries.length === other.entries.length && one.entries.every(({ key, value }) => isSameIn(value, other.get(key)?.value, lookup));
  if (one.kind === "list") return other.kind === "list" && one.items.length === other.items.length && one.items.every((item, at) => isSameIn(item, other.items[at], lookup));
  return other.kind === "scalar" && one.value === other.value && resolveScalar(one, lookup).partial === resolveScalar(other, lookup).partial;
}

function isSameIn(one: YamlNode, other: YamlNode | undefined, lookup: Lookup): boolean {
  return other !== undefined && isSame(one, other, lookup);
}

/** What an included file says at its top level beside its resources is dropped, so it is looked at here. */
function refuseUnknown(included: YamlMap, loader: Loader): void {
  for (const { key, keySpan } of included.entries) {
    if (schemaOfKey(composeSchema(), key) === false) loader.problems.add("schema", "unknown-key", keySpan, unknownKey(key, [], Object.keys(composeSchema().properties ?? {})));
  }
}

function marked(section: YamlEntry, at: Span): YamlEntry {
  const map = asMap(section.value);
  return map ? { ...section, value: markedMap(map, at) } : section;
}

function markedMap(map: YamlMap, at: Span): YamlMap {
  return mapOfEntries(map.entries.map((entry) => withOrigins(entry, at)), map.span);
}
