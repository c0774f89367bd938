import { readFileSync } from "node:fs";
import { join } from "node:path";
import { removeScratch, scratch } from "../faces/scratch.ts";
import { stowage } from "../faces/stowage.ts";
import { casesOf, type PeerCase } from "./cases.ts";
import { meaningOf } from "./same-idea.ts";

/** Fixes that differ in their text, with a reason: `same` where the fault is gone in another way, `other` where it is not mended or differently. */
interface Listed {
  readonly same: Readonly<Record<string, string>>;
  readonly other: Readonly<Record<string, string>>;
}

const listed = JSON.parse(readFileSync(join(__dirname, "../../fixtures/peers/tally-fix.json"), "utf8")) as Listed;

interface Result {
  readonly text: string;
  /** The case's rules that still report. */
  readonly left: readonly string[];
}

/** What `--fix-unsafe` (`--fix`, where the case's own settings leave unsafe fixes out) makes of a case under its settings. */
function mended(one: PeerCase): Result {
  const settings = one.config?.["tally.toml"];
  const folder = scratch({ ...one.context, Dockerfile: one.content, ...(typeof settings === "string" ? { "tally.toml": settings } : {}) });
  const unsafe = typeof settings !== "string" || !settings.includes("unsafe-fixes = false");
  const run = stowage(folder, ["check", "--preset", "tally", unsafe ? "--fix-unsafe" : "--fix", "--format", "json", "Dockerfile"]);
  const { findings } = JSON.parse(run.out) as { readonly findings: readonly { readonly peers?: readonly string[] }[] };
  const left = (one.rules ?? []).filter((rule) => findings.some(({ peers = [] }) => peers.some((id) => id === `tally:${rule}` || id === rule.replace("/", ":"))));
  return { text: readFileSync(join(folder, "Dockerfile"), "utf8"), left };
}

const cases = casesOf("tally-fix")?.filter(({ rules = [] }) => rules.length > 0);

afterAll(removeScratch);

(cases ? describe : describe.skip)("fixes have the idea of tally's", () => {
  const results = new Map((cases ?? []).map((one) => [one.id, { one, result: mended(one) }] as const));
  const differing = [...results].filter(([, { one, result }]) => meaningOf(result.text, one.rules ?? []) !== meaningOf(one.fixed ?? "", one.rules ?? [])).map(([id]) => id);

  test("what differs is listed with a reason, and nothing else", () => {
    expect(differing.sort()).toEqual([...Object.keys(listed.same), ...Object.keys(listed.other)].filter((id) => results.has(id)).sort());
  });

  test.each(Object.keys(listed.same))("%s: another text, and the fault is gone", (id) => {
    const found = results.get(id);
    if (!found) return;
    expect(found.result.text).not.toBe(found.one.content);
    expect(found.result.left).toEqual([]);
  });

  test("the idea is the same in at least 85 %", () => {
    const same = results.size - differing.filter((id) => listed.same[id] === undefined).length;
    console.log(`tally's fixes: the same idea in ${same} of ${results.size} cases`);
    expect(same / results.size).toBeGreaterThanOrEqual(0.85);
  });
});
