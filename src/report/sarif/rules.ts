import type { ReportingDescriptor } from "sarif";
import type { RuleFacts } from "../../engine/report.ts";
import type { AnyRule, Severity } from "../../rule/index.ts";
import { allowedValues, claimText, code, defaultValue, fencedFiles, table } from "../../gen/markdown.ts";
import { sentence } from "./places.ts";

/** GitHub refuses a rule with more. */
const mostTags = 20;

export const levels = { error: "error", warning: "warning", info: "note" } as const satisfies Record<Severity, string>;
const problemSeverities = { error: "error", warning: "warning", info: "recommendation" } as const satisfies Record<Severity, string>;

/** A rule as SARIF describes it, with its help text; options and examples come from the rule itself where it is at hand. */
export function descriptor(facts: RuleFacts, rule: AnyRule | undefined): ReportingDescriptor {
  return {
    id: facts.id,
    name: pascalCase(facts.id),
    shortDescription: { text: sentence(facts.title) },
    fullDescription: { text: sentence(facts.why) },
    help: { text: helpText(facts), markdown: helpMarkdown(facts, rule) },
    ...(/^https?:\/\//.test(facts.help) ? { helpUri: facts.help } : {}),
    defaultConfiguration: { level: levels[facts.severity] },
    properties: {
      tags: tags(facts),
      precision: rule?.confidence === "likely" ? "high" : "very-high",
      "problem.severity": problemSeverities[facts.severity],
      ...(facts.securitySeverity === undefined ? {} : { "security-severity": facts.securitySeverity.toFixed(1) }),
    },
  };
}

function tags(facts: RuleFacts): string[] {
  const same = (facts.peers.same ?? []).map((claim) => claim.id);
  const first = [...(facts.securitySeverity === undefined ? [] : ["security"]), facts.family];
  return [...new Set([...first, ...same])].slice(0, mostTags);
}

function helpText(facts: RuleFacts): string {
  return [`What: ${sentence(facts.title)}`, `Why: ${facts.why}`, `What to do: ${facts.remedy}`, fixText(facts)].join("\n");
}

function fixText(facts: RuleFacts): string {
  return { none: "There is no automatic fix.", safe: "Fix: stowage --fix.", unsafe: "Fix: stowage --fix-unsafe, which changes what is built or run." }[facts.fix];
}

function helpMarkdown(facts: RuleFacts, rule: AnyRule | undefined): string {
  const options = Object.entries(rule?.options ?? {});
  const same = facts.peers.same ?? [];
  return [
    `**${sentence(facts.title)}**`,
    facts.why,
    `**What to do.** ${facts.remedy}`,
    fixText(facts),
    ...(options.length === 0 ? [] : [table(["Option", "Values", "Default", "Meaning"], options.map(([name, option]) => [
      code(name), allowedValues(option), defaultValue(option), option.meaning,
    ]))]),
    ...(rule?.examples ?? []).flatMap((example) => [
      example.about === undefined ? "**Reported:**" : `**Reported.** ${sentence(example.about)}`,
      fencedFiles(example.bad),
      ...(example.good ? ["**Accepted:**", fencedFiles(example.good)] : []),
    ]),
    ...(same.length === 0 ? [] : [`**Answers:** ${same.map(claimText).join("; ")}.`]),
  ].join("\n\n");
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
