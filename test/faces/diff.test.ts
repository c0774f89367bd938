import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { unifiedDiff } from "../../src/faces/diff.ts";
import { removeScratch, scratch } from "./scratch.ts";

afterAll(removeScratch);

test("a changed line with three lines around it", () => {
  const lines = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const text = (changed: string): string => lines.map((line) => `${line === "e" ? changed : line}\n`).join("");
  expect(unifiedDiff("x", text("e"), text("E"))).toBe("--- x\n+++ x\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n");
  expect(unifiedDiff("x", "a\n", "a\n")).toBe("");
});

test("`git apply` makes the new text of the old one from it", () => {
  const line = fc.constantFrom("a", "b", "c", "d", "", "RUN x");
  const text = fc.tuple(fc.array(line, { maxLength: 14 }), fc.boolean()).map(([lines, end]) => lines.join("\n") + (end && lines.length > 0 ? "\n" : ""));
  const folder = scratch();
  fc.assert(fc.property(text, text, (before, after) => {
    fc.pre(before !== after && before !== "" && after !== "");
    writeFileSync(join(folder, "x"), before);
    const diff = unifiedDiff("x", before, after).replace("--- x", "--- a/x").replace("+++ x", "+++ b/x");
    execFileSync("git", ["apply", "--unidiff-zero", "--whitespace=nowarn", "-"], { cwd: folder, input: diff, stdio: ["pipe", "ignore", "pipe"] });
    expect(readFileSync(join(folder, "x"), "utf8")).toBe(after);
  }), { numRuns: 60 });
});
