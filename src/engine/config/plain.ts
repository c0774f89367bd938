import type { YamlNode } from "../../parse/compose/tree.ts";

const largest = 10_000;

/** A YAML node as plain data. Undefined stands for a value of more than 10,000 parts (an alias bomb). */
export function plainValue(node: YamlNode): unknown {
  return new Converter().convert(node);
}

class Converter {
  #parts = 0;

  convert(node: YamlNode): unknown {
    if (++this.#parts > largest) return undefined;
    if (node.kind === "scalar") return node.value;
    if (node.kind === "list") return node.items.map((item) => this.convert(item));
    return Object.fromEntries(node.entries.map((entry) => [entry.key, this.convert(entry.value)]));
  }
}
