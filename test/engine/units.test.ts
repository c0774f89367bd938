import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../../rules/index.ts";
import { analyse, type AnalyseInput, type Division, type Work } from "../../src/engine/analyse.ts";
import { checkPart, packPart, PartDocuments, unpackPart } from "../../src/engine/part.ts";
import { readShare, shareOut } from "../../src/engine/shard.ts";
import { Units, type Unit } from "../../src/engine/units.ts";
import { buildProject } from "../../src/model/index.ts";
import { render } from "../../src/report/index.ts";
import { MemoryHost } from "../rules/memory-host.ts";
import { manyProjects } from "./many-projects.ts";

const root = join(__dirname, "../..");

function fixtures(folder: string, prefix: string): Record<string, string> {
  return Object.fromEntries(readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return Object.entries(fixtures(path, `${prefix}${entry.name}/`));
    return [[`${prefix}${entry.name}`, readFileSync(join(root, path), "utf8")]];
  }));
}

const files = { ...manyProjects, ...fixtures("fixtures/projects", "fixtures/") };
const input: AnalyseInput = { host: new MemoryHost(files), paths: ["."], catalogue, preset: "all" };

function report(divide?: (work: Work) => Division): string {
  const analysis = analyse({ ...input, ...(divide ? { divide } : {}) });
  expect(analysis.faults).toEqual([]);
  return render("json", analysis.report, { color: false, quiet: false }) + render("pretty", analysis.report, { color: false, quiet: false }) + render("sarif", analysis.report, { color: false, quiet: false });
}

describe("however a project is divided, the report is the same", () => {
  const usual = report();

  test("there is much to find", () => {
    expect(usual.split('"fingerprint"').length).toBeGreaterThan(150);
  });

  test("all in one piece", () => {
    expect(report((work) => ({ parts: [checkPart(buildProject(work.made), work)] }))).toBe(usual);
  });

  test.each([1, 2, 100])("in units, Dockerfiles that stand alone by fours or one by one: %i", (most) => {
    const divide = (work: Work): Division => {
      const units = new Units(work);
      const groups = most === 1 ? units.all.map((unit) => [unit]) : units.groups(units.all);
      return { parts: groups.map((group) => units.check(group)) };
    };
    expect(report(divide)).toBe(usual);
  });

  test("in units that are checked from the last to the first", () => {
    const divide = (work: Work): Division => {
      const units = new Units(work);
      const parts = [...units.all].reverse().map((unit) => units.check([unit]));
      return { parts: parts.reverse() };
    };
    expect(report(divide)).toBe(usual);
  });

  test("packed as plain data and unpacked", () => {
    const divide = (work: Work): Division => {
      const units = new Units(work);
      const documents = new PartDocuments((path) => files[path]);
      return { parts: units.all.flatMap((unit) => unpackPart(JSON.parse(JSON.stringify(packPart(units.check([unit])))) as ReturnType<typeof packPart>, documents) ?? []) };
    };
    expect(report(divide)).toBe(usual);
  });
});

test("each found file belongs to one unit", () => {
  analyse({ ...input, divide: (work) => {
    const { dockerfiles, composeFiles, scripts } = work.discovery;
    expect(new Units(work).all.flatMap(({ paths }) => paths).sort()).toEqual([...dockerfiles, ...composeFiles, ...scripts].sort());
    return { parts: [] };
  } });
});

describe("shares", () => {
  const units = Array.from({ length: 400 }, (_, at): Unit => ({ id: `${at}/Dockerfile`, paths: [`${at}/Dockerfile`], size: 200 + ((at * 7919) % 3000) }));
  const loads = (of: number): readonly number[] => {
    const shares = shareOut(units, of);
    return Array.from({ length: of }, (_, at) => units.filter((unit) => shares.get(unit) === at + 1).reduce((sum, { size }) => sum + size, 0));
  };

  test.each([2, 3, 7, 16])("%i are of about the same size", (of) => {
    const all = loads(of);
    const mean = all.reduce((sum, one) => sum + one, 0) / of;
    for (const load of all) {
      expect(load).toBeLessThan(mean * 1.12);
      expect(load).toBeGreaterThan(mean * 0.5);
    }
  });

  test("one big unit does not drive the others into one share", () => {
    const shares = shareOut([...units, { id: "big", paths: ["big"], size: 300_000 }], 3);
    const counts = [1, 2, 3].map((share) => units.filter((unit) => shares.get(unit) === share).length);
    expect(Math.max(...counts)).toBeLessThan(250);
  });

  test("few units move when others come or go", () => {
    const before = shareOut(units, 7);
    const more = [...units, ...Array.from({ length: 10 }, (_, at): Unit => ({ id: `new/${at}`, paths: [], size: 1000 }))];
    const after = shareOut(more, 7);
    expect(units.filter((unit) => before.get(unit) !== after.get(unit)).length).toBeLessThan(60);
    const fewer = shareOut(units.slice(5), 7);
    expect(units.slice(5).filter((unit) => before.get(unit) !== fewer.get(unit)).length).toBeLessThan(60);
  });

  test("are read", () => {
    expect(["1/1", "2/3", "9999/9999"].map(readShare)).toEqual([{ index: 1, of: 1 }, { index: 2, of: 3 }, { index: 9999, of: 9999 }]);
    expect(["", "0/1", "2/1", "1/", "1/2/3", "01/2", " 1/2"].map(readShare)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined, undefined]);
  });
});
