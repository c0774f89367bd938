import { readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../../rules/index.ts";
import { analyse, type AnalyseInput } from "../../src/engine/analyse.ts";
import { parseDockerfile } from "../../src/parse/dockerfile/index.ts";
import { Document } from "../../src/text/index.ts";
import { MemoryHost } from "../rules/memory-host.ts";

/** A Dockerfile of our own, the files beside it, and what BuildKit said: `refused`, or its checks as `Rule@line`. */
interface Answer {
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly refused?: true;
  readonly checks?: readonly string[];
}

interface Place {
  readonly rule: string;
  readonly line: number;
  readonly endLine: number;
}

const answers = JSON.parse(readFileSync(join(__dirname, "../../fixtures/buildkit/answers.json"), "utf8")) as readonly Answer[];
const passed = answers.map((answer, index) => ({ answer, folder: `c${index}` })).filter(({ answer }) => answer.refused === undefined);

test("what BuildKit refuses is refused, what it takes is taken", () => {
  const refused = answers.filter(({ text }) => parseDockerfile(new Document("Dockerfile", text, "dockerfile")).faults.some(({ fatal }) => fatal));
  expect(refused.map(({ text }) => text)).toEqual(answers.filter((answer) => answer.refused).map(({ text }) => text));
  expect(refused.length).toBeGreaterThan(100);
});

test("its checks are ours under its preset, rule by rule and line by line", () => {
  const files: Record<string, string> = {};
  for (const { answer, folder } of passed) {
    files[`${folder}/Dockerfile`] = answer.text;
    for (const [path, text] of Object.entries(answer.files ?? {})) files[`${folder}/${path}`] = text;
  }
  const input: AnalyseInput = { host: new MemoryHost(files), paths: passed.map(({ folder }) => `${folder}/Dockerfile`), catalogue, preset: "buildkit" };
  const found = new Map<string, Place[]>();
  for (const { path, peers, line, endLine } of analyse(input).report.findings) {
    const folder = path.split("/")[0] ?? "";
    const places = peers.filter((id) => id.startsWith("buildkit:")).map((id) => ({ rule: id.slice("buildkit:".length), line, endLine }));
    found.set(folder, [...(found.get(folder) ?? []), ...places]);
  }
  const differing = passed.flatMap(({ answer, folder }) => {
    const ours = found.get(folder) ?? [];
    const told = answer.checks ?? [];
    return ours.length === told.length && told.every((check) => ours.some((place) => covers(place, check))) ? [] : [{ text: answer.text, told, ours }];
  });
  expect(differing).toEqual([]);
  expect(new Set(passed.flatMap(({ answer }) => (answer.checks ?? []).map((check) => check.split("@")[0]))).size).toBeGreaterThan(18);
});

function covers({ rule, line, endLine }: Place, check: string): boolean {
  const [name, at] = check.split("@");
  return rule === name && line <= Number(at) && Number(at) <= endLine;
}
