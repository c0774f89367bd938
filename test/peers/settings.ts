import type { Settings } from "./agreement.ts";
import type { PeerCase } from "./cases.ts";

/** The settings that a case has in its peer's own tests, as the file that the peer would read. */
export function settingsOf({ peer, config, options, expect = [], absent = [] }: PeerCase): Settings {
  const given = config ?? options;
  if (!given) return {};
  if (peer === "hadolint") return { ".hadolint.yaml": JSON.stringify(given) };
  if (peer === "dclint") return { ".dclintrc": JSON.stringify(given) };
  if (peer !== "tally") return {};
  const { "tally.toml": whole, rule, options: values, enabledRules } = given;
  if (typeof whole === "string") return { "tally.toml": whole };
  // the rule that the case is about runs besides
  if (Array.isArray(enabledRules)) return { "tally.toml": `[rules]\ninclude = ${JSON.stringify([...enabledRules as readonly string[], ...expect.map((one) => one.rule), ...absent])}\nexclude = ["*"]\n` };
  return typeof rule === "string" ? { "tally.toml": `[rules.${rule.split("/").map((part) => JSON.stringify(part)).join(".")}]\n${lines(values)}` } : {};
}

/** A text alone is the rule's mode. */
function lines(values: unknown): string {
  if (typeof values === "string") return `mode = ${JSON.stringify(values)}\n`;
  return Object.entries(values ?? {}).map(([name, value]) => `${JSON.stringify(name)} = ${toml(value)}\n`).join("");
}

function toml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toml).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value).map(([name, one]) => `${JSON.stringify(name)} = ${toml(one)}`).join(", ")} }`;
}
