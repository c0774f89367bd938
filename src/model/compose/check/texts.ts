import { resolveScalar } from "../../../parse/compose/index.ts";
import type { YamlNode } from "../../../parse/compose/tree.ts";
import type { ProjectCheck } from "./project-check.ts";

/** What a text must be where the schema takes any text or number. */
export interface TextKind {
  readonly takes: (text: string) => boolean;
  /** How a message goes on that begins with the text. */
  readonly what: string;
  /** The least that a number may be. */
  readonly least?: number;
}

/** Refuses a text of another kind. What YAML reads as a number the schema has looked at, but for the least that it may be. */
export function checkText(check: ProjectCheck, node: YamlNode | undefined, { takes, what, least }: TextKind): void {
  if (node?.kind !== "scalar") return;
  if (typeof node.value === "number" && least !== undefined && node.value < least) check.refuse("invalid-value", node.span, `\`${node.text}\` ${what}.`);
  if (typeof node.value !== "string") return;
  const { value, span } = resolveScalar(node, check.lookup);
  if (value === undefined || takes(value)) return;
  check.refuse("invalid-value", span, `\`${value}\` ${what}.`);
}

/** A whole number in decimal digits: Compose takes no other in a text (measured). */
export function isInteger(text: string): boolean {
  return /^[-+]?\d+$/.test(text);
}

export function isFloat(text: string): boolean {
  return /^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:e[-+]?\d+)?$/i.test(text) || /^[-+]?0x[\da-f_]+(?:\.[\da-f_]*)?(?:p[-+]?\d+)$/i.test(text);
}
