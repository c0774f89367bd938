import type { Converted, ConvertedRule } from "../../engine/config/convert.ts";

/** The text of a `stowage.yaml` that starts from a preset, with what peers' files said, and comments on each part. */
export function configurationText(preset: string, converted: Converted): string {
  const { rules, ignore, overrides } = converted;
  return `# Settings of stowage. Every line is optional; \`stowage rules\` lists the rules, \`stowage explain RULE\` their options.

# The rules to start from: recommended, all, or another linter's name (hadolint, dclint, ...).
preset: ${preset}

# off, info, warning or error; or a mapping with a severity and the rule's options.
rules:${rules.size === 0 ? " {}" : ""}
${[...rules].map(([id, rule]) => `  ${id}: ${settingText(rule)} # ${rule.because.join(", ")}\n`).join("")}#  anonymous-volume: error
#  untrusted-registry: { severity: warning, registries: [docker.io, ghcr.io] }

# Files that are not checked, in the syntax of .gitignore.
ignore:${ignore.length === 0 ? " []" : ""}
${ignore.map((one) => `  - ${JSON.stringify(one)}\n`).join("")}#  - "**/testdata/**"

# Other settings for some files; a later entry wins.
overrides:${overrides.length === 0 ? " []" : ""}
${overrides.map((one) => `  - files: ${valueText(one.files)}\n    rules: { ${one.rules.map((id) => `${id}: off`).join(", ")} }\n`).join("")}#  - files: ["dev/**"]
#    rules: { anonymous-volume: off }
`;
}

function settingText({ severity, options }: ConvertedRule): string {
  const entries = Object.entries(options);
  if (entries.length === 0) return severity ?? "warning";
  return `{ ${[...(severity === undefined ? [] : [`severity: ${severity}`]), ...entries.map(([name, value]) => `${name}: ${valueText(value)}`)].join(", ")} }`;
}

/** A value in YAML's flow style. */
function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  if (typeof value === "object" && value !== null) return `{ ${Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${valueText(one)}`).join(", ")} }`;
  return typeof value === "string" && /^[A-Za-z][\w./-]*$/.test(value) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(value) ? value : JSON.stringify(value);
}
