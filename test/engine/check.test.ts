import { analyse, type AnalyseInput, type Analysis } from "../../src/engine/analyse.ts";
import { readBaseline, writeBaseline } from "../../src/engine/baseline.ts";
import { fix } from "../../src/engine/fix.ts";
import { rule, type CatalogueEntry } from "../../src/rule/index.ts";
import { MemoryHost } from "../rules/memory-host.ts";
import { fixingRule, keywordRule, packageRule, throwingRule } from "./fake-rules.ts";

const add = keywordRule("add", "ADD", { peers: { same: [{ id: "hadolint:DL3020" }, { id: "trivy:DS-0005" }, { id: "checkov:CKV_DOCKER_4" }, { id: "buildkit:Add" }, { id: "semgrep:no-add" }] } });
const user = keywordRule("user", "USER", { severity: "error", peers: { same: [{ id: "hadolint:DL3002" }] } });
const unused: CatalogueEntry = {
  family: "style",
  rule: rule({ id: "unused-suppression", since: "0.1.0", severity: "info", recommended: true, title: "t", why: "w", remedy: "r", on: "project", *check() { /* the engine asks it */ }, examples: [] }),
};

type Files = Readonly<Record<string, string>>;

function input(files: Files, catalogue: readonly CatalogueEntry[], more: Partial<AnalyseInput> = {}): AnalyseInput {
  return { host: new MemoryHost(files), paths: ["."], catalogue, ...more };
}

function told(analysis: Analysis): readonly string[] {
  return analysis.report.findings.map((finding) => `${finding.path}:${finding.line} ${finding.rule} ${finding.severity}`);
}

function lint(text: string, catalogue: readonly CatalogueEntry[] = [add, user, unused], more: Partial<AnalyseInput> = {}): readonly string[] {
  return told(analyse(input({ Dockerfile: text }, catalogue, more))).map((line) => line.replace("Dockerfile:", ""));
}

test("findings are sorted by path, line, column, rule, whatever the order of the rules", () => {
  const files = { "b/Dockerfile": "FROM a\nADD x y\nUSER u\n", "a/Dockerfile": "FROM a\nUSER u\nADD x y\n" };
  const expected = ["a/Dockerfile:2 user error", "a/Dockerfile:3 add warning", "b/Dockerfile:2 add warning", "b/Dockerfile:3 user error"];
  expect(told(analyse(input(files, [add, user])))).toEqual(expected);
  expect(told(analyse(input(files, [user, add])))).toEqual(expected);
});

test("FROM and what stands before it are subjects too", () => {
  const keywords = [keywordRule("arg", "ARG"), keywordRule("from", "FROM")];
  expect(lint("ARG V=1\nFROM a\n", keywords)).toEqual(["1 arg warning", "2 from warning"]);
});

test("a fingerprint outlives other lines' changes, differs for equal lines and changes with the text", () => {
  const prints = (text: string): readonly string[] => analyse(input({ Dockerfile: text }, [add])).report.findings.map((finding) => finding.fingerprint);
  const [first, second] = prints("FROM a\nADD x y\nADD x y\n");
  expect(first).toMatch(/^[0-9a-f]{16}$/);
  expect(second).not.toBe(first);
  expect(prints("# a comment\nFROM a\nENV A=1\nADD x y\nADD x y\n")).toEqual([first, second]);
});

describe("suppressions", () => {
  test("ours: above, in a stack of comments, for a continued instruction, for a file, with all", () => {
    expect(lint("FROM a\n# stowage: ignore[add] it is meant\nADD x y\nADD x y\n")).toEqual(["4 add warning"]);
    expect(lint("FROM a\n# stowage: ignore[add]\n# another\n\nADD x \\\n  y\n")).toEqual([]);
    expect(lint("# stowage: ignore-file[add, user]\nFROM a\nADD x y\nUSER u\n")).toEqual([]);
    expect(lint("FROM a\n# stowage: ignore[all]\nADD x y\n")).toEqual([]);
  });

  test("ours at the end of a RUN line", () => {
    const run = keywordRule("run", "RUN");
    expect(lint("FROM a\nRUN x # stowage: ignore[run] because\nRUN y\n", [run, unused])).toEqual(["3 run warning"]);
  });

  test("the peers', for the rules that answer them", () => {
    expect(lint("FROM a\n# hadolint ignore=DL3020\nADD x y\nADD x y\n")).toEqual(["4 add warning"]);
    expect(lint("# hadolint global ignore=DL3020\nFROM a\nADD x y\nADD x y\n")).toEqual([]);
    expect(lint("FROM a\n# hadolint stage ignore=DL3020\nADD x y\nFROM b\nADD x y\n")).toEqual(["5 add warning"]);
    expect(lint("FROM a\n#trivy:ignore:DS005\nADD x y\n")).toEqual([]);
    expect(lint("#checkov:skip=CKV_DOCKER_4:needed\nFROM a\nADD x y\n")).toEqual([]);
    expect(lint("# check=skip=Add\nFROM a\nADD x y\n")).toEqual([]);
    expect(lint("FROM a\n# nosemgrep: x.y.no-add\nADD x y\n")).toEqual([]);
    expect(lint("FROM a\n# tally ignore=hadolint/DL3020;reason=x\nADD x y\n")).toEqual([]);
  });

  test("BuildKit's check comment holds for the next instruction, and error=true makes errors of its checks", () => {
    expect(lint("FROM a\n# check=skip=Add\nADD x y\nADD x y\n")).toEqual(["4 add warning"]);
    expect(lint("# check=error=true\nFROM a\nADD x y\n")).toEqual(["3 add error"]);
    expect(lint("# check=error=false\nFROM a\nADD x y\n")).toEqual(["3 add warning"]);
  });

  test("a peer's comment silences a rule only where that peer's rule would speak", () => {
    const text = "FROM a\n# hadolint ignore=DL3008\nRUN apt install x\n# hadolint ignore=DL3008\nRUN apt install x && pip install y\n";
    expect(lint(text, [packageRule])).toEqual(["5 packages warning"]);
    expect(lint(text, [packageRule], { preset: "hadolint" })).toEqual(["5 packages warning"]);
  });

  test("one that silences nothing is reported, and one that names no rule", () => {
    expect(lint("FROM a\n# stowage: ignore[add]\nUSER u\n")).toEqual(["2 unused-suppression info", "3 user error"]);
    expect(lint("FROM a\n# hadolint ignore=DL3020\nENV A=1\n")).toEqual(["2 unused-suppression info"]);
    const [finding] = analyse(input({ Dockerfile: "FROM a\n# stowage: ignore[ad]\nADD x y\n" }, [add, unused])).report.findings;
    expect(finding?.message).toBe("there is no rule `ad` to silence; did you mean `add`?");
  });

  test("of a rule that is off nobody can say that it silences nothing", () => {
    expect(lint("FROM a\n# stowage: ignore[add]\nENV A=1\n", [add, unused], { rules: new Map([["add", { severity: "off", options: {} }]]) })).toEqual([]);
    expect(lint("FROM a\n# hadolint ignore=DL9999\nENV A=1\n")).toEqual([]);
  });

  test("what is silenced is counted", () => {
    expect(analyse(input({ Dockerfile: "FROM a\n# stowage: ignore[add]\nADD x y\n" }, [add])).report.summary).toMatchObject({ findings: 0, suppressed: 1 });
  });
});

test("a peer's preset: one finding for each run, with the ids that it answers", () => {
  const { findings } = analyse(input({ Dockerfile: "FROM a\nRUN apt install x && pip install y\n" }, [packageRule], { preset: "hadolint" })).report;
  expect(findings.map(({ severity, peers }) => [severity, peers])).toEqual([["error", ["hadolint:DL3008"]], ["warning", ["hadolint:DL3013"]]]);
});

test("hadolint's settings switch off one of the ids that a rule answers", () => {
  const files = { ".hadolint.yaml": "ignored: [DL3008]\n", Dockerfile: "FROM a\nRUN apt install x\nRUN pip install x\n" };
  expect(told(analyse(input(files, [packageRule])))).toEqual(["Dockerfile:3 packages warning"]);
});

test("a rule that throws is named, and the others go on", () => {
  const { faults, report } = analyse(input({ Dockerfile: "FROM a\nADD x y\nRUN z\n" }, [throwingRule, add]));
  expect(faults).toMatchObject([{ rule: "throwing", path: "Dockerfile", line: 3, error: { message: "out of order" } }]);
  expect(report.findings).toHaveLength(1);
});

test("a baseline leaves out what it holds, and nothing new", () => {
  const before = analyse(input({ Dockerfile: "FROM a\nADD x y\n" }, [add]));
  const baseline = readBaseline(writeBaseline(before.report.findings));
  if (typeof baseline === "string") throw new Error(baseline);
  expect(lint("FROM a\n\nADD x y\nADD z y\n", [add], { baseline })).toEqual(["4 add warning"]);
  expect(readBaseline("{")).toMatch(/is no JSON/);
  expect(readBaseline("{}")).toMatch(/is no baseline/);
});

describe("fixes", () => {
  const text = "\uFEFFFROM a\r\nMAINTAINER me\r\nSTOPSIGNAL x\r\n";
  const fixed = (allowUnsafe: boolean): Readonly<Record<string, string>> => {
    const given = input({ Dockerfile: text }, [fixingRule]);
    return Object.fromEntries(fix(given, analyse(given), allowUnsafe).changed);
  };

  test("only the safe ones, unless all are asked for; line ends and byte order mark stay", () => {
    expect(fixed(false)).toEqual({ Dockerfile: "\uFEFFFROM a\r\nLABEL maintainer me\r\nSTOPSIGNAL x\r\n" });
    expect(fixed(true)).toEqual({ Dockerfile: "\uFEFFFROM a\r\nLABEL maintainer me\r\nEXPOSE x\r\n" });
  });

  test("what is left is reported after the fixes, and a second run changes nothing", () => {
    const given = input({ Dockerfile: text }, [fixingRule]);
    const result = fix(given, analyse(given), false);
    expect(told(result.analysis)).toEqual(["Dockerfile:3 fixing info"]);
    expect(result.applied).toBe(1);
    const again = input(Object.fromEntries(result.changed), [fixingRule]);
    expect(fix(again, analyse(again), false).changed.size).toBe(0);
  });

  test("of two fixes that overlap one waits for the next round", () => {
    const entry = (id: string, from: string, to: string): CatalogueEntry => ({
      family: "fake",
      rule: rule({
        id, since: "1", severity: "info", recommended: true, title: "", why: "", remedy: "", on: "instruction", examples: [],
        *check({ instruction }) {
          const { document, start, end } = instruction.span;
          if (document.slice(start, end).includes(from)) yield { at: instruction.span, message: id, fix: { title: id, safe: true, edits: [{ span: instruction.span, text: document.slice(start, end).replace(from, to) }] } };
        },
      }),
    });
    const given = input({ Dockerfile: "FROM a\nENV A=1\n" }, [entry("one", "A", "B"), entry("two", "1", "2")]);
    expect(Object.fromEntries(fix(given, analyse(given), false).changed)).toEqual({ Dockerfile: "FROM a\nENV B=2\n" });
  });
});
