import type { ShellNode, ShellTree } from "../../parse/shell/index.ts";
import type { NodeIndex } from "./nodes.ts";
import type { ScriptNode, ShellLiteral } from "./types.ts";

/** The parts of words that nothing expands in, in the order of the text; here-documents are left out. */
export function literalsOf(index: NodeIndex, tree: ShellTree): readonly ShellLiteral[] {
  const found: ShellLiteral[] = [];
  for (const at of index.nodes) {
    const read = literalOf(at);
    if (read) found.push({ at, ...read, span: tree.spanOf(at.node) });
  }
  return found;
}

function literalOf(at: ScriptNode): Pick<ShellLiteral, "quote" | "raw" | "start"> | undefined {
  const { node } = at;
  switch (node.type) {
    case "Word":
      return node.parts === undefined && !isName(at.parent?.node, node) ? { quote: "none", raw: node.text, start: node.pos } : undefined;
    case "SingleQuoted":
      return { quote: "single", raw: node.text.slice(1, -1), start: node.pos + 1 };
    case "Literal":
      if (at.parent?.node.type === "HereDocBody") return undefined;
      return { quote: at.parent?.node.type === "DoubleQuoted" ? "double" : "none", raw: node.text, start: node.pos };
    default:
      return undefined;
  }
}

/** The name of a loop's variable or of a function is no word. */
function isName(parent: ShellNode | undefined, node: ShellNode): boolean {
  return (parent?.type === "For" || parent?.type === "Select" || parent?.type === "Function") && parent.name === node;
}
