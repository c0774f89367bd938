import type { Document, Span } from "#text";
import type { Dockerfile, Project } from "../model/index.ts";
import type { ComposeTree, YamlNode } from "../parse/compose/tree.ts";

/** Names places by what they are (`services.db.volumes[0]`, `stage:build/RUN[2]`), so that they outlive other lines' changes. */
export class Addresses {
  readonly #dockerfiles = new Map<Document, Dockerfile>();
  readonly #compose = new Map<Document, ComposeTree>();

  constructor(project: Pick<Project, "dockerfiles" | "composeFiles">) {
    for (const dockerfile of project.dockerfiles) this.#dockerfiles.set(dockerfile.document, dockerfile);
    for (const compose of project.composeFiles) for (const tree of compose.trees) this.#compose.set(tree.document, tree);
  }

  /** The address of a span; empty where it stands in no instruction and no YAML key. */
  of(span: Span): string {
    const dockerfile = this.#dockerfiles.get(span.document);
    if (dockerfile) return stepAddress(dockerfile, span);
    const root = this.#compose.get(span.document)?.roots.find((one) => holds(one, span));
    return root ? yamlAddress(root, span) : "";
  }
}

function stepAddress(dockerfile: Dockerfile, span: Span): string {
  const { steps } = dockerfile;
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((steps[middle]?.instruction.span.start ?? 0) <= span.start) low = middle;
    else high = middle - 1;
  }
  const step = steps[low];
  return step && step.instruction.span.start <= span.start && span.start < step.instruction.span.end ? step.address : "";
}

function yamlAddress(root: YamlNode, span: Span): string {
  let address = "";
  for (let node: YamlNode | undefined = root; node;) {
    const next: Step | undefined = child(node, span);
    if (!next) break;
    address += next.part.startsWith("[") || address === "" ? next.part : `.${next.part}`;
    node = next.node;
  }
  return address;
}

interface Step {
  readonly part: string;
  readonly node: YamlNode | undefined;
}

function child(node: YamlNode, span: Span): Step | undefined {
  if (node.kind === "list") {
    const at = node.items.findIndex((item) => holds(item, span));
    return at < 0 ? undefined : { part: `[${at}]`, node: node.items[at] };
  }
  if (node.kind !== "map") return undefined;
  const entry = node.entries.find((one) => one.mergedFrom === undefined && one.span.document === span.document && one.span.start <= span.start && span.start < one.span.end);
  return entry && { part: entry.key, node: holds(entry.value, span) ? entry.value : undefined };
}

function holds(node: YamlNode, span: Span): boolean {
  return node.span.document === span.document && node.span.start <= span.start && span.start <= node.span.end;
}
