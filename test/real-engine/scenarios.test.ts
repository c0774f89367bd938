import { join } from "node:path";
import { clauses } from "../../fixtures/engine/clauses.ts";
import { recordedTruth, RealEngine, runScenario, whyNoEngine } from "../../fixtures/engine/run.ts";
import { scenarios } from "../../fixtures/engine/scenarios.ts";
import { predicted } from "./predicted.ts";

const recorded = recordedTruth(join(__dirname, "../../fixtures/engine/truth.json"));
const byId = scenarios.map((scenario) => [scenario.id, scenario] as const);

describe("the record", () => {
  test("each scenario has one name and one record", () => {
    expect([...recorded.keys()]).toEqual(byId.map(([id]) => id));
    expect(new Set(recorded.keys()).size).toBe(scenarios.length);
    expect(scenarios.length).toBeGreaterThanOrEqual(150);
  });

  test.each(Object.keys(clauses))("%s is shown by a scenario", (clause) => {
    expect(scenarios.filter((scenario) => (scenario.clause as readonly string[]).includes(clause)).length).toBeGreaterThan(0);
  });
});

describe("the storage map says what a real engine did", () => {
  test.each(byId.filter(([, { open }]) => open === undefined))("%s", (id, scenario) => {
    const truth = recorded.get(id);
    const told = predicted(scenario);
    // What does not start writes nothing; what it would mount is told all the same.
    expect(truth?.refused ? { writes: told.writes } : told).toEqual(truth?.refused ? { writes: [] } : truth);
  });

  // One that comes out right by now is no longer open.
  test.each(byId.flatMap(([id, scenario]) => (scenario.open === undefined ? [] : [[id, scenario.open, scenario] as const])))("%s is left open: %s", (id, _why, scenario) => {
    expect(predicted(scenario)).not.toEqual(recorded.get(id));
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
  // A sample that is the same every time; `npm run engine` runs them all.
  test.each(byId.filter((_, at) => at % 40 === 0))("%s, live", (id, scenario) => {
    expect(runScenario(engine, scenario)).toEqual(recorded.get(id));
  }, 60_000);
});
