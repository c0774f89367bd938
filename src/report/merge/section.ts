import type { Note } from "../../model/index.ts";
import type { ShardFinding, ShardSection } from "../../engine/report.ts";

type Fields = Readonly<Record<string, "string" | "number" | "boolean">>;

const sectionFields: Fields = { index: "number", of: "number", inputs: "string", files: "number", suppressed: "number", faults: "number" };
const findingFields: Fields = {
  unit: "number", rule: "string", path: "string", line: "number", column: "number", start: "number", end: "number",
  message: "string", address: "string", text: "string", severity: "string", fixable: "boolean",
};
const noteFields: Fields = { path: "string", message: "string", incomplete: "boolean" };

/** What a share says of itself; undefined where it is no share, or not as stowage writes it. */
export function readSection(value: unknown): ShardSection | undefined {
  return isSection(value) ? value : undefined;
}

function isSection(value: unknown): value is ShardSection {
  return has(value, sectionFields) && isListOf(value["notes"], isNote) && isListOf(value["findings"], isFinding);
}

function isNote(value: unknown): value is Note {
  return has(value, noteFields) && ["number", "undefined"].includes(typeof value["line"]);
}

function isFinding(value: unknown): value is ShardFinding {
  return has(value, findingFields) && /^(?:error|warning|info)$/.test(String(value["severity"])) && isListOf(value["peers"], (one): one is string => typeof one === "string");
}

function isListOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isOne);
}

function has(value: unknown, fields: Fields): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.entries(fields).every(([name, type]) => typeof (value as Readonly<Record<string, unknown>>)[name] === type);
}
