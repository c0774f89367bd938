/** A node of a syntax tree by the ESTree specification, whichever parser made it. Offsets are those of the text. */
export interface EsNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

function isNode(value: unknown): value is EsNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" && "start" in value && typeof value.start === "number";
}

function field(node: EsNode, name: string): unknown {
  return (node as unknown as Readonly<Record<string, unknown>>)[name];
}

/** The node in a field. */
export function nodeIn(node: EsNode | undefined, name: string): EsNode | undefined {
  const value = node && field(node, name);
  return isNode(value) ? value : undefined;
}

/** The nodes in a list field; holes are left out. */
export function nodesIn(node: EsNode | undefined, name: string): readonly EsNode[] {
  const value = node && field(node, name);
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The text in a field: a name, an operator, a string literal's value. */
export function textIn(node: EsNode | undefined, name: string): string | undefined {
  const value = node && field(node, name);
  return typeof value === "string" ? value : undefined;
}

/** True where a switch of the node is on. */
export function isOn(node: EsNode, name: string): boolean {
  return field(node, name) === true;
}

/** The decoded text of a piece of a template literal. */
export function cookedText(node: EsNode): string {
  const value = field(node, "value");
  return typeof value === "object" && value !== null && "cooked" in value && typeof value.cooked === "string" ? value.cooked : "";
}

/** Visits a node and all below it, parents first, each with the nodes that hold it: the nearest first, four at most. */
export function visitWithParents(root: EsNode, see: (node: EsNode, parents: readonly EsNode[]) => void): void {
  const open: { readonly node: EsNode; readonly parents: readonly EsNode[] }[] = [{ node: root, parents: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, parents } = next;
    see(node, parents);
    const inner = [node, ...parents.slice(0, 3)];
    for (const value of Object.values(node).reverse()) {
      if (Array.isArray(value)) open.push(...value.filter(isNode).reverse().map((one) => ({ node: one, parents: inner })));
      else if (isNode(value)) open.push({ node: value, parents: inner });
    }
  }
}

/** Visits a node and all below it, parents first; bounded by the tree. */
export function visit(root: EsNode, see: (node: EsNode) => void): void {
  const open: EsNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    see(node);
    const below: EsNode[] = [];
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) below.push(...value.filter(isNode));
      else if (isNode(value)) below.push(value);
    }
    open.push(...below.reverse());
  }
}
