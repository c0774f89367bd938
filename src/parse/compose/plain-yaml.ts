import { readBlockText } from "./block-text.ts";
import { FlowReader } from "./flow.ts";
import { LineReader } from "./lines.ts";
import type { RawAlias, RawComment, RawList, RawMap, RawNode, RawPair, RawScalar } from "./raw.ts";

/** Deeper nesting is left to the library. */
const DEPTH_LIMIT = 60;

export interface PlainYaml {
  readonly root: RawNode;
  readonly comments: readonly RawComment[];
}

/**
 * Reads YAML as nearly all compose files are written: block maps and lists, scalars on one line, block texts, brackets, anchors
 * and aliases. It reads about ten times as fast as the library and needs none of its code.
 * @returns undefined for a text that has anything else or any fault: the library reads that, and tests hold both to the same tree
 */
export function readPlainYaml(text: string): PlainYaml | undefined {
  if (text.includes("\ufeff") || (text.includes("\r") && /\r(?!\n)/.test(text))) return undefined;
  const reader = new PlainReader(text);
  const root = reader.root();
  return root && !reader.failed ? { root, comments: reader.comments } : undefined;
}

interface Properties {
  readonly tag: string | undefined;
  readonly anchor: string | undefined;
}

const NO_PROPERTIES: Properties = { tag: undefined, anchor: undefined };

/** Block structure by indentation. After each node the reader stands on the next line that says something. */
class PlainReader extends LineReader {
  #depth = 0;

  root(): RawNode | undefined {
    this.begin();
    const root = !this.failed && this.column === 0 ? this.#block(-1) : undefined;
    return this.ended && (root?.kind === "map" || root?.kind === "list") ? root : undefined;
  }

  /** What stands on a line of its own, further in than the column of what holds it. */
  #block(parent: number): RawNode {
    if (++this.#depth > DEPTH_LIMIT) return this.giveUp();
    const node = this.isDash() ? this.#list(this.column, NO_PROPERTIES) : this.isKey() ? this.#map(this.column, NO_PROPERTIES) : this.#inline(parent, NO_PROPERTIES);
    this.#depth--;
    if (this.column > parent) return this.giveUp();
    return node;
  }

  #map(column: number, { tag, anchor }: Properties): RawMap {
    const pairs: RawPair[] = [];
    const start = this.at;
    let end = start;
    while (this.column === column && !this.failed) {
      const key = this.key();
      const value = this.#value(column);
      pairs.push({ key, value });
      end = value.end;
    }
    if (this.column > column) this.giveUp();
    return { kind: "map", start, end, flow: false, pairs, tag, anchor };
  }

  /** What follows a key's colon. */
  #value(column: number): RawNode {
    const after = this.at;
    this.skipSpaces();
    const properties = this.#properties();
    if (!this.atLineEnd()) return this.#inline(column, properties);
    this.nextLine();
    if (this.column > column) return this.#below(column, properties);
    if (this.column === column && this.isDash()) return this.#list(column, properties);
    return properties === NO_PROPERTIES ? empty(after) : this.giveUp();
  }

  #list(column: number, { tag, anchor }: Properties): RawList {
    if (++this.#depth > DEPTH_LIMIT) this.giveUp();
    const items: RawNode[] = [];
    const start = this.at;
    while (this.column === column && this.isDash() && !this.failed) {
      this.at++;
      items.push(this.#item(column));
      if (this.column > column) this.giveUp();
    }
    this.#depth--;
    return { kind: "list", start, end: items.at(-1)?.end ?? start, flow: false, items, tag, anchor };
  }

  #item(column: number): RawNode {
    const after = this.at;
    this.skipSpaces();
    const properties = this.#properties();
    if (this.atLineEnd()) {
      this.nextLine();
      if (this.column > column) return this.#below(column, properties);
      return properties === NO_PROPERTIES ? empty(after) : this.giveUp();
    }
    const isDash = this.isDash();
    if (!isDash && !this.isKey()) return this.#inline(column, properties);
    // the properties of a nested collection would stand on the line before it
    if (properties !== NO_PROPERTIES || this.#depth > DEPTH_LIMIT) return this.giveUp();
    return isDash ? this.#list(this.column, NO_PROPERTIES) : this.#map(this.column, NO_PROPERTIES);
  }

  /** The value on the lines below its properties. */
  #below(parent: number, properties: Properties): RawNode {
    if (properties === NO_PROPERTIES) return this.#block(parent);
    if (this.isDash()) return this.#list(this.column, properties);
    return this.isKey() ? this.#map(this.column, properties) : this.giveUp();
  }

  /** A value that begins on the line; the next line stands no further in than what holds the value. */
  #inline(parent: number, properties: Properties): RawNode {
    const node = this.#scalarOrFlow(parent, properties);
    if (this.failed) return node;
    if (node.kind === "scalar" && (node.style === "literal" || node.style === "folded")) return node;
    this.nextLine();
    return this.column > parent ? this.giveUp() : node;
  }

  #scalarOrFlow(parent: number, properties: Properties): RawNode {
    switch (this.text[this.at]) {
      case "|": case ">": return readBlockText(this, parent, properties);
      case "\"": case "'": return withProperties(this.quoted(), properties);
      case "[": case "{": return withProperties(new FlowReader(this, parent).collection(), properties);
      case "*": return properties === NO_PROPERTIES ? this.#alias() : this.giveUp();
      default: return withProperties(this.plain(), properties);
    }
  }

  #alias(): RawAlias | RawScalar {
    const { at: start } = this;
    const name = this.name();
    return name === "" ? this.giveUp() : { kind: "alias", start, end: this.at, name };
  }

  /** `&anchor` and `!reset` before a value, in any order. */
  #properties(): Properties {
    let properties = NO_PROPERTIES;
    for (let first = this.text[this.at]; first === "&" || first === "!"; first = this.text[this.at]) {
      const name = this.name();
      if (name === "" || (first === "&" ? properties.anchor : properties.tag) !== undefined) this.giveUp();
      if (first === "!" && name !== "reset" && name !== "override") this.giveUp();
      properties = first === "&" ? { ...properties, anchor: name } : { ...properties, tag: `!${name}` };
      if (!this.skipSpaces() && !this.atLineEnd()) this.giveUp();
    }
    return properties;
  }
}

function withProperties(node: RawNode, properties: Properties): RawNode {
  return properties === NO_PROPERTIES ? node : { ...node, ...properties };
}

function empty(at: number): RawScalar {
  return { kind: "scalar", start: at, end: at, text: "", style: "plain" };
}
