import { Catalogue } from "../../src/engine/catalogue.ts";
import { plainRun, presetRuns } from "../../src/engine/presets.ts";
import { keywordRule, packageRule } from "./fake-rules.ts";

const plain = keywordRule("plain", "ADD", { recommended: false, peers: { same: [{ id: "hadolint:DL3020" }, { id: "shellcheck:SC1" }, { id: "tally:tally/add" }] } });
const differing = keywordRule("differing", "COPY", { recommended: false, peers: { same: [{ id: "hadolint:DL3021" }] } });
const tallyOwn = keywordRule("tally-own", "COPY", { recommended: false, peers: { same: [{ id: "tally:hadolint/DL3021" }] } });
const catalogue = new Catalogue([packageRule, plain, differing, tallyOwn]);
const runsOf = (preset: string): readonly string[] => presetRuns(catalogue, preset).map((run) => `${run.entry.rule.id} ${run.severity} ${run.peers.join(",")}`);

test("recommended and all", () => {
  expect(runsOf("recommended")).toEqual(["packages warning kics:Pin"]);
  expect(presetRuns(catalogue, "all")).toHaveLength(4);
});

test("a peer's preset runs a rule once for each set of options, at the claim's severity", () => {
  expect(runsOf("hadolint")).toEqual([
    "packages error hadolint:DL3008", "packages warning hadolint:DL3013", "plain warning hadolint:DL3020,shellcheck:SC1", "differing warning hadolint:DL3021",
  ]);
  expect(presetRuns(catalogue, "hadolint").slice(0, 2).map((run) => run.options)).toEqual([{ managers: ["apt"] }, { managers: ["pip"] }]);
  expect(runsOf("kics")).toEqual(["packages warning kics:Pin"]);
});

test("what hadolint leaves off is on where its settings give it a severity", () => {
  const health = new Catalogue([keywordRule("health", "FROM", { peers: { same: [{ id: "hadolint:DL3057" }] } })]);
  expect(presetRuns(health, "hadolint")).toEqual([]);
  expect(presetRuns(health, "hadolint", new Set(["hadolint:DL3057"])).map(({ peers }) => peers)).toEqual([["hadolint:DL3057"]]);
});

test("tally's preset has hadolint's rules, but its own where they differ", () => {
  expect(runsOf("tally")).toEqual([
    "packages error hadolint:DL3008", "packages warning hadolint:DL3013", "plain warning hadolint:DL3020,shellcheck:SC1,tally:tally/add", "tally-own warning tally:hadolint/DL3021",
  ]);
});

test("outside a peer's preset a finding answers the claims whose options are in force, in any order", () => {
  expect(plainRun(packageRule).peers).toEqual(["kics:Pin"]);
  expect(plainRun(packageRule, { managers: ["apt"] }).peers).toEqual(["hadolint:DL3008"]);
});

test("every peer has a preset, also where no rule answers it yet", () => {
  expect(catalogue.presets).toEqual(expect.arrayContaining(["recommended", "all", "hadolint", "kics", "shellcheck", "tally", "compose-go"]));
  expect(runsOf("compose-go")).toEqual([]);
});
