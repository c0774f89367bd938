import type { Span } from "#text";
import { resolveScalar } from "../../../parse/compose/index.ts";
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from "../../../parse/compose/tree.ts";
import type { LoadedCompose } from "../load.ts";
import { asMap, textIn, type Lookup } from "../values.ts";

/** A project as the checks see it, with the place to report to. */
export class ProjectCheck {
  readonly loaded: LoadedCompose;
  readonly root: YamlMap;
  readonly lookup: Lookup;
  readonly services: ReadonlyMap<string, YamlEntry>;

  constructor(loaded: LoadedCompose, root: YamlMap) {
    this.loaded = loaded;
    this.root = root;
    this.lookup = loaded.lookup;
    const entries = asMap(root.get("services")?.value)?.entries ?? [];
    this.services = new Map(entries.filter((entry) => entry.value.kind === "map").map((entry) => [entry.key, entry]));
  }

  /** The entries of a top-level section. */
  section(name: string): readonly YamlEntry[] {
    return asMap(this.root.get(name)?.value)?.entries ?? [];
  }

  /** The value at a path of keys below a map. */
  at(map: YamlMap | undefined, ...keys: readonly string[]): YamlNode | undefined {
    return this.entryAt(map, ...keys)?.value;
  }

  entryAt(map: YamlMap | undefined, ...keys: readonly string[]): YamlEntry | undefined {
    let here = map;
    let entry: YamlEntry | undefined;
    for (const key of keys) {
      entry = here?.get(key);
      if (!entry || entry.value.tag === "!reset" || (entry.value.kind === "scalar" && entry.value.value === null)) return undefined;
      here = asMap(entry.value);
    }
    return entry;
  }

  /** A known text. */
  text(node: YamlNode | undefined): string | undefined {
    return node?.kind === "scalar" && node.value !== null ? textIn(node, this.lookup) : undefined;
  }

  /** The known texts of a list or a single text, each with its place. */
  texts(node: YamlNode | undefined): readonly { readonly text: string; readonly at: Span }[] {
    const items = node?.kind === "list" ? node.items : node ? [node] : [];
    return items.flatMap((item) => {
      if (item.kind !== "scalar" || item.value === null) return [];
      const { value, span } = resolveScalar(item, this.lookup);
      return value === undefined ? [] : [{ text: value, at: item.aliasSpan ?? span }];
    });
  }

  /** Names given as a list of texts, as the keys of a map, or as the `source` of long entries. */
  names(node: YamlNode | undefined): readonly { readonly text: string; readonly at: Span }[] {
    if (node?.kind === "map") return node.entries.filter((entry) => !entry.key.startsWith("x-")).map((entry) => ({ text: entry.key, at: entry.keySpan }));
    if (node?.kind !== "list") return [];
    return node.items.flatMap((item) => this.texts(item.kind === "map" ? item.get("source")?.value : item));
  }

  /** Something that a service names and the project does not define. */
  lacks(word: string, name: string, at: Span, message: string): void {
    this.loaded.problems.take({ kind: "consistency", code: `undefined-${word}`, span: at, message, fatal: true, lacks: `${word} ${name}` });
  }

  /** Refuses a short form in which `faultOf` finds a fault, once its variables are known. */
  fault(item: YamlScalar, faultOf: (text: string) => string | undefined): void {
    const { value, span } = resolveScalar(item, this.lookup);
    const fault = value === undefined ? undefined : faultOf(value);
    if (fault !== undefined) this.refuse("invalid-value", span.end > span.start ? span : item.aliasSpan ?? span, fault);
  }

  refuse(code: string, at: Span, message: string, related?: { readonly at: Span; readonly note: string }): void {
    this.loaded.problems.add("consistency", code, at, message, related ? [related] : undefined);
  }
}
