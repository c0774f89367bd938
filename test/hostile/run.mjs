// npm run fuzz -- N [FIRST]: N mutated projects, from the seed FIRST on. Prints each fault with the seed that shows it again.
import { build } from "esbuild";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const [count, first] = [Number(process.argv[2] ?? 1000), Number(process.argv[3] ?? 0)];
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(first)) throw new Error("npm run fuzz -- N [FIRST]");

const { faultWith, hostileProject, seedProjects } = await load(`
  export { faultWith } from "./test/hostile/judge.ts";
  export { hostileProject, seedProjects } from "./test/hostile/seeds.ts";
`);
const seeds = seedProjects(join(root, "../shared/data/corpus-dev"));
const faults = new Map();
const start = Date.now();
for (let seed = first; seed < first + count; seed++) {
  const fault = faultWith(hostileProject(seed, seeds));
  if (fault !== undefined) {
    const kind = fault.split("\n").slice(0, 3).join("\n").replace(/\d+ ms|:\d+:\d+/g, "");
    if (!faults.has(kind)) console.log(`seed ${seed}: ${fault.split("\n").slice(0, 6).join("\n")}\n`);
    faults.set(kind, (faults.get(kind) ?? 0) + 1);
  }
  if ((seed + 1 - first) % 1000 === 0) console.error(`${seed + 1 - first} projects, ${faults.size} kinds of faults, ${Math.round((Date.now() - start) / 1000)} s`);
}
console.log(`${count} mutated projects from ${seeds.length} seeds in ${Math.round((Date.now() - start) / 1000)} s: ${faults.size} kinds of faults`);
process.exitCode = faults.size === 0 ? 0 : 1;

async function load(contents) {
  const options = { bundle: true, write: false, platform: "node", format: "cjs", target: "node20", absWorkingDir: root, external: ["yaml", "unbash", "ignore", "acorn"], keepNames: true };
  const result = await build({ ...options, stdin: { contents, resolveDir: root, loader: "ts", sourcefile: "fuzz.ts" } });
  const module = { exports: {} };
  new Function("module", "exports", "require", result.outputFiles[0].text)(module, module.exports, createRequire(import.meta.url));
  return module.exports;
}
