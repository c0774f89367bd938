import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Document } from "#text";
import { parseCompose, type ComposeTree, type YamlMap, type YamlNode } from "../../../src/parse/compose/index.ts";

/** The shared material beside the project, or undefined where this checkout has none. */
export const sharedFolder: string | undefined = [join(__dirname, "../../../../shared")].find((folder) => existsSync(folder));

/** The cases of one shared file; none, with a printed reason, where the material is not there. */
export function sharedCases(name: string): readonly Record<string, unknown>[] {
  const path = sharedFolder && join(sharedFolder, "cases", name);
  if (!path || !existsSync(path)) {
    console.warn(`skipped: ../shared/cases/${name} is not there`);
    return [];
  }
  return readFileSync(path, "utf8").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Record<string, unknown>);
}

export function read(text: string): ComposeTree {
  return parseCompose(new Document("compose.yaml", text, "compose"));
}

export function rootMap(tree: ComposeTree): YamlMap {
  const root = tree.roots[0];
  if (root?.kind !== "map") throw new Error("the root is no map");
  return root;
}

/** The node at a path of keys and indexes. */
export function at(tree: ComposeTree, ...path: (string | number)[]): YamlNode {
  let node: YamlNode | undefined = tree.roots[0];
  for (const step of path) {
    node = node?.kind === "map" && typeof step === "string" ? node.get(step)?.value : node?.kind === "list" && typeof step === "number" ? node.items[step] : undefined;
  }
  if (!node) throw new Error(`nothing at ${path.join(".")}`);
  return node;
}

/** Every node once for each place in the tree, with a bound. */
export function walk(node: YamlNode, visit: (node: YamlNode) => void): void {
  visit(node);
  if (node.kind === "map") for (const entry of node.entries) walk(entry.value, visit);
  if (node.kind === "list") for (const item of node.items) walk(item, visit);
}
