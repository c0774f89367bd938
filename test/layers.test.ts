import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { preProcessFile } from "typescript";

const root = join(__dirname, "..");

/** Lowest first: a file imports from its own layer and from those below it. */
const layers = ["src/text", "src/parse", "src/model", "src/rule", "rules", "src/engine", "src/gen", "src/report", "src/faces"];
const aliases: Readonly<Record<string, string>> = { "#text": "src/text/index.ts", "#rule": "src/rule/index.ts" };

interface Import {
  readonly from: string;
  readonly to: string;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : entry.name.endsWith(".ts") ? [path] : [];
  });
}

/** Static imports and re-exports, `require` calls and types written as `import("...")`. */
function importsOf(path: string): readonly Import[] {
  const text = readFileSync(join(root, path), "utf8");
  return preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({ from: path, to: resolved(path, fileName) }));
}

function resolved(from: string, target: string): string {
  const alias = aliases[target];
  if (alias !== undefined) return alias;
  return target.startsWith(".") ? relative(root, resolve(root, dirname(from), target)).split("\\").join("/") : target;
}

function layerOf(path: string): number {
  return layers.findIndex((layer) => path.startsWith(`${layer}/`));
}

const all = [...filesBelow("src"), ...filesBelow("rules")].flatMap(importsOf);

test("there is something to look at", () => {
  expect(all.length).toBeGreaterThan(300);
  expect(new Set(all.map(({ from }) => layerOf(from)))).toEqual(new Set([...layers.keys(), -1]));
});

test("imports go downward only", () => {
  const upward = all.filter(({ from, to }) => layerOf(from) >= 0 && layerOf(to) > layerOf(from));
  expect(upward.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
});

test("a rule imports #rule and nothing else", () => {
  const rules = all.filter(({ from }) => from.startsWith("rules/") && from !== "rules/index.ts");
  expect(rules.filter(({ to }) => to !== aliases["#rule"]).map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
});

test("only the faces and the generator touch the disk or the process", () => {
  const disk = /^(?:node:)?(?:fs|child_process|net|http|https|os|process|worker_threads)(?:\/|$)/;
  const outside = all.filter(({ from, to }) => disk.test(to) && !/^src\/(?:faces|gen)\//.test(from));
  expect(outside.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
});

test("no folder or file is called utils, helpers, common or misc", () => {
  const vague = [...filesBelow("src"), ...filesBelow("rules")].filter((path) => /\b(?:utils?|helpers?|common|misc)\b/.test(path));
  expect(vague).toEqual([]);
});
