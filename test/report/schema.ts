import Ajv from "ajv";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Faults of a JSON text by one of the shipped schemas (`report`, `map`, `rules`, `cache`). */
export function faultsBySchema(name: "report" | "map" | "rules" | "cache", text: string): readonly string[] {
  const schema = JSON.parse(readFileSync(join(__dirname, "../../schemas", `${name}.schema.json`), "utf8")) as object;
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false }).compile(schema);
  validate(JSON.parse(text));
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""}`);
}
