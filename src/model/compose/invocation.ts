import { splitWords } from "../../parse/compose/index.ts";
import type { YamlNode } from "../../parse/compose/tree.ts";
import type { Invocation } from "../types.ts";
import { scalars, sourced, type Lookup } from "./values.ts";

/**
 * `command` or `entrypoint` of a service. A text is split into words as Compose does it, without a shell; an empty text or list
 * clears what the image has. Words that need an unknown variable keep it as written.
 */
export function invocationOf(node: YamlNode | undefined, lookup: Lookup): Invocation | "cleared" | undefined {
  if (!node || (node.kind === "scalar" && node.value === null) || node.kind === "map") return undefined;
  if (node.kind === "list") {
    const items = scalars(node);
    if (items.length === 0) return "cleared";
    return { form: "exec", words: items.map((item) => textOf(item, lookup)), script: undefined, span: node.span, itemSpans: items.map((item) => item.span) };
  }
  const { words } = splitWords(textOf(node, lookup));
  if (words.length === 0) return "cleared";
  return { form: "exec", words: words.map((word) => word.text), script: undefined, span: node.span, itemSpans: words.map(() => node.span) };
}

function textOf(node: YamlNode, lookup: Lookup): string {
  const value = sourced(node, lookup);
  return value.value ?? value.raw;
}

