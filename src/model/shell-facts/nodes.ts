import { childrenOf, type ShellNode, type ShellTree } from "../../parse/shell/index.ts";
import type { ScriptNode, ShellNodeOf } from "./types.ts";

/** Every node of a script by kind, in the order of the text, each with the nodes around it. */
export class NodeIndex {
  readonly root: ScriptNode;
  readonly #byType = new Map<string, ScriptNode[]>();
  readonly #byNode = new Map<ShellNode, ScriptNode>();

  constructor(tree: ShellTree) {
    this.root = { node: tree.script, parent: undefined };
    const open: ScriptNode[] = [this.root];
    for (let here = open.pop(); here; here = open.pop()) {
      this.#add(here);
      const children = childrenOf(here.node);
      for (let at = children.length - 1; at >= 0; at--) {
        const node = children[at];
        if (node) open.push({ node, parent: here });
      }
    }
  }

  all<T extends ShellNode["type"]>(type: T): readonly ScriptNode<ShellNodeOf<T>>[] {
    return (this.#byType.get(type) ?? []).filter((one): one is ScriptNode<ShellNodeOf<T>> => one.node.type === type);
  }

  /** Nodes of several kinds, in the order of the text. */
  placed(node: ShellNode): ScriptNode | undefined {
    return this.#byNode.get(node);
  }

  /** All nodes in the order of the text. */
  get nodes(): Iterable<ScriptNode> {
    return this.#byNode.values();
  }

  #add(here: ScriptNode): void {
    this.#byNode.set(here.node, here);
    const same = this.#byType.get(here.node.type);
    if (same) same.push(here);
    else this.#byType.set(here.node.type, [here]);
  }
}
