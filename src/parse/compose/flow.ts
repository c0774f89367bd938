import type { LineReader } from "./lines.ts";
import type { RawList, RawMap, RawNode, RawPair, RawScalar } from "./raw.ts";

/** Deeper nesting is left to the library. */
const DEPTH_LIMIT = 30;

/** Reads `[ ]` and `{ }`, on one line or several. */
export class FlowReader {
  readonly #lines: LineReader;
  /** Lines of the collection stand further in than this column. */
  readonly #parent: number;
  #depth = 0;

  constructor(lines: LineReader, parent: number) {
    this.#lines = lines;
    this.#parent = parent;
  }

  collection(): RawList | RawMap | RawScalar {
    if (++this.#depth > DEPTH_LIMIT) return this.#lines.giveUp();
    const node = this.#lines.text[this.#lines.at] === "[" ? this.#list() : this.#map();
    this.#depth--;
    return node;
  }

  #list(): RawList {
    const lines = this.#lines;
    const start = lines.at++;
    const items: RawNode[] = [];
    for (let letter = this.#next(); letter !== "]" && !lines.failed; letter = this.#next()) {
      items.push(this.#value(letter));
      if (!this.#separator("]")) lines.giveUp();
    }
    lines.at++;
    return { kind: "list", start, end: lines.at, flow: true, items };
  }

  #map(): RawMap {
    const lines = this.#lines;
    const start = lines.at++;
    const pairs: RawPair[] = [];
    for (let letter = this.#next(); letter !== "}" && !lines.failed; letter = this.#next()) {
      const key = this.#scalar(letter);
      lines.skipSpaces();
      if (lines.text[lines.at] !== ":" || !/[ \n]/.test(lines.text[lines.at + 1] ?? "")) lines.giveUp();
      lines.at++;
      const next = this.#next();
      if (next === "," || next === "}") lines.giveUp();
      pairs.push({ key, value: this.#value(next) });
      if (!this.#separator("}")) lines.giveUp();
    }
    lines.at++;
    return { kind: "map", start, end: lines.at, flow: true, pairs };
  }

  /** The next character that says something. */
  #next(): string {
    const lines = this.#lines;
    if (lines.skipFlowSpace() && lines.column <= this.#parent) lines.giveUp();
    if (lines.ended) lines.giveUp();
    return lines.text[lines.at] ?? "";
  }

  /** Takes the comma behind an item; false where neither that nor the end of the collection follows. */
  #separator(close: string): boolean {
    const letter = this.#next();
    if (letter === ",") this.#lines.at++;
    return letter === "," || letter === close;
  }

  #value(letter: string): RawNode {
    const lines = this.#lines;
    if (letter === "[" || letter === "{") return this.collection();
    if (letter !== "*") return this.#scalar(letter);
    const start = lines.at;
    const name = lines.name();
    return name === "" ? lines.giveUp() : { kind: "alias", start, end: lines.at, name };
  }

  #scalar(letter: string): RawScalar {
    const lines = this.#lines;
    if (letter === "\"" || letter === "'") return lines.quoted();
    const start = lines.at;
    PLAIN.lastIndex = start;
    const text = PLAIN.exec(lines.text)?.[0].trimEnd();
    if (text === undefined || text === "") return lines.giveUp();
    lines.at = start + text.length;
    return { kind: "scalar", start, end: lines.at, text, style: "plain" };
  }
}

/** A plain scalar between brackets; colons, signs and dashes only where they cannot mean anything else. */
const PLAIN = /(?:[^\s,[\]{}#&*!|>'"%@`?:-]|-(?=[^\s,[\]{}]))(?:[^\n\r\t,[\]{}:# ]|[:#](?=[^\s,[\]{}:#])|[ ](?=[^\n\r\t,[\]{}:# ]))*/y;
