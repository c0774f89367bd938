import { readFileSync } from "node:fs";
import { join } from "node:path";
import { removeScratch, scratch } from "../faces/scratch.ts";
import { stowage } from "../faces/stowage.ts";

afterAll(removeScratch);

/** Emptying the package lists would make three commands of two, which run-heredoc-candidate counts. */
const text = "FROM debian:12\n\nRUN apt-get update \\\n\t&& apt-get install --no-install-recommends curl=8\n";

function mended(...options: readonly string[]): { readonly text: string; readonly rules: readonly string[] } {
  const folder = scratch({ Dockerfile: text });
  const { out } = stowage(folder, ["check", "--no-config", "--no-cache", "--format", "json", ...options, "."]);
  return { text: readFileSync(join(folder, "Dockerfile"), "utf8"), rules: (JSON.parse(out) as { readonly findings: readonly { readonly rule: string }[] }).findings.map(({ rule }) => rule) };
}

describe("a safe fix that brings about a finding of another kind", () => {
  test("is left out where that rule is on, and the other fixes of the file are not", () => {
    const { text: after, rules } = mended("--preset", "all", "--fix");
    expect(after).toContain("apt-get install -y");
    expect(after).not.toContain("/var/lib/apt/lists");
    expect(rules).toContain("package-cache-left");
    expect(rules).not.toContain("run-heredoc-candidate");
  });

  test("is made where that rule is off", () => {
    const { text: after } = mended("--preset", "all", "--rule", "run-heredoc-candidate=off", "--fix");
    expect(after).toContain("apt-get install -y");
    expect(after).toContain("/var/lib/apt/lists");
  });

  test("is made where fixes may change more", () => {
    expect(mended("--preset", "all", "--fix-unsafe").text).toMatch(/\/var\/lib\/apt\/lists|--mount=type=cache/);
  });
});
