import { Document } from "#text";
import { render } from "../../src/report/index.ts";
import { findingAt, plain, reportOf, sample, spanOf } from "./sample.ts";

const document = new Document("Dockerfile", "# größer 🐳 here\nRUN a \\\n b\n", "dockerfile");

test("github: columns only on one line, special characters escaped", () => {
  const odd = new Document("a,b:c%/Dockerfile", "RUN a \\\n b\n", "dockerfile");
  const report = reportOf([findingAt(odd.span(0, 10), { message: "100% of a: b, c" }), findingAt(odd.span(0, 3), { severity: "info" })]);
  const [many = "", one = ""] = render("github", report, plain).split("\n");
  expect(many).toBe("::warning file=a%2Cb%3Ac%25/Dockerfile,line=1,endLine=2,title=stowage%3A writable-layer-data::100%25 of a: b, c");
  expect(one).toContain("::notice file=a%2Cb%3Ac%25/Dockerfile,line=1,endLine=1,col=1,endColumn=4,");
});

test("gitlab: no two issues share a fingerprint", () => {
  const twice = reportOf([findingAt(spanOf(document, "RUN")), findingAt(spanOf(document, "RUN"))]);
  const issues = JSON.parse(render("gitlab", twice, plain)) as { fingerprint: string }[];
  expect(issues.map((issue) => issue.fingerprint)).toEqual(["0123456789abcdef", "0123456789abcdef:2"]);
});

test("gitlab: severities are those that GitLab knows", () => {
  const issues = JSON.parse(render("gitlab", sample, plain)) as { severity: string }[];
  for (const issue of issues) expect(["info", "minor", "major", "critical", "blocker"]).toContain(issue.severity);
});

test("rdjson: columns count bytes", () => {
  const [diagnostic] = (JSON.parse(render("rdjson", reportOf([findingAt(spanOf(document, "here"))]), plain)) as {
    diagnostics: { location: { range: unknown } }[];
  }).diagnostics;
  expect(diagnostic?.location.range).toEqual({ start: { line: 1, column: 17 }, end: { line: 1, column: 21 } });
});

test("rdjson: a fix of several edits is no list of choices", () => {
  const { diagnostics } = JSON.parse(render("rdjson", sample, plain)) as { diagnostics: { suggestions?: unknown }[] };
  expect(diagnostics.map((diagnostic) => diagnostic.suggestions)).toEqual([undefined, undefined, undefined, undefined]);
  const single = reportOf([findingAt(spanOf(document, "RUN"), { fix: { title: "x", safe: true, edits: [{ span: spanOf(document, "RUN"), text: "run" }] } })]);
  expect(JSON.parse(render("rdjson", single, plain))).toMatchObject({
    diagnostics: [{ suggestions: [{ range: { start: { line: 2, column: 1 }, end: { line: 2, column: 4 } }, text: "run" }] }],
  });
});

test("junit: an empty report is one passed test", () => {
  expect(render("junit", reportOf([]), plain)).toContain('<testcase classname="stowage" name="no findings"/>');
  expect(render("junit", sample, plain)).toContain('tests="4" failures="4"');
});

test("unix: one line a finding", () => {
  expect(render("unix", sample, plain).split("\n")[1]).toBe(
    "deploy/compose.yaml:7:7: MYSQL_ROOT_PASSWORD holds a password in plain text [error/secret-in-environment]",
  );
});
