import type { Document, Span, SyntaxFault } from "#text";

/** A compose file read as YAML: aliases and merge keys resolved, each value with the place it is written. */
export interface ComposeTree {
  readonly document: Document;
  /** One root for each YAML document in the file; Compose merges them in order. */
  readonly roots: readonly YamlNode[];
  readonly comments: readonly YamlComment[];
  readonly faults: readonly SyntaxFault[];
}

/** A comment; `text` is what follows the `#`. */
export interface YamlComment {
  readonly text: string;
  readonly span: Span;
}

export type YamlNode = YamlScalar | YamlMap | YamlList;

interface YamlBase {
  /** Where the value is written (for an alias: the anchor's value). */
  readonly span: Span;
  /** Where the alias `*name` stands that brought the value here. */
  readonly aliasSpan?: Span;
  /** `!reset`, `!override` or another explicit tag. */
  readonly tag?: string;
  /** The anchor's name, without `&`. */
  readonly anchor?: string;
}

export interface YamlScalar extends YamlBase {
  readonly kind: "scalar";
  /** The value as Compose reads it, before interpolation: the YAML 1.2 core schema with go-yaml's additions (`scalar.ts`). */
  readonly value: string | number | boolean | null;
  /** The scalar's text as YAML gives it (quotes removed, folded), before interpolation. */
  readonly text: string;
  readonly style: "plain" | "single" | "double" | "literal" | "folded";
}

export interface YamlMap extends YamlBase {
  readonly kind: "map";
  /** In file order; merged-in entries (`<<`) stand where the merge key stands unless overridden. */
  readonly entries: readonly YamlEntry[];
  /** The entry of a key, or undefined; constant time. */
  get(key: string): YamlEntry | undefined;
}

export interface YamlEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: YamlNode;
  /** From the key to the end of the value. */
  readonly span: Span;
  /** The `<<` that brought the entry here. */
  readonly mergedFrom?: Span;
  /** Other places that had a say in the value: what it replaces, what was merged into it, the `extends` that brought it. */
  readonly origins?: readonly Span[];
}

export interface YamlList extends YamlBase {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
  readonly flow: boolean;
}
