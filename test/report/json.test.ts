import { render } from "../../src/report/index.ts";
import { plain, reportOf, sample } from "./sample.ts";
import { faultsBySchema } from "./schema.ts";

interface Json {
  readonly findings: readonly Record<string, unknown>[];
  readonly notes: readonly unknown[];
}

const parsed = JSON.parse(render("json", sample, plain)) as Json;

test("holds to the shipped schema, which refuses what is not in it", () => {
  expect(faultsBySchema("report", render("json", sample, plain))).toEqual([]);
  expect(faultsBySchema("report", render("json", reportOf([]), plain))).toEqual([]);
  expect(faultsBySchema("report", render("json", sample, plain).replace(/"severity"/g, '"seriousness"'))).not.toEqual([]);
});

test("keys stand in the documented order", () => {
  expect(Object.keys(parsed)).toEqual(["version", "tool", "findings", "notes", "summary"]);
  expect(Object.keys(parsed.findings[0] ?? {})).toEqual([
    "rule", "family", "severity", "confidence", "message", "path", "line", "column", "endLine", "endColumn", "address", "fingerprint", "peers", "related",
    "trace", "fix", "help",
  ]);
});

test("a fix gives offsets into the file's text", () => {
  const [first, second] = parsed.findings;
  const text = sample.findings[0]?.span.document.text ?? "";
  const fix = first?.["fix"] as { edits: { path: string; start: number; end: number; text: string }[] };
  const [edit] = fix.edits;
  expect(edit).toMatchObject({ path: "deploy/compose.yaml", text: "db-data:" });
  expect(text.slice(edit?.start)).toMatch(/^\/var\/lib\/mysql/);
  expect(second?.["fix"]).toBeNull();
});

test("a note without a line has null there", () => {
  expect(parsed.notes).toEqual([
    { path: "x/compose.yaml", line: 4, message: "include: remote reference not read" },
    { path: "big/Dockerfile", line: null, message: "is larger than 5 MB and was not read" },
  ]);
});
