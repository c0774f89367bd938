/** YAML as it is written, before aliases and merge keys are resolved. Offsets are offsets of the file's text. */
export type RawNode = RawScalar | RawMap | RawList | RawAlias;

interface RawBase {
  readonly start: number;
  readonly end: number;
  readonly tag?: string | undefined;
  readonly anchor?: string | undefined;
}

export interface RawScalar extends RawBase {
  readonly kind: "scalar";
  /** Quotes removed, folded. */
  readonly text: string;
  readonly style: "plain" | "single" | "double" | "literal" | "folded";
}

export interface RawMap extends RawBase {
  readonly kind: "map";
  readonly flow: boolean;
  readonly pairs: readonly RawPair[];
}

export interface RawPair {
  readonly key: RawNode | undefined;
  readonly value: RawNode | undefined;
}

export interface RawList extends RawBase {
  readonly kind: "list";
  readonly flow: boolean;
  readonly items: readonly (RawNode | undefined)[];
}

export interface RawAlias extends RawBase {
  readonly kind: "alias";
  readonly name: string;
}

/** A comment; `start` is that of its `#`. */
export interface RawComment {
  readonly start: number;
  readonly end: number;
}
