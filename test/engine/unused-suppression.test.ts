import { catalogue } from "../../rules/index.ts";
import { analyse, type AnalyseInput } from "../../src/engine/analyse.ts";
import { fix } from "../../src/engine/fix.ts";
import type { ExampleFiles } from "../../src/rule/index.ts";
import { MemoryHost } from "../rules/memory-host.ts";

const entry = catalogue.find(({ rule }) => rule.id === "unused-suppression");
if (!entry) throw new Error("the catalogue has no rule unused-suppression");

const on = new Map(["unused-suppression", "avoidable-add"].map((id) => [id, { severity: "warning", options: {} }] as const));

function input(files: ExampleFiles): AnalyseInput {
  return { host: new MemoryHost(files), paths: ["."], catalogue, rules: on };
}

function reported(files: ExampleFiles): number {
  return analyse(input(files)).report.findings.filter(({ rule }) => rule === entry?.rule.id).length;
}

test.each(entry.rule.examples.map((example, at) => [at, example] as const))("example %i is reported, and its fix gives the good files", (_, { bad, good }) => {
  expect(reported(bad)).toBe(1);
  expect(reported(good ?? {})).toBe(0);
  const given = input(bad);
  expect({ ...bad, ...Object.fromEntries(fix(given, analyse(given), false).changed) }).toEqual(good);
});

test("a comment in a file that two projects extend holds for both", () => {
  const shop = "services:\n  web:\n    extends: { file: ../base.yaml, service: base }\n";
  const files = { "base.yaml": "services:\n  base:\n    image: nginx:latest # stowage: ignore[moving-image-tag] pinned on deploy\n", "a/compose.yaml": shop, "b/compose.yaml": shop };
  const { findings, summary } = analyse({ host: new MemoryHost(files), paths: ["."], catalogue }).report;
  expect(findings.filter(({ rule }) => rule === "moving-image-tag" || rule === "unused-suppression")).toEqual([]);
  expect(summary.suppressed).toBeGreaterThan(0);
});
