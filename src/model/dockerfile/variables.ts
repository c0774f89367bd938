import type { Span } from "#text";
import type { VariableValue } from "../types.ts";

interface Entry {
  readonly version: number;
  readonly value: VariableValue;
}

/**
 * The variables of one stage as its instructions set them. Each instruction sees a snapshot, and no snapshot copies anything:
 * a file with many thousands of ENV instructions stays linear.
 */
export class VariableLog {
  readonly parent: VariableSnapshot | undefined;
  readonly #entries = new Map<string, Entry[]>();
  #version = 0;

  constructor(parent?: VariableSnapshot) {
    this.parent = parent;
  }

  /** Sets a variable for all later snapshots. */
  set(name: string, value: string | undefined, span: Span | undefined): void {
    const entry: Entry = { version: ++this.#version, value: { value, span } };
    const entries = this.#entries.get(name);
    if (entries) entries.push(entry);
    else this.#entries.set(name, [entry]);
  }

  /** What is set by now. */
  snapshot(): VariableSnapshot {
    if (this.#version === 0 && this.parent) return this.parent;
    return new VariableSnapshot(this, this.#version);
  }

  at(name: string, version: number): VariableValue | undefined {
    const entries = this.#entries.get(name);
    if (!entries) return undefined;
    let low = -1;
    let high = entries.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((entries[middle]?.version ?? 0) <= version) low = middle;
      else high = middle - 1;
    }
    return entries[low]?.value;
  }

  names(): Iterable<string> {
    return this.#entries.keys();
  }
}

/** The variables that hold before one instruction. */
export class VariableSnapshot implements ReadonlyMap<string, VariableValue> {
  readonly #log: VariableLog;
  readonly #version: number;
  #all: ReadonlyMap<string, VariableValue> | undefined;

  constructor(log: VariableLog, version: number) {
    this.#log = log;
    this.#version = version;
  }

  get(name: string): VariableValue | undefined {
    if (this.#all) return this.#all.get(name);
    const own = this.#log.at(name, this.#version);
    if (own) return own;
    for (let above = this.#log.parent; above; above = above.#log.parent) {
      const found = above.#log.at(name, above.#version);
      if (found) return found;
    }
    return undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  get size(): number {
    return this.#map().size;
  }

  keys(): MapIterator<string> {
    return this.#map().keys();
  }

  values(): MapIterator<VariableValue> {
    return this.#map().values();
  }

  entries(): MapIterator<[string, VariableValue]> {
    return this.#map().entries();
  }

  [Symbol.iterator](): MapIterator<[string, VariableValue]> {
    return this.entries();
  }

  forEach(visit: (value: VariableValue, key: string, map: ReadonlyMap<string, VariableValue>) => void): void {
    this.#map().forEach((value, key) => visit(value, key, this));
  }

  /** Whoever asks for all of them gets one copy, made once. */
  #map(): ReadonlyMap<string, VariableValue> {
    if (this.#all) return this.#all;
    const chain: VariableSnapshot[] = [this];
    for (let above = this.#log.parent; above; above = above.#log.parent) chain.push(above);
    const all = new Map<string, VariableValue>();
    for (const snapshot of chain.reverse()) {
      for (const name of snapshot.#log.names()) {
        const value = snapshot.#log.at(name, snapshot.#version);
        if (value) all.set(name, value);
      }
    }
    return (this.#all = all);
  }
}
