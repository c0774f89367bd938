import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildProject, type ComposeFile } from "../../../src/model/index.ts";
import { MemoryHost } from "../../rules/memory-host.ts";
import { canonical, equalish, valueAt } from "./canonical.ts";

/** A project and what Docker Compose says of it; `fixtures/compose/README.md` tells how it was asked. */
interface Recorded {
  readonly files: Readonly<Record<string, string>>;
  readonly with?: readonly string[];
  readonly refused?: true;
  readonly values?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const recorded = readFileSync(join(__dirname, "../../../fixtures/compose/recorded.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as Recorded);

function load({ files, with: over = [] }: Recorded): ComposeFile {
  const host = new MemoryHost(Object.fromEntries(Object.entries(files).map(([name, text]) => [`app/${name}`, text])));
  const list = ["compose.yaml", ...over].map((name) => `app/${name}`);
  const project = buildProject({ host, dockerfiles: [], composeFiles: list, ...(over.length > 0 ? { composeLists: [list] } : {}) });
  const found = project.composeFiles.find(({ document }) => document.path === "app/compose.yaml");
  if (!found) throw new Error(`no project in ${Object.keys(files).join(", ")}`);
  return found;
}

const shown = ({ files }: Recorded): string => Object.entries(files).map(([name, text]) => `${name}: ${JSON.stringify(text)}`).join(" ");
const refusals = (one: Recorded): readonly string[] => load(one).problems.filter(({ kind }) => kind !== "missing-file").map(({ message }) => message);

it("has projects of both kinds", () => {
  expect(recorded.filter(({ refused }) => refused).length).toBeGreaterThan(300);
  expect(recorded.filter(({ values }) => values).length).toBeGreaterThan(600);
});

it("loads what Docker Compose loads", () => {
  const wrong = recorded.filter(({ refused }) => !refused).flatMap((one) => refusals(one).slice(0, 1).map((message) => `${message} <- ${shown(one)}`));
  expect(wrong).toEqual([]);
});

it("refuses what Docker Compose refuses", () => {
  expect(recorded.filter((one) => one.refused && refusals(one).length === 0).map(shown)).toEqual([]);
});

it("loads the values that Docker Compose loads", () => {
  const wrong = recorded.flatMap((one) => {
    const got = one.values ? canonical(load(one)) : undefined;
    return Object.entries(one.values ?? {}).flatMap(([service, values]) => Object.entries(values).flatMap(([key, want]) => {
      const value = valueAt(got, ["services", service, key]);
      return equalish(value, want) ? [] : [`${service}.${key}: ${JSON.stringify(value)} is not ${JSON.stringify(want)} <- ${shown(one)}`];
    }));
  });
  expect(wrong).toEqual([]);
});
