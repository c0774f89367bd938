import { existsSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../../rules/index.ts";
import type { OptionSchema } from "../../src/rule/index.ts";

const root = join(__dirname, "../..");
const peerIds = /^(hadolint|buildkit|tally|shellcheck|dclint|compose-lint|compose-go|kics|trivy|checkov|semgrep|dockerfilelint):\S/;

test("there are rules", () => {
  expect(catalogue.length).toBeGreaterThan(20);
});

describe.each(catalogue.map((entry) => [entry.rule.id, entry] as const))("%s", (id, { family, rule }) => {
  test("is named like its file", () => {
    expect(existsSync(join(root, "rules", family, `${id}.ts`))).toBe(true);
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  test("says what, why and what to do in plain sentences", () => {
    expect(rule.since).toMatch(/^\d+\.\d+\.\d+$/);
    expect(rule.title).toMatch(/^[^\n]{5,79}[^.\s]$/);
    expect(rule.why).toMatch(/^[^\n]{20,}[.?!`"]$/);
    expect(rule.remedy).toMatch(/^[^\n]{10,}[.?!`"]$/);
    for (const text of [rule.title, rule.why, rule.remedy]) expect(text).not.toMatch(/TITLE|WHY|REMEDY|TODO|\s{2}/);
  });

  test("has a good and a bad example, and one of each thing it can do", () => {
    expect(rule.examples.length).toBeGreaterThan(0);
    expect(rule.examples.some((example) => example.good !== undefined)).toBe(true);
    if (rule.fix && rule.fix !== "none") expect(rule.examples.some((example) => example.fixed !== null)).toBe(true);
  });

  test("keeps to its own options", () => {
    const schema: Readonly<Record<string, OptionSchema>> = rule.options ?? {};
    const used = [...(rule.peers?.same ?? []), ...rule.examples].map(({ options }) => options ?? {});
    for (const options of used) {
      for (const [name, value] of Object.entries(options)) {
        const option = schema[name];
        expect({ id, option: name, known: option !== undefined }).toEqual({ id, option: name, known: true });
        if (option && "values" in option) {
          const allowed: readonly unknown[] = option.values;
          for (const one of Array.isArray(value) ? value : [value]) expect(allowed).toContain(one);
          expect(Array.isArray(value)).toBe(Array.isArray(option.default));
        }
      }
    }
  });

  test("claims peers by ids that can be", () => {
    for (const peer of [...(rule.peers?.same ?? []).map((claim) => claim.id), ...(rule.peers?.near ?? [])]) expect(peer).toMatch(peerIds);
  });

  test("has a security severity only where it is about security", () => {
    if (rule.securitySeverity === undefined) return;
    expect(rule.securitySeverity).toBeGreaterThanOrEqual(0);
    expect(rule.securitySeverity).toBeLessThanOrEqual(10);
  });
});

test("no id is used twice, and no peer's rule is claimed by two", () => {
  const ids = catalogue.map(({ rule }) => rule.id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  const claims = catalogue.flatMap(({ rule }) => (rule.peers?.same ?? []).map((claim) => claim.id));
  expect(claims.filter((id, at) => claims.indexOf(id) !== at)).toEqual([]);
});
