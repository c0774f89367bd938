import type { Document, Span, SyntaxFault } from "#text";
import type { RawAlias, RawList, RawMap, RawNode, RawPair, RawScalar } from "./raw.ts";
import { plainValue } from "./scalar.ts";
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from "./tree.ts";

/**
 * How many nodes aliases and merge keys may add to a small file; a large one may have one more for each character.
 * Beyond it the file is an alias bomb and is not expanded, so that walking a tree stays linear in the file's size.
 */
const EXPANSION_LIMIT = 100_000;
const DEPTH_LIMIT = 1_000;

/** So many entries are found without an index. */
const FEW = 8;

const CORE_TAG = "tag:yaml.org,2002:";
/** Tags of Compose itself: they say how override files merge. */
const COMPOSE_TAGS: ReadonlySet<string> = new Set(["!reset", "!override"]);
const KNOWN_CORE_TAGS: ReadonlySet<string> = new Set(["str", "int", "float", "bool", "null", "map", "seq", "merge", "timestamp", "binary"]);

/** What a tag's value must be. */
const TYPES_OF_TAGS: ReadonlyMap<string, readonly string[]> = new Map([
  [`${CORE_TAG}int`, ["number"]], [`${CORE_TAG}float`, ["number"]], [`${CORE_TAG}bool`, ["boolean"]], [`${CORE_TAG}null`, ["null"]],
]);

interface Anchored {
  /** Undefined while the anchor's own value is still being read. */
  node: YamlNode | undefined;
}

interface MapParts {
  /** A key that stands twice keeps its last value, at that place. */
  readonly own: Map<string, YamlEntry>;
  /** Entries and merge keys in file order. */
  readonly order: (YamlEntry | Merge)[];
}

interface Merge {
  readonly keySpan: Span;
  readonly sources: readonly YamlMap[];
}

/** Turns what a reader gives into our tree: aliases share the node of their anchor, merge keys are resolved. */
export class TreeBuilder {
  readonly #document: Document;
  readonly #faults: SyntaxFault[];
  /** Only nodes that aliases and merge keys multiply are measured. */
  readonly #sizes = new Map<YamlNode, number>();
  #anchors = new Map<string, Anchored>();
  readonly #limit: number;
  #budget: number;
  #depth = 0;
  #expansionTold = false;

  constructor(document: Document, faults: SyntaxFault[]) {
    this.#document = document;
    this.#faults = faults;
    this.#limit = EXPANSION_LIMIT + document.text.length;
    this.#budget = this.#limit;
  }

  /** The tree of one YAML document; anchors do not reach from one document into the next. */
  root(contents: RawNode): YamlNode {
    this.#anchors = new Map();
    return this.#node(contents);
  }

  #node(node: RawNode | undefined, emptyAt = 0): YamlNode {
    if (!node) return this.#empty(this.#document.span(emptyAt, emptyAt));
    if (node.kind === "alias") return this.#alias(node);
    if (this.#depth > DEPTH_LIMIT) {
      this.#fault("yaml-too-deep", this.#span(node), "This is nested too deeply to be read.");
      return this.#empty(this.#span(node));
    }
    this.#depth++;
    const built = this.#anchored(node);
    this.#depth--;
    return built;
  }

  #anchored(node: Exclude<RawNode, RawAlias>): YamlNode {
    const { anchor } = node;
    if (anchor === undefined) return this.#value(node);
    const place: Anchored = { node: undefined };
    this.#anchors.set(anchor, place);
    return (place.node = this.#value(node));
  }

  #value(node: Exclude<RawNode, RawAlias>): YamlNode {
    if (node.kind === "map") return this.#map(node);
    if (node.kind === "list") return this.#list(node);
    return this.#scalar(node);
  }

  #scalar(node: RawScalar): YamlScalar {
    const { text, style, tag } = node;
    const span = this.#scalarSpan(node);
    this.#checkTag(tag, span);
    const value = taggedValue(text, style, tag);
    if (tag !== undefined) this.#checkTagged(value, tag, span);
    if (style === "double") this.#checkEscapes(span);
    if (style === "single" || style === "double") this.#checkQuote(span, style === "single" ? "'" : '"');
    const built: YamlScalar = { kind: "scalar", value, text, style, span };
    return hasProperties(node) ? { ...built, ...propertiesOf(node) } : built;
  }

  #list(node: RawList): YamlList {
    const { start, end, flow } = node;
    if (node.tag !== undefined) this.#checkTag(node.tag, this.#document.span(start, start));
    const items = node.items.map((item) => this.#node(item, start));
    const last = items.at(-1);
    const close = flow || !last ? end : Math.max(start + 1, ownEnd(last));
    const built: YamlList = { kind: "list", items, flow, span: this.#clamped(start, close) };
    return hasProperties(node) ? { ...built, ...propertiesOf(node) } : built;
  }

  #map(node: RawMap): YamlMap {
    const { start, end, flow } = node;
    if (node.tag !== undefined) this.#checkTag(node.tag, this.#document.span(start, start));
    if (node.pairs.length <= FEW && !node.pairs.some(({ key }) => key?.kind === "scalar" && key.text === "<<")) return this.#smallMap(node);
    const parts: MapParts = { own: new Map(), order: [] };
    let close = flow ? end : start;
    for (const pair of node.pairs) close = Math.max(close, this.#pair(pair, parts, start));
    const entries = this.#merged(parts);
    let index: ReadonlyMap<string, YamlEntry> | undefined = parts.own.has("<<") ? undefined : parts.own;
    const get = (key: string): YamlEntry | undefined => (index ??= new Map(entries.map((entry) => [entry.key, entry]))).get(key);
    const built: YamlMap = { kind: "map", entries, get, span: this.#clamped(start, flow ? end : close) };
    return hasProperties(node) ? { ...built, ...propertiesOf(node) } : built;
  }

  /** A map without merge keys that is searched sooner than an index is made. */
  #smallMap(node: RawMap): YamlMap {
    const { start, end, flow } = node;
    const entries: YamlEntry[] = [];
    let close = flow ? end : start;
    for (const pair of node.pairs) {
      const { name, keySpan } = this.#key(pair.key, start);
      const value = this.#node(pair.value, keySpan.end);
      const entryEnd = Math.max(keySpan.end, ownEnd(value));
      const first = entries.findIndex(({ key }) => key === name);
      if (first >= 0) {
        this.#duplicate(name, keySpan, entries[first]?.keySpan.start ?? start);
        entries.splice(first, 1);
      }
      entries.push({ key: name, keySpan, value, span: this.#clamped(keySpan.start, entryEnd) });
      close = Math.max(close, entryEnd);
    }
    const built: YamlMap = { kind: "map", entries, get: (key) => entries.find((entry) => entry.key === key), span: this.#clamped(start, flow ? end : close) };
    return hasProperties(node) ? { ...built, ...propertiesOf(node) } : built;
  }

  #duplicate(name: string, at: Span, first: number): void {
    this.#fault("duplicate-key", at, `\`${shown(name)}\` stands here a second time; the first is in line ${this.#document.position(first).line}.`);
  }

  /** Reads one `key: value`; gives where it ends. */
  #pair(pair: RawPair, parts: MapParts, mapStart: number): number {
    const key = this.#key(pair.key, mapStart);
    const value = this.#node(pair.value, key.keySpan.end);
    const end = Math.max(key.keySpan.end, ownEnd(value));
    const span = this.#clamped(key.keySpan.start, end);
    const first = parts.own.get(key.merge ? "<<" : key.name);
    if (first) this.#duplicate(key.name, key.keySpan, first.keySpan.start);
    const entry: YamlEntry = { key: key.name, keySpan: key.keySpan, value, span };
    parts.own.set(key.merge ? "<<" : key.name, entry);
    if (key.merge) parts.order.push({ keySpan: key.keySpan, sources: this.#mergeSources(value, key.keySpan) });
    else parts.order.push(entry);
    return end;
  }

  #key(node: RawNode | undefined, mapStart: number): { readonly name: string; readonly keySpan: Span; readonly merge: boolean } {
    if (!node) {
      const keySpan = this.#clamped(mapStart, mapStart);
      return { name: "", keySpan, merge: false };
    }
    const built = this.#node(node);
    const keySpan = built.aliasSpan ?? built.span;
    if (built.kind !== "scalar") {
      this.#fault("non-string-key", keySpan, "A key must be a plain string, and this one is a list or a map. Quote it if it is meant as text.");
      return { name: this.#document.slice(keySpan.start, keySpan.end), keySpan, merge: false };
    }
    const merge = built.style === "plain" && built.text === "<<" && built.tag === undefined;
    if (typeof built.value !== "string") this.#nonStringKey(built, keySpan);
    return { name: built.text, keySpan, merge };
  }

  /** Compose refuses a key that YAML reads as a number, a boolean or nothing. */
  #nonStringKey(key: YamlScalar, keySpan: Span): void {
    const what = key.value === null ? "nothing" : typeof key.value === "number" ? "a number" : "a boolean";
    const message = key.text === "" ? "A key is missing before this `:`." : `The key \`${shown(key.text)}\` is read as ${what}; Compose wants a string: put quotes around it.`;
    this.#fault("non-string-key", keySpan, message);
  }

  #mergeSources(value: YamlNode, keySpan: Span): readonly YamlMap[] {
    const sources: YamlMap[] = [];
    for (const source of value.kind === "list" ? value.items : [value]) {
      if (source.kind === "map") sources.push(source);
      else if (!source.aliasSpan || source.span !== source.aliasSpan) this.#fault("merge-needs-map", source.aliasSpan ?? keySpan, "`<<` takes in a map or a list of maps, and this is neither.");
    }
    return sources;
  }

  /** The entries in file order, merged ones where their `<<` stands; what the map says itself wins, then the earlier source. */
  #merged({ own, order }: MapParts): readonly YamlEntry[] {
    const entries: YamlEntry[] = [];
    const taken = new Set<string>();
    for (const item of order) {
      if ("key" in item) {
        if (own.get(item.key) === item) entries.push(item);
        continue;
      }
      for (const source of item.sources) {
        for (const entry of source.entries) {
          if (!this.#afford(1, item.keySpan)) break;
          if (taken.has(entry.key) || (own.has(entry.key) && entry.key !== "<<")) continue;
          if (!this.#afford(this.#size(entry.value), item.keySpan)) break;
          taken.add(entry.key);
          entries.push({ ...entry, mergedFrom: item.keySpan });
        }
      }
    }
    return entries;
  }

  #alias(node: RawAlias): YamlNode {
    const span = this.#span(node);
    const place = this.#anchors.get(node.name);
    if (!place) {
      this.#fault("unknown-alias", span, `No anchor \`&${shown(node.name)}\` stands before this alias. A value that begins with \`*\` must be quoted.`);
      return this.#empty(span, span);
    }
    if (!place.node) {
      this.#fault("alias-cycle", span, `The anchor \`&${shown(node.name)}\` contains itself.`);
      return this.#empty(span, span);
    }
    const size = this.#size(place.node);
    if (!this.#afford(size, span)) return this.#empty(span, span);
    const shared = { ...place.node, aliasSpan: span };
    this.#sizes.set(shared, size);
    return shared;
  }

  /** Takes `size` nodes from what aliases may add in all, or says that the file would grow beyond the bound. */
  #afford(size: number, at: Span): boolean {
    if (size <= this.#budget) {
      this.#budget -= size;
      return true;
    }
    if (!this.#expansionTold) this.#fault("alias-bomb", at, `Written out, the aliases of this file would add more than ${this.#limit} values; they are not followed further.`);
    this.#expansionTold = true;
    return false;
  }

  #checkTag(tag: string | undefined, at: Span): void {
    if (tag === undefined || tag === "!" || COMPOSE_TAGS.has(tag)) return;
    if (tag.startsWith(CORE_TAG) && KNOWN_CORE_TAGS.has(tag.slice(CORE_TAG.length))) return;
    this.#faults.push({ code: "unknown-tag", span: at, message: `Compose knows no tag \`${shown(tag)}\`; it knows \`!reset\` and \`!override\`.`, fatal: false });
  }

  /** `!!int` and the like before a text that is none. */
  #checkTagged(value: YamlScalar["value"], tag: string, at: Span): void {
    const types = TYPES_OF_TAGS.get(tag);
    if (types && !types.includes(value === null ? "null" : typeof value)) this.#fault("yaml-tag", at, "The tag does not fit its value.");
  }

  /** Compose's reader does not know an escape that YAML has. */
  #checkEscapes(span: Span): void {
    const written = this.#document.slice(span.start, span.end);
    if (!written.includes("\\/")) return;
    const at = written.search(/(?<!\\)(?:\\\\)*\\\//);
    if (at >= 0) this.#fault("yaml-escape", this.#clamped(span.start + at, span.end), "Compose knows no escape `\\/`: a slash needs no backslash.");
  }

  /** A quote that is never closed: the place to look at is where it opens, not where the text ran out. */
  #checkQuote(span: Span, quote: string): void {
    const { text } = this.#document;
    if (text[span.start] !== quote || (span.end > span.start + 1 && text[span.end - 1] === quote)) return;
    const lineEnd = text.slice(span.start, span.end).search(/\r?\n/);
    this.#fault("yaml-quote", this.#clamped(span.start, lineEnd < 0 ? span.end : span.start + lineEnd), "This quote is never closed.");
  }

  #empty(span: Span, aliasSpan?: Span): YamlScalar {
    return { kind: "scalar", value: null, text: "", style: "plain", span, ...(aliasSpan ? { aliasSpan } : {}) };
  }

  #scalarSpan({ start, end, text, style }: RawScalar): Span {
    const source = this.#document.text;
    let from = start;
    let to = end;
    if (style === "literal" || style === "folded") {
      while (to > from && /\s/.test(source[to - 1] ?? "")) to--;
    } else if (text === "" && from === to) {
      while (from > 0 && (source[from - 1] === " " || source[from - 1] === "\t")) from--;
      to = from;
    }
    return this.#clamped(from, to);
  }

  #span(node: RawNode): Span {
    return this.#clamped(node.start, node.end);
  }

  #clamped(start: number, end: number): Span {
    const from = Math.min(start, this.#document.text.length);
    return this.#document.span(from, Math.max(from, Math.min(end, this.#document.text.length)));
  }

  /** How many nodes there are, aliases followed. Each node is counted once, however often it is asked for. */
  #size(node: YamlNode): number {
    if (node.kind === "scalar") return 1;
    const known = this.#sizes.get(node);
    if (known !== undefined) return known;
    const size = node.kind === "map" ? node.entries.reduce((sum, entry) => sum + this.#size(entry.value) + 1, 1) : node.items.reduce((sum, item) => sum + this.#size(item), 1);
    this.#sizes.set(node, size);
    return size;
  }

  #fault(code: string, span: Span, message: string): void {
    this.#faults.push({ code, span, message, fatal: true });
  }
}

/** Where a value ends in the text: an alias ends where it is written, not where its anchor does. */
function ownEnd(node: YamlNode): number {
  return (node.aliasSpan ?? node.span).end;
}

function hasProperties({ tag, anchor }: RawNode): boolean {
  return tag !== undefined || anchor !== undefined;
}

function propertiesOf({ tag, anchor }: RawNode): { readonly tag?: string; readonly anchor?: string } {
  return { ...(tag === undefined ? {} : { tag }), ...(anchor === undefined ? {} : { anchor }) };
}

function taggedValue(text: string, style: YamlScalar["style"], tag: string | undefined): YamlScalar["value"] {
  if (tag === undefined || COMPOSE_TAGS.has(tag)) return style === "plain" ? plainValue(text) : text;
  const core = tag.startsWith(CORE_TAG) ? tag.slice(CORE_TAG.length) : "";
  return core === "int" || core === "float" || core === "bool" || core === "null" ? plainValue(text) : text;
}

/** A name for a message: short, and on one line. */
function shown(name: string): string {
  const line = name.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
