/** The part of JSON Schema that the Compose specification uses. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: SchemaType | readonly SchemaType[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  /** The branches never overlap but where one type is another's part: one that fits is enough. */
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly uniqueItems?: boolean;
}

export type SchemaType = "string" | "integer" | "number" | "boolean" | "object" | "array" | "null";

let loaded: Schema | undefined;

/** The Compose specification's schema, read on first use; generated from `src/gen/compose-spec.json`. */
export function composeSchema(): Schema {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  return (loaded ??= require("./data.json") as Schema);
}

const references = new Map<string, Schema>();

/** The schema that a reference stands for. */
export function followed(schema: Schema): Schema {
  const { $ref } = schema;
  if ($ref === undefined) return schema;
  const known = references.get($ref);
  if (known) return known;
  const made = composeSchema().$defs?.[$ref.slice("#/$defs/".length)] ?? {};
  references.set($ref, made);
  return made;
}

const expressions = new Map<string, RegExp>();

export function expression(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known) return known;
  const made = new RegExp(pattern);
  expressions.set(pattern, made);
  return made;
}

const patterns = new Map<Schema, readonly (readonly [string, Schema])[]>();

function patternsOf(schema: Schema, properties: Readonly<Record<string, Schema>>): readonly (readonly [string, Schema])[] {
  const known = patterns.get(schema);
  if (known) return known;
  const made = Object.entries(properties);
  patterns.set(schema, made);
  return made;
}

/** The schema of a map's key; false where the key is not allowed, undefined where anything goes. */
export function schemaOfKey(schema: Schema, key: string): Schema | false | undefined {
  const named = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
  if (named) return named;
  if (schema.patternProperties) {
    for (const [pattern, value] of patternsOf(schema, schema.patternProperties)) {
      if (pattern === "^x-" ? key.startsWith("x-") : expression(pattern).test(key)) return value;
    }
  }
  return schema.additionalProperties === false ? false : undefined;
}

const single = new Map<SchemaType, readonly SchemaType[]>();
const anyType: readonly SchemaType[] = [];

export function typesOf({ type }: Schema): readonly SchemaType[] {
  if (typeof type !== "string") return type ?? anyType;
  const known = single.get(type);
  if (known) return known;
  const made = [type];
  single.set(type, made);
  return made;
}
