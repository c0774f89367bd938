import type { OptionSchema } from "../../rule/options.ts";
import { suggestion } from "../nearest.ts";

/** What is wrong with an option's value, in words that follow the option's name; undefined where it fits its schema. */
export function optionFault(schema: OptionSchema, value: unknown): string | undefined {
  if ("values" in schema) return choiceFault(schema, value);
  if (schema.type === "number") return typeof value === "number" && Number.isFinite(value) ? undefined : "must be a number";
  if (schema.type === "string") return typeof value === "string" ? undefined : "must be a text";
  if (schema.type === "strings") return isTexts(value) ? undefined : "must be a list of texts";
  return typeof value === "object" && value !== null && !Array.isArray(value) ? undefined : "must be a mapping";
}

function choiceFault(schema: Extract<OptionSchema, { readonly values: readonly unknown[] }>, value: unknown): string | undefined {
  if (typeof schema.default === "boolean") return typeof value === "boolean" ? undefined : "must be true or false";
  const names = schema.values.map(String);
  const all = names.map((name) => `\`${name}\``).join(", ");
  if (typeof schema.default === "string") {
    return typeof value === "string" && names.includes(value) ? undefined : `must be one of ${all}${hint(value, names)}`;
  }
  if (!isTexts(value)) return `must be a list of ${all}`;
  const wrong = value.find((one) => !names.includes(one));
  return wrong === undefined ? undefined : `knows no \`${wrong}\`, only ${all}${hint(wrong, names)}`;
}

function hint(value: unknown, names: readonly string[]): string {
  return typeof value === "string" ? suggestion(value, names) : "";
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
