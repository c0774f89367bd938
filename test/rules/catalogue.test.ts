import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../../rules/index.ts";
import type { OptionSchema, SubjectName } from "../../src/rule/index.ts";
import { beyondTheCatalogue, knownGaps, rulesBeyondTheCatalogue } from "./known-gaps.ts";

interface PlannedOption {
  readonly name: string;
  readonly values?: readonly unknown[];
  readonly type?: string;
  readonly default: unknown;
}

interface PlannedClaim {
  readonly id: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

interface PlannedRule {
  readonly id: string;
  readonly family: string;
  readonly subject: "dockerfile" | "compose" | "both" | "project";
  readonly severity: string;
  readonly recommended: boolean;
  readonly fix: string;
  readonly options?: readonly PlannedOption[];
  readonly peers: { readonly same: readonly PlannedClaim[]; readonly near: readonly string[] };
}

const path = join(__dirname, "../../../shared/catalogue/rules.json");
const planned = new Map<string, PlannedRule>();
if (existsSync(path)) for (const rule of JSON.parse(readFileSync(path, "utf8")) as PlannedRule[]) planned.set(rule.id, rule);
else console.log("skipped: the shared catalogue of planned rules is not next to this project");

const onDockerfiles: readonly SubjectName[] = ["document", "dockerfile", "stage", "instruction", "script", "command", "container", "path", "mount", "project"];
const onCompose: readonly SubjectName[] = ["document", "compose", "service", "mount", "container", "path", "project"];

const built = catalogue.filter(({ rule }) => planned.has(rule.id));

(planned.size > 0 ? describe : describe.skip)("rules are what the catalogue says", () => {
  test("every rule is planned", () => {
    expect(catalogue.map(({ rule }) => rule.id).filter((id) => !planned.has(id)).sort()).toEqual(Object.keys(rulesBeyondTheCatalogue).sort());
  });

  test.each(built.map((entry) => [entry.rule.id, entry] as const))("%s", (id, { family, rule }) => {
    const plan = planned.get(id);
    expect(plan).toBeDefined();
    if (!plan) return;
    expect({ family, severity: rule.severity, recommended: rule.recommended, fix: rule.fix ?? "none" })
      .toEqual({ family: plan.family, severity: plan.severity, recommended: plan.recommended, fix: plan.fix });
    if (plan.subject === "dockerfile") expect(onDockerfiles).toContain(rule.on);
    if (plan.subject === "compose") expect(onCompose).toContain(rule.on);
    expect(optionsOf(rule.options ?? {})).toEqual(withAdditions(id, plannedOptions(plan.options ?? [])));
    const wanted = plan.peers.same.filter((claim) => knownGaps[claim.id] === undefined);
    expect(byId((rule.peers?.same ?? []).map((claim) => ({ id: claim.id, options: claim.options ?? {} }))))
      .toEqual(byId(wanted.map((claim) => ({ id: claim.id, options: switchedOff(id, claim, rule.peers?.same?.find((own) => own.id === claim.id)?.options, plannedOptions(plan.options ?? [])) }))));
    expect([...(rule.peers?.near ?? [])].sort()).toEqual([...plan.peers.near].sort());
  });
});

function byId<T extends { readonly id: string }>(claims: readonly T[]): readonly T[] {
  return [...claims].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function optionsOf(options: Readonly<Record<string, OptionSchema>>): unknown {
  return Object.fromEntries(Object.entries(options).map(([name, option]) =>
    [name, { default: option.default, ...("values" in option ? { values: option.values } : { type: option.type }) }]));
}

const NO_OPTIONS: Readonly<Record<string, unknown>> = {};

interface PlannedValue {
  readonly default: unknown;
  readonly values?: readonly unknown[];
}

/** The planned options with what the rule has beyond them. */
function withAdditions(id: string, planned: Readonly<Record<string, PlannedValue>>): unknown {
  const options: Record<string, unknown> = { ...planned };
  for (const [name, added] of Object.entries(beyondTheCatalogue[id] ?? {})) {
    const plan = planned[name];
    if ("option" in added) options[name] = added.option;
    else if (plan && Array.isArray(plan.default)) {
      options[name] = { ...plan, default: [...(plan.default as readonly unknown[]), ...added.values], values: [...(plan.values ?? []), ...added.values].sort() };
    }
  }
  return options;
}

/** A claim's planned options, with the value that each added option has in a claim; added values are off, which leaves the planned default, or the claim leaves the option out. */
function switchedOff(id: string, claim: PlannedClaim, own: Readonly<Record<string, unknown>> | undefined, defaults: Readonly<Record<string, PlannedValue>>): Readonly<Record<string, unknown>> {
  const planned = claim.options ?? NO_OPTIONS;
  const options: Record<string, unknown> = { ...planned };
  for (const [name, added] of Object.entries(beyondTheCatalogue[id] ?? {})) {
    if ("option" in added) options[name] = added.claimsOf?.[claim.id] ?? added.claims;
    else if (planned[name] === undefined && own?.[name] !== undefined) options[name] = defaults[name]?.default;
  }
  return options;
}

function plannedOptions(options: readonly PlannedOption[]): Readonly<Record<string, PlannedValue>> {
  return Object.fromEntries(options.map((option) => [option.name, {
    // a map's default is told in words there: the rule's own, used where nothing is given
    default: option.type?.startsWith("map") && typeof option.default === "string" ? {} : option.default,
    ...(option.values ? { values: option.values } : { type: typeName(option.type ?? "") }),
  }]));
}

function typeName(type: string): string {
  if (type.startsWith("list of")) return "strings";
  return type.startsWith("map of") ? "map" : type;
}
