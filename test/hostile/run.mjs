// npm run fuzz -- N [FIRST]: N mutated projects, from the seed FIRST on. Prints each fault with the seed that shows it again, and
// where the next run goes on. All in this one process; the same seeds make the same inputs.
import { build } from "esbuild";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const [count, first] = [Number(process.argv[2] ?? 1000), Number(process.argv[3] ?? 0)];
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(first)) throw new Error("npm run fuzz -- N [FIRST]");

const { faultWith, hostileProject, kindOf, seedProjects } = await load(`
  export { faultWith } from "./test/hostile/judge.ts";
  export { hostileProject, kindOf, seedProjects } from "./test/hostile/seeds.ts";
`);
const seeds = seedProjects(join(root, "../shared/data/corpus-dev"));
const faults = new Map();
const inputs = new Map();
let slowest = { seed: first, spent: 0 };
const start = Date.now();
for (let seed = first; seed < first + count; seed++) {
  const { files, trial, mutated } = hostileProject(seed, seeds);
  const before = process.cpuUsage();
  const fault = faultWith(files, trial);
  const { user, system } = process.cpuUsage(before);
  if (user + system > slowest.spent) slowest = { seed, spent: user + system };
  for (const path of mutated) inputs.set(kindOf(path), (inputs.get(kindOf(path)) ?? 0) + 1);
  if (fault !== undefined) {
    const kind = fault.split("\n").slice(0, 3).join("\n").replace(/\d+ ms|:\d+:\d+|".*/g, "");
    if (!faults.has(kind)) console.log(`seed ${seed}: ${fault.split("\n").slice(0, 6).join("\n")}\n`);
    faults.set(kind, (faults.get(kind) ?? 0) + 1);
  }
  if ((seed + 1 - first) % 1000 === 0) console.error(`${seed + 1 - first} projects, ${total()} inputs, ${faults.size} kinds of faults, ${Math.round((Date.now() - start) / 1000)} s`);
}
console.log(`${count} projects with ${total()} mutated files from ${seeds.length} seeds in ${Math.round((Date.now() - start) / 1000)} s: ${faults.size} kinds of faults`);
console.log([...inputs].sort().map(([kind, number]) => `${kind}: ${number}`).join(", "));
console.log(`the slowest project, seed ${slowest.seed}, took ${Math.round(slowest.spent / 1000)} ms of processor time; go on with: npm run fuzz -- ${count} ${first + count}`);
process.exitCode = faults.size === 0 ? 0 : 1;

function total() {
  return [...inputs.values()].reduce((sum, number) => sum + number, 0);
}

async function load(contents) {
  const options = { bundle: true, write: false, platform: "node", format: "cjs", target: "node20", absWorkingDir: root, external: ["yaml", "unbash", "ignore", "acorn"], keepNames: true };
  const result = await build({ ...options, stdin: { contents, resolveDir: root, loader: "ts", sourcefile: "fuzz.ts" } });
  const module = { exports: {} };
  new Function("module", "exports", "require", result.outputFiles[0].text)(module, module.exports, createRequire(import.meta.url));
  return module.exports;
}
