import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { removeScratch } from "../faces/scratch.ts";
import { judge, judgedCases, type Settings } from "./agreement.ts";
import type { PeerCase } from "./cases.ts";
import { settingsOf } from "./settings.ts";

/** A case in which we differ from a peer, as `fixtures/peers` lists it. */
interface Difference {
  readonly id: string;
  readonly rule: string;
  readonly reason: string;
  readonly agreesWith?: "its own settings" | Settings;
}

/** The peers, and the share of their cases that must agree. */
const peers: readonly (readonly [peer: string, share: number])[] = [
  ["hadolint", 0.985], ["buildkit", 0.96], ["tally", 0.95], ["kics", 0.98], ["kics-datadog", 0.98], ["trivy", 0.98], ["checkov", 0.98], ["semgrep", 0.99], ["dockerfilelint", 0.97], ["compose-go", 0.9],
];

function listedFor(peer: string): readonly Difference[] {
  const path = join(__dirname, `../../fixtures/peers/${peer}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) as readonly Difference[] : [];
}

/** hadolint and dclint are tested with the settings of each case, the others with their defaults. */
function usual(one: PeerCase): Settings {
  return one.peer === "tally" ? {} : settingsOf(one);
}

afterAll(removeScratch);

describe.each(peers)("%s", (peer, share) => {
  const listed = listedFor(peer);
  const judged = judgedCases(peer, usual);
  const run = judged ? test : test.skip;

  run("we agree, but for what is listed", () => {
    const differing = (judged ?? []).filter(({ differences }) => differences.length > 0);
    const ids = new Set((judged ?? []).map(({ one }) => one.id));
    expect(differing.flatMap(({ one, differences }) => differences.map(({ rule }) => `${one.id}: ${rule}`)).filter((text, at, all) => all.indexOf(text) === at).sort())
      .toEqual(listed.filter(({ id }) => ids.has(id)).map(({ id, rule }) => `${id}: ${rule}`).sort());
    expect(1 - differing.length / ids.size).toBeGreaterThanOrEqual(share);
  });

  run("listed with settings: with them we agree; without: settings make no difference", () => {
    const settings = new Map(listed.map(({ id, agreesWith }) => [id, agreesWith]));
    const cases = (judged ?? []).map(({ one }) => one).filter(({ id }) => settings.has(id));
    const again = judge(peer, cases, (one) => {
      const given = settings.get(one.id);
      return typeof given === "object" ? given : settingsOf(one);
    });
    expect(again.filter(({ differences }) => differences.length > 0).map(({ one }) => one.id).sort())
      .toEqual(cases.filter(({ id }) => settings.get(id) === undefined).map(({ id }) => id).sort());
  });
});
