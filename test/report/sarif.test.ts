import { gzipSync } from "node:zlib";
import type { Log, Result, Run } from "sarif";
import { Document } from "#text";
import { renderSarif as sarifBlocks, renderSarifWithin as sarifBlocksWithin } from "../../src/report/formats/sarif.ts";
import { findingAt, placeOf, plain, reportOf, ruleFacts, sample, spanOf } from "./sample.ts";
import { multitoolFaults, schemaFaults } from "./sarif-tools.ts";

const document = new Document("app/Dockerfile", "FROM debian:12\nRUN echo one \\\n && echo two\nVOLUME /data\n", "dockerfile");

const renderSarif = (...given: Parameters<typeof sarifBlocks>): string => [...sarifBlocks(...given)].join("");
const renderSarifWithin = (...given: Parameters<typeof sarifBlocksWithin>): string => [...sarifBlocksWithin(...given)].join("");

function runOf(text: string): Run {
  const [run] = (JSON.parse(text) as Log).runs;
  if (!run) throw new Error("no run");
  return run;
}

function onlyResult(text: string): Result {
  const [result, ...more] = runOf(text).results ?? [];
  if (!result || more.length > 0) throw new Error("not one result");
  return result;
}

describe("validity", () => {
  test("the official schema", () => {
    const answer = schemaFaults(renderSarif(sample, { ...plain, exitStatus: 2 }));
    if ("skipped" in answer) return console.warn(`skipped: ${answer.skipped}`);
    expect(answer.faults).toEqual([]);
    const broken = schemaFaults(renderSarif(sample, plain).replace('"columnKind": "utf16CodeUnits"', '"columnKind": "none"'));
    expect("faults" in broken && broken.faults.length).toBeGreaterThan(0);
  });

  test("the multitool's rules, those of GitHub too", () => {
    const answer = multitoolFaults(renderSarif(sample, plain));
    if ("skipped" in answer) return console.warn(`skipped: ${answer.skipped}`);
    expect(answer.faults.filter((fault) => fault.level === "error")).toEqual([]);
    const broken = multitoolFaults(renderSarif(sample, plain).replace(/"uri": "random.sh"/g, '"uri": "/a b"'));
    expect("faults" in broken && broken.faults.length).toBeGreaterThan(0);
  }, 120_000);
});

describe("results", () => {
  test("a region stays on the finding's first line", () => {
    const finding = findingAt(spanOf(document, "RUN echo one \\\n && echo two"));
    const region = onlyResult(renderSarif(reportOf([finding]), plain)).locations?.[0]?.physicalLocation?.region;
    expect(region).toEqual({ startLine: 2, startColumn: 1, endLine: 2, endColumn: 15 });
  });

  test("a rule's index points at that rule", () => {
    const run = runOf(renderSarif(sample, plain));
    for (const result of run.results ?? []) expect(run.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
    expect(run.results).toHaveLength(sample.findings.length);
  });

  test("related places are linked from the message", () => {
    const place = placeOf(spanOf(document, "VOLUME /data"));
    const finding = findingAt(spanOf(document, "RUN"), { message: "see a[0](x)", related: [{ ...place, message: "VOLUME [declared] here" }] });
    const result = onlyResult(renderSarif(reportOf([finding]), plain));
    expect(result.message.text).toBe("see a\\[0](x). See: [VOLUME \\[declared\\] here](1).");
    expect(result.relatedLocations).toMatchObject([{ id: 1, message: { text: "VOLUME [declared] here" }, physicalLocation: { region: { startLine: 4 } } }]);
  });

  test("the trace is a code flow in its order", () => {
    const [, , traced] = runOf(renderSarif(sample, plain)).results ?? [];
    const steps = traced?.codeFlows?.[0]?.threadFlows[0]?.locations.map((step) => step.location?.physicalLocation?.artifactLocation?.uri);
    expect(steps).toEqual(["Dockerfile", "Dockerfile", "random.sh"]);
  });

  test("a fix over two places becomes replacements of one file", () => {
    const [first] = runOf(renderSarif(sample, plain)).results ?? [];
    expect(first?.fixes?.[0]?.artifactChanges).toEqual([{
      artifactLocation: { uri: "deploy/compose.yaml", uriBaseId: "%SRCROOT%" },
      replacements: [
        { deletedRegion: { startLine: 5, startColumn: 9, endLine: 5, endColumn: 9 }, insertedContent: { text: "db-data:" } },
        { deletedRegion: { startLine: 8, startColumn: 1, endLine: 8, endColumn: 1 }, insertedContent: { text: "volumes:\n  db-data:\n" } },
      ],
    }]);
  });

  test.each([
    ["a b/ü#1/Dockerfile", "a%20b/%C3%BC%231/Dockerfile"],
    ["./x%20y", "x%2520y"],
    ["c:odd", "c%3Aodd"],
  ])("the path %s is a relative URI", (path, uri) => {
    const odd = new Document(path, "FROM x\n", "dockerfile");
    const location = onlyResult(renderSarif(reportOf([findingAt(odd.span(0, 4))]), plain)).locations?.[0]?.physicalLocation?.artifactLocation;
    expect(location).toEqual({ uri, uriBaseId: "%SRCROOT%" });
  });

  test("no source text of a secret gets in", () => {
    expect(renderSarif(sample, plain)).not.toContain("hunter2");
  });
});

describe("rules", () => {
  test("security-severity stands on security rules only", () => {
    const rules = runOf(renderSarif(sample, plain)).tool.driver.rules ?? [];
    const severities = Object.fromEntries(rules.map((rule) => [rule.id, rule.properties?.["security-severity"] as string | undefined]));
    expect(severities).toEqual({ "anonymous-volume": undefined, "secret-in-environment": "7.5", "writable-layer-data": undefined });
    expect(rules.find((rule) => rule.id === "secret-in-environment")?.properties?.tags).toContain("security");
  });

  test("at most 20 tags", () => {
    const same = Array.from({ length: 40 }, (_, at) => ({ id: `peer:R${at}` }));
    const text = renderSarif(reportOf([], { rules: new Map([["a", ruleFacts({ id: "a", peers: { same } })]]) }), plain);
    expect(runOf(text).tool.driver.rules?.[0]?.properties?.tags).toHaveLength(20);
  });

  test("the help holds options and examples", () => {
    const rule = runOf(renderSarif(sample, plain)).tool.driver.rules?.find((one) => one.id === "anonymous-volume");
    expect(rule?.help?.markdown).toContain("which paths count");
    expect(rule?.help?.markdown).toContain("volumes: [/var/lib/mysql]");
    expect(rule?.help?.text).toContain("What to do: Mount a named volume");
  });
});

describe("limits of code scanning", () => {
  const finding = (severity: "error" | "info"): ReturnType<typeof findingAt> => findingAt(spanOf(document, "RUN"), { severity });

  test("the least severe findings go first, and a notification says how many", () => {
    const report = reportOf([finding("info"), finding("error"), finding("info"), finding("error")]);
    const run = runOf(renderSarifWithin(report, plain, { results: 3, bytes: 1e6 }));
    expect(run.results?.map((result) => result.level)).toEqual(["note", "error", "error"]);
    expect(run.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toMatch(/^1 of 4 findings are left out/);
  });

  test("25,000 results by default", () => {
    const report = reportOf(Array.from({ length: 25_010 }, () => finding("error")));
    expect(runOf(renderSarif(report, plain)).results).toHaveLength(25_000);
  });

  test("a file that is too large when packed is cut until it fits", () => {
    const noise = (at: number): string => Array.from({ length: 40 }, (_, index) => Math.sin(at * 41 + index).toString(36)).join("");
    const report = reportOf(Array.from({ length: 300 }, (_, at) => findingAt(spanOf(document, "RUN"), { message: noise(at) })));
    const text = renderSarifWithin(report, plain, { results: 25_000, bytes: 50_000 });
    expect(gzipSync(text).length).toBeLessThanOrEqual(50_000);
    const kept = runOf(text).results?.length ?? 0;
    expect(kept).toBeGreaterThan(20);
    expect(kept).toBeLessThan(300);
  });

  test("a long text within the limits is whole, packed or not", () => {
    const report = reportOf(Array.from({ length: 3_000 }, (_, at) => findingAt(spanOf(document, "RUN"), { message: `finding ${at}` })));
    const whole = renderSarifWithin(report, plain, { results: 25_000, bytes: Infinity });
    expect(Buffer.byteLength(whole)).toBeGreaterThan(2_500_000);
    expect(renderSarifWithin(report, plain, { results: 25_000, bytes: 1e9 })).toBe(whole);
    expect(renderSarifWithin(report, plain, { results: 25_000, bytes: 1_200_000 })).toBe(whole);
    expect(runOf(whole).results?.map(({ message }) => message.text?.split(".")[0])).toEqual(report.findings.map(({ message }) => message));
  });

  test("at most 100 related places and 1,000 steps", () => {
    const step = { ...placeOf(spanOf(document, "VOLUME")), message: "here" };
    const busy = findingAt(spanOf(document, "RUN"), { related: Array(500).fill(step), trace: Array(2000).fill(step) });
    const result = onlyResult(renderSarif(reportOf([busy]), plain));
    expect(result.relatedLocations).toHaveLength(100);
    expect(result.codeFlows?.[0]?.threadFlows[0]?.locations).toHaveLength(1000);
  });
});

test("notes become notifications, and an incomplete run says so", () => {
  const run = runOf(renderSarif(sample, { ...plain, exitStatus: 2 }));
  expect(run.invocations).toMatchObject([{ executionSuccessful: false, exitCode: 2, toolExecutionNotifications: [{ level: "note" }, { level: "error" }] }]);
});
