import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixScenarios, type FixScenario } from "../../fixtures/engine/fix-scenarios.ts";
import { RealEngine, whyNoEngine } from "../../fixtures/engine/run.ts";
import { removeScratch, scratch } from "../faces/scratch.ts";
import { stowage } from "../faces/stowage.ts";

afterAll(removeScratch);

/** A folder with the project after `--fix`, every rule on. */
function mended({ files }: FixScenario): string {
  const folder = scratch(files);
  stowage(folder, ["check", "--no-config", "--preset", "all", "--fix", "."]);
  return folder;
}

test.each(fixScenarios.map((scenario) => [scenario.id, scenario] as const))("%s has something to mend", (_, scenario) => {
  expect(readFileSync(join(mended(scenario), "Dockerfile"), "utf8")).not.toBe(scenario.files["Dockerfile"]);
});

describe("a safe fix changes no file of the image", () => {
  const reason = whyNoEngine();
  if (reason !== undefined) {
    console.log(`nothing is built before and after --fix: ${reason}`);
    test.skip(`needs a Docker Engine: ${reason}`, () => undefined);
    return;
  }
  let engine: RealEngine;
  beforeAll(() => { engine = new RealEngine(); }, 90_000);
  afterAll(() => { engine.stop(); }, 60_000);
  test.each(fixScenarios.map((scenario) => [scenario.id, scenario] as const))("%s", (_, scenario) => {
    const before = engine.filesOf(scratch(scenario.files));
    expect(before.some((line) => line.includes("srv/"))).toBe(true);
    expect(engine.filesOf(mended(scenario))).toEqual(before);
  }, 120_000);
});
