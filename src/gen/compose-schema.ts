/** What a reader needs and a check does not. */
const left = new Set(["$schema", "$id", "title", "description", "default", "deprecated"]);
/** Keywords below which the names are not keywords. */
const holdsNames = new Set(["properties", "patternProperties", "$defs"]);
const known = new Set([
  "type", "properties", "patternProperties", "additionalProperties", "items", "oneOf", "enum", "pattern", "minimum", "maximum", "required", "uniqueItems", "$ref", "$defs",
]);

/**
 * The text of `src/model/compose/schema/data.json` from the Compose specification's JSON schema: what is there for
 * readers left out. Throws where the schema has a keyword that the check does not know, so that none is skipped silently.
 */
export function composeSchemaData(input: string): string {
  return `${JSON.stringify(compact(JSON.parse(input), false))}\n`;
}

function compact(value: unknown, names: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => compact(item, false));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => names || !left.has(key));
  for (const [key] of kept) if (!names && !known.has(key)) throw new Error(`compose schema: the check does not know the keyword "${key}"`);
  return Object.fromEntries(kept.map(([key, one]) => [key, compact(one, !names && holdsNames.has(key))]));
}
