import { yamlPackage } from "../compose/yaml.ts";
import { LONGEST, type Setting } from "./tree.ts";

const MOST_LEVELS = 30;
const MOST_SETTINGS = 20_000;

/**
 * Every scalar of a YAML file by its dotted keys (`a.b[0].c`); `section` numbers the documents of the file. Aliases are not followed.
 * Never throws: what cannot be read is left out.
 */
export function readYaml(text: string): readonly Setting[] {
  const { parseAllDocuments, isMap, isScalar, isSeq } = yamlPackage();
  const found: Setting[] = [];
  const walk = (node: unknown, key: string, section: string, depth: number): void => {
    if (depth > MOST_LEVELS || found.length >= MOST_SETTINGS) return;
    if (isMap(node)) for (const pair of node.items) walk(pair.value, join(key, isScalar(pair.key) && pair.key.range ? textOf(text, pair.key.value, pair.key.range) : ""), section, depth + 1);
    else if (isSeq(node)) for (const [at, item] of node.items.entries()) walk(item, `${key}[${String(at)}]`, section, depth + 1);
    else if (isScalar(node) && node.range && node.value !== null) {
      const [start, end] = node.range;
      const quoted = node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE";
      found.push({ section, key, value: { text: textOf(text, node.value, node.range), start: start + (quoted ? 1 : 0), end: end - (quoted ? 1 : 0) } });
    }
  };
  const documents = parseAllDocuments(text.slice(0, LONGEST), { logLevel: "silent", uniqueKeys: false });
  for (const [at, document] of [...documents].entries()) walk("contents" in document ? document.contents : undefined, "", String(at), 0);
  return found;
}

/** A number or a switch as it is written. */
function textOf(text: string, value: unknown, [start, end]: readonly [number, number, ...number[]]): string {
  return typeof value === "string" ? value : text.slice(start, end);
}

function join(parent: string, key: string): string {
  return parent === "" ? key : `${parent}.${key}`;
}
