import type { SyntaxNode } from "./tree.ts";
import { unbash } from "./unbash.ts";

/** Gives the direct children of a node to a visitor, in the order they are written. */
export function eachChild(node: SyntaxNode, visit: (child: SyntaxNode) => void): void {
  try {
    unbash().forEachChild(node, visit);
  } catch {
    // A part that the parser cannot resolve has no children.
  }
}

/** The direct children of a node in the order they are written. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  try {
    unbash().forEachChild(node, (child) => children.push(child));
  } catch {
    // A part that the parser cannot resolve has no children.
  }
  return children;
}

/**
 * Visits every node in the order of the text: also command substitutions, function bodies and here-documents.
 * A visitor that returns false is not led into that node. Safe for any depth.
 */
export function walk(node: SyntaxNode, visit: (node: SyntaxNode) => unknown): void {
  const open: SyntaxNode[] = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    if (visit(next) === false) continue;
    const children = childrenOf(next);
    for (let at = children.length - 1; at >= 0; at--) {
      const child = children[at];
      if (child) open.push(child);
    }
  }
}
