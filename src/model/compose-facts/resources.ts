import type { Span } from "#text";
import { parseBytes, resolveScalar } from "../../parse/compose/index.ts";
import type { YamlNode } from "../../parse/compose/tree.ts";
import type { Lookup } from "../compose/values.ts";

/** A resource limit as written: whether it limits anything. */
export interface LimitFact {
  readonly span: Span;
  /** `none` for zero, negative, empty and unreadable values; `unknown` where a variable decides it. */
  readonly worth: "limit" | "none" | "unknown";
}

/** Judges a memory size, a number of CPUs or of processes. */
export function limitFact(node: YamlNode | undefined, unit: "bytes" | "number", lookup: Lookup): LimitFact | undefined {
  if (!node) return undefined;
  if (node.kind !== "scalar" || node.value === null) return { span: node.span, worth: "none" };
  const { value, unresolved } = resolveScalar(node, lookup);
  if (value === undefined) return { span: node.span, worth: unresolved.length > 0 ? "unknown" : "none" };
  const amount = unit === "bytes" ? parseBytes(value) : plainNumber(value);
  return { span: node.span, worth: amount !== undefined && amount > 0 ? "limit" : "none" };
}

function plainNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : undefined;
}
