import type { AnyRule, CatalogueEntry, Example } from "#rule";
import { familySubjects } from "./families.ts";
import { allowedValues, claimText, code, defaultValue, fencedFiles, generatedNote, optionValues, table } from "./markdown.ts";

/** The text of `rules/<family>/README.md`: an overview and one section a rule, under the rule's id as its anchor. */
export function familyPage(family: string, catalogue: readonly CatalogueEntry[]): string {
  const rules = catalogue.filter((entry) => entry.family === family).map((entry) => entry.rule);
  const subject = familySubjects[family];
  return `${[
    generatedNote,
    subject === undefined ? `# ${family}` : `# ${family}: ${subject}`,
    overview(rules),
    ...rules.map(ruleSection),
  ].join("\n\n")}\n`;
}

function overview(rules: readonly AnyRule[]): string {
  return table(["Rule", "What is wrong", "Severity", "On by default", "Fix"], rules.map((rule) => [
    `[${rule.id}](#${rule.id})`, rule.title, rule.severity, rule.recommended ? "yes" : "no", rule.fix ?? "none",
  ]));
}

/** One rule of the page: all that is documented of it. */
export function ruleSection(rule: AnyRule): string {
  return [
    `## ${rule.id}`,
    `**${rule.title}**`,
    standing(rule),
    rule.why,
    `**What to do.** ${rule.remedy}`,
    ...optionsOf(rule),
    ...rule.examples.map((example) => exampleOf(rule, example)),
    ...peersOf(rule),
  ].join("\n\n");
}

function standing(rule: AnyRule): string {
  return [
    rule.severity,
    rule.recommended ? "on by default" : "off by default",
    rule.fix === undefined || rule.fix === "none" ? "no automatic fix" : `${rule.fix} fix`,
    `since ${rule.since}`,
    ...(rule.securitySeverity === undefined ? [] : [`security severity ${rule.securitySeverity.toFixed(1)}`]),
    ...(rule.preview === true ? ["preview"] : []),
    ...(rule.deprecated ? [deprecation(rule.deprecated)] : []),
  ].join(" · ");
}

function deprecation(deprecated: NonNullable<AnyRule["deprecated"]>): string {
  const instead = deprecated.replacedBy === undefined ? "" : `, use ${code(deprecated.replacedBy)}`;
  return `deprecated since ${deprecated.since}${instead}`;
}

function optionsOf(rule: AnyRule): readonly string[] {
  const options = Object.entries(rule.options ?? {});
  if (options.length === 0) return [];
  return [table(["Option", "Values", "Default", "Meaning"], options.map(([name, option]) => [
    code(name), allowedValues(option), defaultValue(option), option.meaning,
  ]))];
}

function exampleOf(rule: AnyRule, example: Example): string {
  const about = [example.about, example.options && `With ${optionValues(example.options)}`].filter((part) => part !== undefined);
  const fixed = example.fixed ?? undefined;
  return [
    about.length > 0 ? `**Reported.** ${about.join(". ")}:` : "**Reported:**",
    fencedFiles(example.bad),
    ...(example.good ? ["**Accepted:**", fencedFiles(example.good)] : []),
    ...(fixed ? [`**After the fix** (${rule.fix ?? "none"}):`, fencedFiles(fixed)] : []),
  ].join("\n\n");
}

function peersOf(rule: AnyRule): readonly string[] {
  const same = rule.peers?.same ?? [];
  const near = rule.peers?.near ?? [];
  return [
    ...(same.length > 0 ? [`**Answers:** ${same.map(claimText).join("; ")}.`] : []),
    ...(near.length > 0 ? [`**Close to:** ${near.map(code).join(", ")}.`] : []),
  ];
}
