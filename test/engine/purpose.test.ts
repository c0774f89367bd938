import { catalogue } from "../../rules/index.ts";
import { analyse, type AnalyseInput } from "../../src/engine/analyse.ts";
import { MemoryHost } from "../rules/memory-host.ts";

const COMPOSE = "services:\n  db:\n    image: mysql:8.4\n    privileged: true\n    volumes: [kept:/var/lib/mysq]\nvolumes:\n  kept: {}\n";

const LOST = "mount-misses-data-path";

/** How severe the loss of the database is told to be, and what has nothing to do with it. */
function severities(path: string, text = COMPOSE, more: Partial<AnalyseInput> = {}): readonly string[] {
  const { findings } = analyse({ host: new MemoryHost({ [path]: text }), paths: ["."], catalogue, ...more }).report;
  return [LOST, "privileged-service"].flatMap((rule) => findings.filter((finding) => finding.rule === rule).map(({ severity }) => `${rule} ${severity}`)).sort();
}

const [LOSS = "", PRIVILEGED = ""] = severities("compose.yaml");

test("in a file of no special purpose both are told at full severity", () => {
  expect([LOSS, PRIVILEGED]).toEqual(["mount-misses-data-path error", "privileged-service error"]);
});

test.each(["docker-compose.test.yml", "ci/compose.yaml", "compose.dev.yaml", ".devcontainer/docker-compose.yml"])("in %s lost data is one step milder, and a privileged container is not", (path) => {
  expect(severities(path)).toEqual(["mount-misses-data-path warning", PRIVILEGED]);
});

test.each(["compose.prod.yaml", "latest/compose.yaml"])("in %s it is not", (path) => {
  expect(severities(path)).toEqual([LOSS, PRIVILEGED]);
});

test("in a text for people it is a hint", () => {
  expect(severities("README.md", "Start it:\n\n```sh\ndocker run -d --name db -v kept:/var/lib/mysq mysql:8.4\n```\n")).toEqual(["mount-misses-data-path info"]);
});

test("a severity that somebody set stays", () => {
  expect(severities("compose.dev.yaml", COMPOSE, { rules: new Map([[LOST, { severity: "error", options: {} }]]) })).toEqual([LOSS, PRIVILEGED]);
});
