import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { catalogue } from "../../rules/index.ts";
import { generatedFiles } from "../../src/gen/files.ts";
import { catalogueIndex } from "../../src/gen/index-file.ts";

const root = join(__dirname, "../..");

describe("generated files", () => {
  const files = generatedFiles(catalogue);

  test.each([...files.keys()])("%s is current", (path) => {
    expect(readFileSync(join(root, path), "utf8")).toBe(files.get(path));
  });

  test("the list of rules holds every rule file", () => {
    const found = readdirSync(join(root, "rules"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name: family }) => readdirSync(join(root, "rules", family)).filter((name) => name.endsWith(".ts"))
        .map((name) => ({ family, id: name.slice(0, -".ts".length) })));
    expect(readFileSync(join(root, "rules/index.ts"), "utf8")).toBe(catalogueIndex(found));
  });

  test("the list is sorted and imports each rule once", () => {
    const text = catalogueIndex([{ family: "state", id: "b-rule" }, { family: "build", id: "z" }, { family: "state", id: "a-rule" }]);
    expect(text.split("\n").filter((line) => line.startsWith("import") || line.startsWith("  {"))).toEqual([
      'import type { CatalogueEntry } from "#rule";',
      'import zRule from "./build/z.ts";',
      'import aRuleRule from "./state/a-rule.ts";',
      'import bRuleRule from "./state/b-rule.ts";',
      '  { family: "build", rule: zRule },',
      '  { family: "state", rule: aRuleRule },',
      '  { family: "state", rule: bRuleRule },',
    ]);
  });

  test("each rule has a section of its own in its family's page", () => {
    for (const { family, rule } of catalogue) {
      expect(files.get(`rules/${family}/README.md`)?.split("\n").filter((line) => line === `## ${rule.id}`)).toHaveLength(1);
    }
  });

  test("the migration table names every claim", () => {
    const rows = (files.get("docs/migration.md") ?? "").split("\n").filter((line) => line.startsWith("| `"));
    const claims = catalogue.flatMap(({ rule }) => [...(rule.peers?.same ?? []).map(({ id }) => id), ...(rule.peers?.near ?? [])]);
    expect(rows.length).toBeGreaterThanOrEqual(claims.length);
    for (const id of claims) expect(rows.some((row) => row.startsWith(`| \`${id.slice(id.indexOf(":") + 1)}\` |`))).toBe(true);
  });
});

describe("the configuration schema", () => {
  const validate = new Ajv({ allowUnionTypes: true, strict: false }).compile(
    JSON.parse(generatedFiles(catalogue).get("schemas/stowage.schema.json") ?? "{}") as object);

  test.each([
    {},
    { preset: "hadolint", ignore: ["**/testdata/**"] },
    { rules: { "moving-image-tag": "off", "avoidable-add": { severity: "warning", sources: ["archive", "remote"] } } },
    { overrides: [{ files: ["dev/**"], rules: { "sudo-in-run": "info" } }], plugins: ["./acme.js"] },
  ])("takes %j", (configuration) => {
    expect(validate(configuration)).toBe(true);
  });

  test.each([
    { presets: "all" },
    { preset: "everything" },
    { rules: { "no-such-rule": "off" } },
    { rules: { "moving-image-tag": "fatal" } },
    { rules: { "avoidable-add": { sources: ["everything"] } } },
    { rules: { "avoidable-add": { scope: "file" } } },
    { overrides: [{ rules: {} }] },
  ])("refuses %j", (configuration) => {
    expect(validate(configuration)).toBe(false);
  });
});
