import type { Span } from "#text";
import { resolveScalar } from "../../../parse/compose/index.ts";
import { isDate } from "../../../parse/compose/scalar.ts";
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from "../../../parse/compose/tree.ts";
import type { Problems } from "../problem.ts";
import type { Lookup } from "../values.ts";
import { composeSchema, expression, followed, schemaOfKey, typesOf, type Schema, type SchemaType } from "./schema.ts";
import { placeInWords, shown, typesInWords, unknownKey } from "./words.ts";

/** Lists of a service whose repeated items Compose drops before it looks at the schema. */
const deduplicated: ReadonlySet<string> = new Set([
  "annotations", "args", "additional_contexts", "platform", "tags", "labels", "cap_add", "cap_drop", "devices", "configs", "dns", "dns_opt",
  "dns_search", "environment", "env_file", "expose", "links", "aliases", "link_local_ips", "ports", "profiles", "secrets", "sysctls",
  "tmpfs", "volumes",
]);

/**
 * Holds a merged project against the specification's schema; every break becomes a problem at its own key or value.
 * @param part true for a file that another one completes: a service of which nothing stands here is all right
 */
export function checkSchema(root: YamlMap, lookup: Lookup, problems: Problems, part = false): void {
  new SchemaCheck(lookup, problems, part).map(root, composeSchema(), root.span);
}

class SchemaCheck {
  readonly #lookup: Lookup;
  readonly #problems: Problems;

  readonly #part: boolean;
  /** Where the value at hand stands. */
  readonly #path: (string | number)[] = [];

  constructor(lookup: Lookup, problems: Problems, part: boolean) {
    this.#lookup = lookup;
    this.#problems = problems;
    this.#part = part;
  }

  /** @param at where to point for what is missing: the key of the map */
  map(map: YamlMap, schema: Schema, at: Span): void {
    for (const entry of map.entries) this.#entry(entry, schema);
    for (const key of schema.required ?? []) {
      if (!map.get(key)) this.#fault("missing-key", at, `\`${key}\` is missing in ${placeInWords(this.#path)}.`);
    }
  }

  #entry(entry: YamlEntry, schema: Schema): void {
    if (this.#part && this.#path.length === 1 && this.#path[0] === "services" && entry.value.kind === "scalar" && entry.value.value === null) return;
    const expected = schemaOfKey(schema, entry.key);
    if (expected === false) this.#fault("unknown-key", entry.keySpan, unknownKey(entry.key, this.#path, Object.keys(schema.properties ?? {})));
    else if (expected) this.#below(entry.key, entry.value, expected, entry.keySpan);
  }

  #below(step: string | number, node: YamlNode, schema: Schema, at: Span): void {
    this.#path.push(step);
    this.#value(node, schema, at);
    this.#path.pop();
  }

  #value(node: YamlNode, given: Schema, at: Span): void {
    const schema = followed(given);
    if (schema.oneOf) return this.#oneOf(node, schema.oneOf, at);
    const types = typesOf(schema);
    if (types.length > 0 && !this.#fits(node, types)) return this.#wrongType(node, types, at);
    if (node.kind === "map") this.map(node, schema, at);
    else if (node.kind === "list") this.#list(node, schema);
    else this.#scalar(node, schema, types, at);
  }

  /** The branches differ in their types: the one that takes the value's type says what is wrong with it. */
  #oneOf(node: YamlNode, branches: readonly Schema[], at: Span): void {
    let first: Schema | undefined;
    let fitting = 0;
    for (const one of branches) {
      const branch = followed(one);
      const types = typesOf(branch);
      if (types.length > 0 && !this.#fits(node, types)) continue;
      first ??= branch;
      fitting++;
    }
    if (!first) return this.#wrongType(node, branches.flatMap((one) => typesOf(followed(one))), at);
    if (fitting === 1) this.#value(node, first, at);
  }

  #list(list: YamlList, schema: Schema): void {
    const { items } = schema;
    if (items) for (const [index, item] of list.items.entries()) this.#below(index, item, items, item.aliasSpan ?? item.span);
    if (schema.uniqueItems && !deduplicated.has(String(this.#path.at(-1)))) this.#repeated(list);
  }

  #repeated(list: YamlList): void {
    const seen = new Set<string>();
    for (const item of list.items) {
      if (item.kind !== "scalar") continue;
      const text = resolveScalar(item, this.#lookup).partial;
      if (seen.has(text)) this.#fault("repeated-item", item.span, `\`${shown(text)}\` stands twice in \`${String(this.#path.at(-1))}\`, and Compose refuses that there.`);
      seen.add(text);
    }
  }

  #scalar(node: YamlScalar, schema: Schema, types: readonly SchemaType[], at: Span): void {
    const { span } = node;
    const value = node.text.includes("$") ? resolveScalar(node, this.#lookup).value : node.text;
    if (value === undefined || node.value === null) return;
    const place = spanOr(span, at);
    if (node.style === "plain" && isDate(value)) return this.#fault("wrong-type", place, `YAML reads \`${shown(value)}\` as a date, which Compose takes nowhere: put quotes around it.`);
    if (schema.enum && !schema.enum.includes(value)) {
      this.#fault("unknown-value", place, `${placeName(this.#path)} must be ${oneOf(schema.enum)}, not \`${shown(value)}\`.`);
    } else if (schema.pattern && !expression(schema.pattern).test(value)) {
      this.#fault("invalid-value", place, `\`${shown(value)}\` is no valid ${lastName(this.#path)}.`);
    } else if (types[0] === "boolean" && types[1] === "string" && types.length === 2 && typeof node.value === "string" && !isTruth(value)) {
      this.#fault("wrong-type", place, `${placeName(this.#path)} must be true or false, not \`${shown(value)}\`.`);
    }
    const number = typeof node.value === "number" ? node.value : undefined;
    if (number === undefined) return;
    if (schema.minimum !== undefined && number < schema.minimum) this.#fault("invalid-value", place, `${placeName(this.#path)} must be ${String(schema.minimum)} or more.`);
    if (schema.maximum !== undefined && number > schema.maximum) this.#fault("invalid-value", place, `${placeName(this.#path)} must be ${String(schema.maximum)} or less.`);
  }

  #fits(node: YamlNode, types: readonly SchemaType[]): boolean {
    if (node.kind === "map") return types.includes("object");
    if (node.kind === "list") return types.includes("array");
    if (node.text.includes("$")) return this.#fitsText(node, types);
    return types.some((type) => isOfType(node.value, type));
  }

  /** After interpolation it stays a text, which Compose turns into a number or truth only where a text may stand; what is not known may fit anything but a map or list. */
  #fitsText(node: YamlScalar, types: readonly SchemaType[]): boolean {
    if (types.includes("string")) return true;
    const { value } = resolveScalar(node, this.#lookup);
    if (value === undefined) return types.some((type) => type !== "object" && type !== "array");
    return false;
  }

  #wrongType(node: YamlNode, types: readonly SchemaType[], at: Span): void {
    const isEmpty = node.kind === "scalar" && node.value === null;
    if (isEmpty && mayBeEmpty(this.#path)) return;
    const place = node.kind === "scalar" && !isEmpty ? spanOr(node.span, at) : at;
    const hint = node.kind === "scalar" && !isEmpty && types.includes("string") && !types.includes("object") ? ": put quotes around it" : "";
    const is = isEmpty ? "there is nothing" : node.kind === "map" ? "this is a map" : node.kind === "list" ? "this is a list" : `\`${shown(node.text)}\` is ${valueInWords(node.value)}`;
    this.#fault("wrong-type", place, `${placeName(this.#path)} must be ${typesInWords(types)}, and ${is}${hint}.`);
  }

  #fault(code: string, at: Span, message: string): void {
    this.#problems.add("schema", code, at, message);
  }
}

function isOfType(value: string | number | boolean | null, type: SchemaType): boolean {
  if (type === "integer") return typeof value === "number" && Number.isInteger(value);
  if (type === "null") return value === null;
  return value !== null && typeof value === type;
}

/** The texts that Compose takes for true or false (measured). */
export function isTruth(text: string): boolean {
  return /^(?:true|yes|on|y|false|no|off|n)$/i.test(text);
}

/** Compose reads these before it looks at the schema, and takes nothing for an answer (measured). */
function mayBeEmpty(path: readonly (string | number)[]): boolean {
  return path[0] === "include" || (path.at(-1) === "file" && path.at(-2) === "extends");
}

function valueInWords(value: string | number | boolean | null): string {
  return typeof value === "number" ? "a number" : typeof value === "boolean" ? "true or false" : "a text";
}

function placeName(path: readonly (string | number)[]): string {
  const words = typeof path.at(-1) === "string" ? `\`${shown(String(path.at(-1)))}\`` : placeInWords(path);
  return words.replace(/^a/, "A");
}

function lastName(path: readonly (string | number)[]): string {
  return `\`${shown(path.findLast((part) => typeof part === "string") ?? "")}\``;
}

function oneOf(values: readonly string[]): string {
  const words = values.map((value) => `\`${value}\``);
  const last = words.pop() ?? "";
  return words.length > 0 ? `${words.join(", ")} or ${last}` : last;
}

/** An empty span says nothing to a reader. */
function spanOr(span: Span, other: Span): Span {
  return span.end > span.start ? span : other;
}
