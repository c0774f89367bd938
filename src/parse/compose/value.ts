import type { MappedText, Span } from "#text";
import { interpolate, type Interpolation, type VariableLookup } from "./interpolate.ts";
import { mappedScalar } from "./scalar-text.ts";
import { numberText, plainValue } from "./scalar.ts";
import type { YamlEntry, YamlNode, YamlScalar } from "./tree.ts";

/** A value with the place it is written. It has the shape of the model's `Sourced`. */
export interface Value<T> {
  /** Undefined where a variable in it is not known, or where it is of another kind. */
  readonly value: T | undefined;
  /** As written, before interpolation. */
  readonly raw: string;
  readonly span: Span;
  /** Variables that it depends on and that have neither value nor default. */
  readonly unresolved: readonly string[];
}

/** A scalar's text after interpolation, as far as the variables are known, with the way back to the file. */
export interface ResolvedText extends Value<string> {
  /** The text with variables of unknown value left as they are written: what `parseVolume` and its like take. */
  readonly partial: string;
  readonly interpolation: Interpolation;
  /** The place of `partial.slice(start, end)`; a replaced variable counts as a whole. */
  spanOf(start: number, end: number): Span;
}

/** One `KEY: value` or `KEY=value`. `value` is undefined with nothing unresolved where the key stands alone. */
export interface Pair extends Value<string> {
  readonly key: string;
  readonly keySpan: Span;
  /** True for a key without a value: `environment` and `build.args` then take it from where Compose runs. */
  readonly bare: boolean;
}

/** Resolves one scalar's text. */
export function resolveScalar(node: YamlScalar, lookup: VariableLookup): ResolvedText {
  if (!node.text.includes("$")) return new LiteralText(node);
  const interpolation = interpolate(node.text, lookup.within?.(node.span.document) ?? lookup);
  const { value, partial, unresolved } = interpolation;
  let mapped: MappedText | undefined;
  return {
    value: unresolved.length > 0 || interpolation.fault ? undefined : value,
    partial, unresolved, interpolation,
    raw: node.text,
    span: node.span,
    spanOf: (start, end) => spanIn(interpolation, (mapped ??= mappedScalar(node)), start, end),
  };
}

const NONE: readonly string[] = [];

/** A text without variables, which nearly all are: what few ask for is made when they do. */
class LiteralText implements ResolvedText {
  readonly value: string;
  readonly partial: string;
  readonly raw: string;
  readonly span: Span;
  readonly unresolved = NONE;
  readonly #node: YamlScalar;
  #mapped: MappedText | undefined;

  constructor(node: YamlScalar) {
    this.#node = node;
    this.value = this.partial = this.raw = node.text;
    this.span = node.span;
  }

  get interpolation(): Interpolation {
    return interpolate(this.raw, () => undefined);
  }

  spanOf(start: number, end: number): Span {
    const { text, style } = this.#node;
    const { span } = this;
    // nearly all stand in the file letter by letter
    const before = style === "plain" ? 0 : 1;
    if (style !== "literal" && style !== "folded" && span.end - span.start === text.length + 2 * before && start >= 0 && start < text.length && end >= start && end <= text.length) {
      return span.document.span(span.start + before + start, span.start + before + end);
    }
    return spanIn(this.interpolation, (this.#mapped ??= mappedScalar(this.#node)), start, end);
  }
}

function spanIn({ pieces, partial }: Interpolation, mapped: MappedText, start: number, end: number): Span {
  const first = pieces.find((piece) => piece.at + piece.length > start);
  const last = end > start ? pieces.find((piece) => piece.at + piece.length >= end) : first;
  if (!first || !last) return mapped.span(mapped.text.length, mapped.text.length);
  const from = first.literal ? first.start + Math.max(0, start - first.at) : first.start;
  if (end <= start) return mapped.span(from, from);
  const to = last.literal ? last.start + Math.min(end, partial.length) - last.at : last.end;
  return mapped.span(from, Math.max(from, to));
}

/**
 * A scalar as text. Numbers and booleans count as written, `null` has no value.
 * @returns undefined where there is no node
 */
export function stringOf(node: YamlNode, lookup: VariableLookup): Value<string>;
export function stringOf(node: YamlNode | undefined, lookup: VariableLookup): Value<string> | undefined;
export function stringOf(node: YamlNode | undefined, lookup: VariableLookup): Value<string> | undefined {
  if (!node) return undefined;
  if (node.kind !== "scalar") return nothing(node);
  if (node.value === null) return { value: undefined, raw: node.text, span: node.span, unresolved: [] };
  const { value, raw, span, unresolved } = resolveScalar(node, lookup);
  return { value, raw, span, unresolved };
}

/** A scalar as a boolean: YAML's own, and after interpolation or in quotes the words of YAML 1.1 too (`yes`, `on`). */
export function booleanOf(node: YamlNode | undefined, lookup: VariableLookup): Value<boolean> | undefined {
  const text = stringOf(node, lookup);
  return text && { ...text, value: truth(text.value) };
}

function truth(text: string | undefined): boolean | undefined {
  const word = text?.toLowerCase();
  if (word === "true" || word === "yes" || word === "on" || word === "y" || word === "1") return true;
  if (word === "false" || word === "no" || word === "off" || word === "n" || word === "0") return false;
  return undefined;
}

/** A scalar as a number, by the rules for plain YAML scalars (`0644` is octal). */
export function numberOf(node: YamlNode | undefined, lookup: VariableLookup): Value<number> | undefined {
  const text = stringOf(node, lookup);
  if (!text) return undefined;
  const value = text.value === undefined ? undefined : plainValue(text.value);
  return { ...text, value: typeof value === "number" && Number.isFinite(value) ? value : undefined };
}

/** The items of a list; a scalar stands for a list of one, nothing for an empty one. */
export function listOf(node: YamlNode | undefined, lookup: VariableLookup): readonly Value<string>[] {
  if (!node || (node.kind === "scalar" && node.value === null)) return [];
  if (node.kind === "scalar") return [stringOf(node, lookup)];
  return node.kind === "list" ? node.items.map((item) => stringOf(item, lookup)) : [];
}

/** The pairs of a map or of a list of `KEY=VALUE` (environment, labels, build arguments); of equal keys the last. */
export function mapOf(node: YamlNode | undefined, lookup: VariableLookup): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  if (node?.kind === "map") for (const entry of node.entries) pairs.set(entry.key, pairOfEntry(entry, lookup));
  if (node?.kind === "list") {
    for (const item of node.items) {
      if (item.kind !== "scalar") continue;
      const pair = pairOfItem(item, lookup);
      pairs.set(pair.key, pair);
    }
  }
  return pairs;
}

function pairOfEntry(entry: YamlEntry, lookup: VariableLookup): Pair {
  const bare = entry.value.kind === "scalar" && entry.value.value === null;
  return { key: entry.key, keySpan: entry.keySpan, bare, ...stringOf(entry.value, lookup), ...(bare ? { span: entry.span } : {}), ...changedText(entry.value) };
}

/** What Compose makes a text of is what YAML has read: `0755` becomes `493`, `TRUE` becomes `true`. */
function changedText(node: YamlNode): { readonly value?: string } {
  if (node.kind !== "scalar" || typeof node.value === "string" || node.value === null) return {};
  return { value: typeof node.value === "number" ? numberText(node.value, node.text) : String(node.value) };
}

/** In list form Compose interpolates the whole item, the key too. */
function pairOfItem(item: YamlScalar, lookup: VariableLookup): Pair {
  const text = resolveScalar(item, lookup);
  const equals = text.partial.indexOf("=");
  const bare = equals < 0;
  const keyEnd = bare ? text.partial.length : equals;
  const keySpan = text.spanOf(0, keyEnd);
  const key = text.partial.slice(0, keyEnd);
  if (bare) return { key, keySpan, bare, value: undefined, raw: "", span: item.span, unresolved: text.unresolved };
  const value = text.value === undefined ? undefined : text.partial.slice(equals + 1);
  const raw = text.raw.slice(text.raw.indexOf("=") + 1);
  return { key, keySpan, bare, value, raw, span: text.spanOf(equals + 1, text.partial.length), unresolved: text.unresolved };
}

function nothing(node: YamlNode): Value<string> {
  return { value: undefined, raw: "", span: node.span, unresolved: [] };
}
