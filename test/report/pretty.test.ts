import { Document } from "#text";
import { render, renderNotes } from "../../src/report/index.ts";
import { findingAt, placeOf, plain, reportOf, sample, spanOf } from "./sample.ts";

const document = new Document("Dockerfile", "FROM x\nRUN one\nRUN two\n", "dockerfile");

function times(text: string, part: string): number {
  return text.split(part).length - 1;
}

test("a rule is explained once, however often it fires", () => {
  const report = reportOf(Array.from({ length: 50 }, () => findingAt(spanOf(document, "RUN one"))));
  const text = render("pretty", report, plain);
  expect(times(text, "what: Data is written")).toBe(1);
  expect(times(text, "do: Mount a named volume")).toBe(1);
  expect(times(text, "Dockerfile:2:1 warning writable-layer-data")).toBe(50);
});

test("colour adds styles and nothing else", () => {
  const coloured = render("pretty", sample, { ...plain, color: true });
  expect(coloured.replace(/\x1b\[\d+m/g, "")).toBe(render("pretty", sample, plain));
});

test("quiet is one line a finding", () => {
  const lines = render("pretty", sample, { ...plain, quiet: true }).trimEnd().split("\n");
  expect(lines).toHaveLength(sample.findings.length);
  expect(lines[1]).toBe("deploy/compose.yaml:7:7 error secret-in-environment  MYSQL_ROOT_PASSWORD holds a password in plain text");
});

test("nothing found is said, with what was suppressed", () => {
  const none = reportOf([]);
  expect(render("pretty", none, plain)).toBe("No findings in 3 files\n");
  expect(render("pretty", { ...none, summary: { ...none.summary, files: 1, suppressed: 2 } }, plain)).toBe("No findings in 1 file; 2 suppressed\n");
});

test("lines keep to the width of the terminal", () => {
  const report = reportOf([findingAt(spanOf(document, "RUN one"), { message: "word ".repeat(60).trim() })]);
  for (const line of render("pretty", report, { ...plain, width: 60 }).split("\n")) {
    if (!line.includes("https://")) expect(line.length).toBeLessThanOrEqual(60);
  }
});

test("of a very long trace the first and the last steps are shown", () => {
  const step = placeOf(spanOf(document, "RUN two"));
  const report = reportOf([findingAt(spanOf(document, "RUN one"), { trace: Array.from({ length: 40 }, (_, at) => ({ ...step, message: `step no ${at}.` })) })]);
  const text = render("pretty", report, plain);
  expect(text).toContain("1. Dockerfile:3:1 step no 0.");
  expect(text).toContain("28 steps left out");
  expect(text).toContain("40. Dockerfile:3:1 step no 39.");
  expect(text).not.toContain("step no 20.");
});

test("notes for the error stream name place and reason", () => {
  expect(renderNotes(sample.notes, { color: false })).toBe(
    "x/compose.yaml:4: note: include: remote reference not read\nbig/Dockerfile: not checked: is larger than 5 MB and was not read\n",
  );
});
