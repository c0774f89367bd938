import { join } from "node:path";
import { recordedTruth, RealEngine, whyNoEngine, type Truth } from "../../fixtures/engine/run.ts";
import { scenarios } from "../../fixtures/engine/scenarios.ts";
import { buildProject } from "../../src/model/index.ts";
import { MemoryHost } from "../rules/memory-host.ts";

const recorded = recordedTruth(join(__dirname, "../../fixtures/engine/truth.json"));

/** What the storage map says of a scenario, in the engine's terms. */
function predicted(files: Readonly<Record<string, string>>): Truth {
  const compose = Object.keys(files).filter((path) => path.endsWith(".yml"));
  const project = buildProject({ host: new MemoryHost(files), dockerfiles: ["Dockerfile"], composeFiles: compose });
  const [container] = project.containers;
  return {
    mounts: (container?.mounts ?? []).map(({ target, kind }) => ({ target, kind })),
    writes: (container?.writes ?? []).filter((write) => write.type !== "directory").map((write) => ({ path: write.path, fate: write.fate.kind })),
  };
}

describe("the storage map says what a real engine did", () => {
  test.each(scenarios.map((scenario) => [scenario.id, scenario] as const))("%s, as recorded", (id, scenario) => {
    expect(predicted(scenario.files)).toEqual(recorded.get(id));
  });
});

describe("the record is what an engine does today", () => {
  const reason = whyNoEngine();
  if (reason !== undefined) {
    console.log(`no scenario is run on a real engine: ${reason}`);
    test.skip(`needs a Docker Engine: ${reason}`, () => undefined);
    return;
  }
  let engine: RealEngine;
  beforeAll(() => { engine = new RealEngine(); }, 90_000);
  afterAll(() => { engine.stop(); }, 60_000);
  test.each(scenarios.map((scenario) => [scenario.id, scenario] as const))("%s, live", (id, scenario) => {
    expect(engine.run(scenario)).toEqual(recorded.get(id));
  }, 60_000);
});
