import type { AnyRule, CatalogueEntry, OptionSchema } from "#rule";

type JsonSchema = Readonly<Record<string, unknown>>;

const severities = ["off", "info", "warning", "error"];

/** The text of `schemas/stowage.schema.json`: what `stowage.yaml` may hold, every rule with its options. */
export function configurationSchema(catalogue: readonly CatalogueEntry[]): string {
  const peers = peerNames(catalogue);
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "stowage configuration",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      preset: { enum: ["recommended", "all", ...peers], default: "recommended", description: "The rules to start from." },
      rules: { $ref: "#/definitions/rules" },
      ignore: globs("Files that are not checked."),
      overrides: { type: "array", description: "Other settings for some files; a later entry wins.", items: override() },
      shellcheck: { enum: ["auto", "off"], default: "off", description: "Whether an installed ShellCheck is asked for what the rules do not cover." },
      compose: {
        description: "Compose files that are loaded together, as with -f, the main one first; paths hang on this file's folder. A list of lists stands for several projects.",
        type: "array", items: { oneOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
      },
      plugins: { type: "array", items: { type: "string" }, description: "Rule files, loaded only with --allow-plugins." },
    },
    definitions: {
      severity: { enum: severities },
      rules: {
        type: "object",
        additionalProperties: false,
        description: "Severity, or severity and options, by rule.",
        properties: Object.fromEntries(catalogue.map(({ rule }) => [rule.id, ruleSetting(rule)])),
      },
    },
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** The peers that some rule answers, sorted: the names of their presets. */
export function peerNames(catalogue: readonly CatalogueEntry[]): readonly string[] {
  const ids = catalogue.flatMap(({ rule }) => (rule.peers?.same ?? []).map((claim) => claim.id));
  return [...new Set(ids.map((id) => id.slice(0, id.indexOf(":"))))].sort();
}

function override(): JsonSchema {
  return {
    type: "object",
    additionalProperties: false,
    required: ["files"],
    properties: { files: globs("Which files."), rules: { $ref: "#/definitions/rules" } },
  };
}

function globs(description: string): JsonSchema {
  return { type: "array", items: { type: "string" }, description };
}

function ruleSetting(rule: AnyRule): JsonSchema {
  const options = Object.entries(rule.options ?? {}).map(([name, option]) => [name, optionValue(option)] as const);
  return {
    description: `${rule.title} (${rule.severity}${rule.recommended ? "" : ", off by default"})`,
    ...(rule.deprecated ? { deprecated: true } : {}),
    oneOf: [
      { $ref: "#/definitions/severity" },
      {
        type: "object",
        additionalProperties: false,
        properties: { severity: { $ref: "#/definitions/severity" }, ...Object.fromEntries(options) },
      },
    ],
  };
}

function optionValue(option: OptionSchema): JsonSchema {
  const described = { description: option.meaning, default: option.default };
  if ("values" in option) {
    if (Array.isArray(option.default)) return { type: "array", items: { enum: option.values }, uniqueItems: true, ...described };
    return typeof option.default === "boolean" ? { type: "boolean", ...described } : { enum: option.values, ...described };
  }
  if (option.type === "strings") return { type: "array", items: { type: "string" }, ...described };
  if (option.type === "map") return { type: "object", ...described };
  return { type: option.type, ...described };
}
