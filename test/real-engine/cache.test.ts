import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheScenarios, eachCommit, makeRepository, type CacheScenario, type CacheTruth } from "../../fixtures/engine/cache-scenarios.ts";
import { RealEngine, whyNoEngine } from "../../fixtures/engine/run.ts";
import { readHistory, readTexts } from "../../src/faces/git-history.ts";
import { replay, statesToRead, type Outcome } from "../../src/model/history/index.ts";
import { buildContext } from "../../src/model/dockerfile/index.ts";
import { MemoryHost } from "../rules/memory-host.ts";
import { removeScratch, scratch } from "../faces/scratch.ts";

afterAll(removeScratch);

const recorded = new Map(Object.entries(JSON.parse(readFileSync(join(__dirname, "../../fixtures/engine/cache-truth.json"), "utf8")) as Record<string, CacheTruth>));

interface Predicted {
  readonly keyword: string;
  readonly outcome: Outcome;
}

/** What the replay of a real repository says of each commit after the first, by instruction; without the FROMs, which have no layer. */
function predicted({ commits }: CacheScenario): readonly (readonly Predicted[])[] {
  const folder = scratch();
  makeRepository(folder, commits);
  const history = readHistory(folder, 100, new Map());
  if ("kind" in history) throw new Error(history.message);
  const texts = readTexts(history.top, statesToRead(history, "Dockerfile", ""));
  const builds: (readonly Predicted[])[] = [];
  replay({
    history, dockerfile: "Dockerfile", context: "", services: [],
    contexts: [buildContext(new MemoryHost(commits.at(-1) ?? {}), ".", "Dockerfile")],
    text: (state) => texts.get(state),
    onBuild: (commit, outcomes) => {
      if (commit === undefined) return;
      builds.push(outcomes.map(({ instruction, outcome }) => ({ keyword: instruction.keyword, outcome })).filter(({ keyword }) => keyword !== "FROM"));
    },
  });
  return builds;
}

/** The same of what the builder did; a global ARG has no layer. */
function layers(truth: CacheTruth): readonly (readonly { readonly keyword: string; readonly cached: boolean }[])[] {
  return truth.map((steps) => steps.slice(steps.findIndex(({ step }) => /^FROM/i.test(step)))
    .map(({ step, cached }) => ({ keyword: (step.split(" ")[0] ?? "").toUpperCase(), cached }))
    .filter(({ keyword }) => keyword !== "FROM"));
}

describe("the replay tells the layers that a real builder built again", () => {
  test.each(cacheScenarios.map((scenario) => [scenario.id, scenario] as const))("%s, as recorded", (id, scenario) => {
    const truth = layers(recorded.get(id) ?? []);
    const told = predicted(scenario);
    expect(truth.flat().length).toBeGreaterThan(0);
    // Where it depends on what a stage gave, either is right; everywhere else there is one right answer.
    const expected = truth.map((steps, at) => steps.map(({ keyword, cached }, step) => ({
      keyword, outcome: told[at]?.[step]?.outcome === "unknown" ? "unknown" : cached ? "cached" : "rebuilt",
    })));
    expect(told).toEqual(expected);
  });

  test("only what hangs on another stage's files is left open", () => {
    const open = cacheScenarios.filter((scenario) => predicted(scenario).flat().some(({ outcome }) => outcome === "unknown"));
    expect(open.map(({ id }) => id)).toEqual(["copied-from-stage"]);
    const told = predicted(open[0] ?? { id: "", commits: [] }).flat();
    expect(told.filter(({ outcome }) => outcome === "unknown").length).toBeLessThan(told.length / 2);
  });
});

describe("the record is what a builder does today", () => {
  const reason = whyNoEngine();
  if (reason !== undefined) {
    console.log(`no history is built on a real engine: ${reason}`);
    test.skip(`needs a Docker Engine: ${reason}`, () => undefined);
    return;
  }
  let engine: RealEngine;
  beforeAll(() => { engine = new RealEngine(); }, 90_000);
  afterAll(() => { engine.stop(); }, 60_000);
  test.each(cacheScenarios.map((scenario) => [scenario.id, scenario] as const))("%s, live", (id, scenario) => {
    engine.forgetBuilds();
    expect(eachCommit(scenario, (folder) => engine.build(folder)).slice(1)).toEqual(recorded.get(id));
  }, 60_000);
});
