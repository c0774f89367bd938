import type { MappedText } from "#text";
import { mappedScalar, resolveScalar, splitWords } from "../../parse/compose/index.ts";
import type { YamlScalar, YamlNode } from "../../parse/compose/tree.ts";
import type { Invocation } from "../types.ts";
import { scalars, type Lookup } from "./values.ts";

/**
 * `command` or `entrypoint` of a service. A text is split into words as Compose does it, without a shell; an empty text or list
 * clears what the image has. Words that need an unknown variable keep it as written.
 */
export function invocationOf(node: YamlNode | undefined, lookup: Lookup): Invocation | "cleared" | undefined {
  if (!node || (node.kind === "scalar" && node.value === null) || node.kind === "map") return undefined;
  if (node.kind === "list") {
    const items = scalars(node);
    if (items.length === 0) return "cleared";
    return {
      form: "exec", words: items.map((item) => resolveScalar(item, lookup).partial), script: undefined, span: node.span,
      itemSpans: items.map((item) => item.span), itemTexts: items.map((item) => verbatim(item, lookup)),
    };
  }
  const text = resolveScalar(node, lookup);
  const split = splitWords(text.partial);
  // a text that Compose refuses runs nothing that could be known
  if (split.fault !== undefined) return undefined;
  if (split.words.length === 0) return "cleared";
  return {
    form: "exec", words: split.words.map((word) => word.text), script: undefined, span: node.span,
    itemSpans: split.words.map((word) => text.spanOf(word.start, word.end)), itemTexts: split.words.map(() => undefined),
  };
}

/** The item's text with its map to the file, where interpolation changes nothing in it. */
function verbatim(item: YamlScalar, lookup: Lookup): MappedText | undefined {
  const text = resolveScalar(item, lookup);
  return text.partial === item.text ? mappedScalar(item) : undefined;
}
