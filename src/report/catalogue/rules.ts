import type { CatalogueEntry, OptionSchema } from "../../rule/index.ts";
import { paint } from "../paint.ts";
import { count } from "../summary.ts";
import { visibleJson } from "../visible.ts";
import { padEnd, textWidth } from "../width.ts";

/** The JSON of `stowage rules`, version 1 (`schemas/rules.schema.json`): the catalogue with peers and the options their claims need. */
export function jsonRules(entries: readonly CatalogueEntry[]): string {
  return visibleJson({ version: 1, rules: entries.map(ruleFacts) });
}

/** What the JSON says of one rule. */
export function ruleFacts({ family, rule }: CatalogueEntry): object {
  return {
    id: rule.id, family, severity: rule.severity, recommended: rule.recommended,
    title: rule.title, why: rule.why, remedy: rule.remedy,
    fix: rule.fix ?? "none",
    options: Object.entries(rule.options ?? {}).map(([name, option]) => optionFacts(name, option)),
    peers: {
      same: (rule.peers?.same ?? []).map(({ id, options }) => ({ id, ...(options === undefined ? {} : { options }) })),
      near: rule.peers?.near ?? [],
    },
  };
}

function optionFacts(name: string, option: OptionSchema): object {
  const kind = "values" in option ? { values: option.values } : { type: option.type };
  return { name, ...kind, default: option.default, meaning: option.meaning };
}

/** The catalogue for people: a line a rule, by family. */
export function prettyRules(entries: readonly CatalogueEntry[], options: { readonly color: boolean }): string {
  const style = paint(options.color);
  const idWidth = Math.max(0, ...entries.map(({ rule }) => textWidth(rule.id)));
  const families = [...new Set(entries.map((entry) => entry.family))];
  const blocks = families.map((family) => [
    style.bold(family),
    ...entries.filter((entry) => entry.family === family).map(({ rule }) =>
      `  ${padEnd(rule.id, idWidth)}  ${padEnd(rule.recommended ? rule.severity : `(${rule.severity})`, 9)}  ${rule.title}`),
  ].join("\n"));
  const legend = `${count(entries.length, "rule")}; a severity in brackets: off by default. More on one: stowage explain RULE`;
  return `${[...blocks, legend].join("\n\n")}\n`;
}

/** The catalogue as a Markdown table. */
export function markdownRules(entries: readonly CatalogueEntry[]): string {
  const rows = entries.map(({ family, rule }) =>
    `| \`${rule.id}\` | ${family} | ${rule.severity} | ${rule.recommended ? "yes" : "no"} | ${rule.fix ?? "none"} | ${rule.title.replace(/\|/g, "\\|")} |`);
  return `${["| Rule | Family | Severity | On by default | Fix | What is wrong |", "| --- | --- | --- | --- | --- | --- |", ...rows].join("\n")}\n`;
}
