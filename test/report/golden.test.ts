import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formats, render } from "../../src/report/index.ts";
import { plain, sample } from "./sample.ts";

const folder = join(__dirname, "../../fixtures/reports");
const extensions: Readonly<Record<string, string>> = {
  pretty: "txt", json: "json", sarif: "sarif", github: "txt", gitlab: "json", checkstyle: "xml", junit: "xml", rdjson: "json", markdown: "md", html: "html", unix: "txt",
};

/** Compares with the golden file; `UPDATE_GOLDEN=1` writes it anew, to be read before it is committed. */
function expectGolden(name: string, text: string): void {
  const path = join(folder, name);
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  }
  expect(existsSync(path)).toBe(true);
  expect(text).toBe(readFileSync(path, "utf8"));
}

describe("golden reports", () => {
  test.each(formats)("%s", (format) => {
    expectGolden(`sample.${format}.${extensions[format] ?? "txt"}`, render(format, sample, plain));
  });

  test("pretty, in one line each", () => {
    expectGolden("sample.quiet.txt", render("pretty", sample, { ...plain, quiet: true }));
  });
});
