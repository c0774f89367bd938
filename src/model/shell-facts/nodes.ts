import { eachChild, perScript, type ShellNode } from "../../parse/shell/index.ts";
import type { ScriptNode, ShellNodeOf } from "./types.ts";

/** Every node of a script by kind, in the order of the text, each with the nodes around it. */
export class NodeIndex {
  readonly #byType = new Map<string, ScriptNode[]>();
  readonly #nodes: ScriptNode[] = [];

  /** The nodes of a script; none at all of one that the shell would refuse, for what was read of it may not be what was meant. */
  static readonly of = perScript((script): NodeIndex => {
    const index = new NodeIndex();
    return index.#fill(script) ? index : new NodeIndex();
  });

  /** All nodes in the order of the text. */
  get nodes(): readonly ScriptNode[] {
    return this.#nodes;
  }

  all<T extends ShellNode["type"]>(type: T): readonly ScriptNode<ShellNodeOf<T>>[] {
    return this.#byType.get(type)?.filter((one): one is ScriptNode<ShellNodeOf<T>> => one.node.type === type) ?? [];
  }

  /** False where a part of the text cannot be read. */
  #fill(root: ShellNode): boolean {
    const open: ScriptNode[] = [{ node: root, parent: undefined }];
    let parent: ScriptNode | undefined;
    const push = (node: ShellNode): void => void open.push({ node, parent });
    for (let here = open.pop(); here; here = open.pop()) {
      if (here.node.type === "Script" && here.node.errors !== undefined && here.node.errors.length > 0) return false;
      this.#add(here);
      const first = open.length;
      parent = here;
      if (mayHaveChildren(here.node)) eachChild(here.node, push);
      if (open.length - first > 1) reverseFrom(open, first);
    }
    return true;
  }

  #add(here: ScriptNode): void {
    this.#nodes.push(here);
    const same = this.#byType.get(here.node.type);
    if (same) same.push(here);
    else this.#byType.set(here.node.type, [here]);
  }
}

/** Literals are the most frequent nodes and have nothing below them. */
function mayHaveChildren({ type }: ShellNode): boolean {
  return type !== "Literal" && type !== "SingleQuoted" && type !== "SimpleExpansion";
}

/** So that the first child is taken first. */
function reverseFrom(list: ScriptNode[], start: number): void {
  for (let low = start, high = list.length - 1; low < high; low++, high--) {
    const [a, b] = [list[low], list[high]];
    if (!a || !b) return;
    list[low] = b;
    list[high] = a;
  }
}
