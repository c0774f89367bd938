import { catalogue } from "../../rules/index.ts";
import type { RawFinding } from "../../src/engine/check.ts";
import type { RuleRun } from "../../src/engine/presets.ts";
import { exampleProject, findingsIn, runOf } from "./example-project.ts";

const runs = catalogue.map((entry) => runOf(entry));

test("rules say the same alone, all together and in reverse", () => {
  const files = catalogue.flatMap(({ rule }) => rule.examples.map((example) => example.bad));
  expect(files.length).toBeGreaterThan(20);
  let reported = 0;
  for (const bad of files) {
    const together = sorted(findingsIn(exampleProject(bad), runs));
    expect(sorted(findingsIn(exampleProject(bad), [...runs].reverse()))).toEqual(together);
    const project = exampleProject(bad);
    expect(sorted(runs.flatMap((run: RuleRun) => findingsIn(project, [run])))).toEqual(together);
    reported += together.length;
  }
  expect(reported).toBeGreaterThan(files.length);
});

function sorted(findings: readonly RawFinding[]): readonly string[] {
  return findings.map(({ run, finding: { at, message } }) =>
    `${run.entry.rule.id} ${at.document.path} ${String(at.start)}-${String(at.end)} ${message}`).sort();
}
