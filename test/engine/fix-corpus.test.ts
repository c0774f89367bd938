import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDockerfile, type DockerfileTree } from "../../src/parse/dockerfile/index.ts";
import { Document } from "../../src/text/index.ts";
import { removeScratch, scratch } from "../faces/scratch.ts";
import { stowage } from "../faces/stowage.ts";

/** Real Dockerfiles that are shared between projects; not part of this one. */
const corpus = join(__dirname, "../../../shared/data/corpus-dev/dockerfiles");

const SAMPLE = 120;
const SEED = 20_261_121;

interface Reported {
  readonly path: string;
  readonly rule: string;
  readonly fix?: { readonly safe: boolean };
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)])).sort();
}

/** The same files in each run, from everywhere in the list. */
function sample(paths: readonly string[]): readonly string[] {
  let state = SEED;
  const chosen = new Set<string>();
  while (chosen.size < Math.min(SAMPLE, paths.length)) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    chosen.add(paths[(state >>> 8) % paths.length] ?? "");
  }
  return [...chosen];
}

function tree(text: string): DockerfileTree {
  return parseDockerfile(new Document("Dockerfile", text, "dockerfile"));
}

function comments(text: string): readonly string[] {
  return tree(text).comments.map((comment) => comment.text.trim()).sort();
}

function run(folder: string, preset: string, ...more: readonly string[]): readonly Reported[] {
  const { out, status } = stowage(folder, ["check", "--no-config", "--no-cache", "--preset", preset, "--format", "json", ...more, "."]);
  expect(status).not.toBe(3);
  return (JSON.parse(out) as { readonly findings: readonly Reported[] }).findings;
}

function kinds(findings: readonly Reported[]): ReadonlySet<string> {
  return new Set(findings.map(({ path, rule }) => `${path} ${rule}`));
}

afterAll(removeScratch);

const there = existsSync(corpus);
if (!there) console.log("skipped: the shared Dockerfiles are not next to this project");

(there ? describe : describe.skip).each(["recommended", "all"])("--fix on real files, %s rules", (preset) => {
  const texts = new Map((there ? sample(filesBelow(corpus)) : []).map((path, at) => [`p${at}/Dockerfile`, readFileSync(path, "utf8")] as const));
  const folder = scratch(Object.fromEntries(texts));
  const now = (path: string): string => readFileSync(join(folder, path), "utf8");
  const before = kinds(run(folder, preset));
  const left = run(folder, preset, "--fix");
  const once = new Map([...texts.keys()].map((path) => [path, now(path)]));

  test("something is mended, and each result parses as well as before", () => {
    expect([...texts].filter(([path, text]) => once.get(path) !== text).length).toBeGreaterThan(SAMPLE / 4);
    expect([...texts].filter(([path, text]) => tree(once.get(path) ?? "").faults.length > tree(text).faults.length).map(([path]) => path)).toEqual([]);
  });

  test("no comment is lost", () => {
    const lost = [...texts].flatMap(([path, text]) => {
      const kept = [...comments(once.get(path) ?? "")];
      return comments(text).filter((comment) => {
        // a name may be put in front of it
        const at = kept.findIndex((one) => one === comment || one.endsWith(` ${comment}`));
        if (at >= 0) kept.splice(at, 1);
        return at < 0;
      }).map((comment) => `${path}: ${comment}`);
    });
    expect(lost).toEqual([]);
  });

  test("no finding of another kind appears", () => {
    expect([...kinds(left)].filter((kind) => !before.has(kind))).toEqual([]);
  });

  test("a second run changes nothing", () => {
    run(folder, preset, "--fix");
    expect([...once].filter(([path, text]) => now(path) !== text).map(([path]) => path)).toEqual([]);
  });
});
