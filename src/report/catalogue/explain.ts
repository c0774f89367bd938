import { allowedValues, claimText, defaultValue } from "../../gen/markdown.ts";
import { ruleSection } from "../../gen/family-page.ts";
import type { CatalogueEntry, Example, ExampleFiles } from "../../rule/index.ts";
import { paint, type Paint } from "../paint.ts";
import { visibleJson } from "../visible.ts";
import { wrap } from "../width.ts";
import { ruleFacts } from "./rules.ts";

/** All that is known of a rule, as JSON: what `stowage rules` says of it, and its examples. */
export function jsonExplain(entry: CatalogueEntry): string {
  return visibleJson({ version: 1, rule: { ...ruleFacts(entry), since: entry.rule.since, examples: entry.rule.examples } });
}

/** The rule's section of its family's page. */
export function markdownExplain(entry: CatalogueEntry): string {
  return `${ruleSection(entry.rule)}\n`;
}

/** A rule's what, why, remedy, options, examples and peers for people at a terminal. */
export function prettyExplain(entry: CatalogueEntry, options: { readonly color: boolean; readonly width?: number }): string {
  const style = paint(options.color);
  const width = Math.max(40, options.width ?? 100);
  const { rule } = entry;
  return `${[
    `${style.bold(rule.id)}  ${standing(entry)}`,
    style.bold(rule.title),
    wrap(rule.why, width).join("\n"),
    `${style.dim("What to do:")}\n${wrap(rule.remedy, width).join("\n")}`,
    ...optionLines(entry),
    ...rule.examples.map((example) => exampleText(example, style)),
    ...peerLines(entry),
  ].join("\n\n")}\n`;
}

function standing({ family, rule }: CatalogueEntry): string {
  return [
    family, rule.severity, rule.recommended ? "on by default" : "off by default",
    rule.fix === undefined || rule.fix === "none" ? "no automatic fix" : `${rule.fix} fix`,
    ...(rule.deprecated ? [`deprecated since ${rule.deprecated.since}`] : []),
  ].join(" · ");
}

function optionLines({ rule }: CatalogueEntry): readonly string[] {
  const options = Object.entries(rule.options ?? {});
  if (options.length === 0) return [];
  const lines = options.map(([name, option]) => `  ${name}: ${plain(allowedValues(option))} (${plain(defaultValue(option))} where left out): ${option.meaning}`);
  return [["Options:", ...lines].join("\n")];
}

function exampleText(example: Example, style: Paint): string {
  const fixed = example.fixed ?? undefined;
  return [
    style.red(example.about === undefined ? "Reported:" : `Reported. ${example.about.replace(/\.$/, "")}:`), files(example.bad),
    ...(example.good ? [style.green("Accepted:"), files(example.good)] : []),
    ...(fixed ? [style.green("After the fix:"), files(fixed)] : []),
  ].join("\n");
}

function files(texts: ExampleFiles): string {
  return Object.entries(texts).map(([path, text]) => [`  ${path}`, ...text.trimEnd().split("\n").map((line) => `    ${line}`.trimEnd())].join("\n")).join("\n");
}

function peerLines({ rule }: CatalogueEntry): readonly string[] {
  const same = (rule.peers?.same ?? []).map((claim) => plain(claimText(claim)));
  const near = rule.peers?.near ?? [];
  return [
    ...(same.length === 0 ? [] : [`Answers: ${same.join("; ")}`]),
    ...(near.length === 0 ? [] : [`Close to: ${near.join(", ")}`]),
  ];
}

function plain(markdown: string): string {
  return markdown.replace(/`/g, "");
}
