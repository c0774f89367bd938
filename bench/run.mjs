// npm run bench [-- --rounds N] [--corpus FOLDER] [--only NAME]: speed and memory of the built command line, beside others.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeInputs } from "./inputs.mjs";
import { compare, onPath, peakMemory } from "./measure.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const start = join(root, "dist/start.js");
const { values } = parseArgs({ options: { rounds: { type: "string", default: "11" }, corpus: { type: "string" }, only: { type: "string" } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds takes a whole number from 1 on");

if (!existsSync(start)) fail("dist is missing: `npm run build` makes it");
if (!existsSync(join(here, "node_modules"))) installOthers();

const inputs = makeInputs();
const missed = [];
try {
  console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? "?"}, ${rounds} rounds; ratios are medians of pairs, quartiles in brackets`);
  for (const [name, measure] of Object.entries(measures())) if (values.only === undefined || values.only === name) measure();
} finally {
  inputs.remove();
}
console.log(missed.length === 0 ? "\nAll goals are reached." : `\nNot reached: ${missed.join("; ")}`);
process.exitCode = missed.length === 0 ? 0 : 1;

function measures() {
  return {
    start: coldStart,
    dockerfiles: twoHundredDockerfiles,
    compose: twoHundredComposeFiles,
    growth,
    all: everyRule,
    memory,
  };
}

function coldStart() {
  title("One Dockerfile");
  const cwd = inputs.in("one");
  const rows = compare([
    node("node -e 0", ["-e", "0"], cwd),
    stowage("stowage", ["Dockerfile"], cwd),
    stowage("stowage without its code cache", ["Dockerfile"], cwd, { NODE_DISABLE_COMPILE_CACHE: "1" }),
    ...others("dockerfilelint", ["Dockerfile"], cwd),
    ...others("dockerfile-utils", ["lint", "Dockerfile"], cwd),
    ...installed("hadolint", ["Dockerfile"], cwd),
    ...installed("shellcheck", ["--version"], cwd),
  ], rounds * 2);
  print(rows);
  goal("one Dockerfile at most 1.6x node -e 0", rows[1].ratio <= 1.6);
}

function twoHundredDockerfiles() {
  title("200 Dockerfiles");
  const cwd = inputs.in("dockerfiles-200");
  const files = readdirSync(cwd).map((name) => `${name}/Dockerfile`);
  const rows = compare([stowage("stowage", ["."], cwd), ...others("dockerfilelint", files, cwd), ...installed("hadolint", files, cwd)], rounds);
  print(rows);
  const peer = rows.find(({ name }) => name === "dockerfilelint");
  if (peer) goal("200 Dockerfiles faster than dockerfilelint", peer.ratio > 1);
}

function twoHundredComposeFiles() {
  title("200 compose files");
  const cwd = inputs.in("compose-200");
  const rows = compare([stowage("stowage", ["."], cwd), ...others("dclint", [".", "-r"], cwd)], Math.max(3, Math.ceil(rounds / 3)));
  print(rows);
  const peer = rows.find(({ name }) => name === "dclint");
  if (peer) goal("200 compose files at least 20x faster than dclint", peer.ratio >= 20);
}

function growth() {
  for (const [what, names, most] of [
    ["Files", ["files-100", "files-400", "files-1600"], 17],
    ["Instructions of one Dockerfile", ["instructions-2000", "instructions-20000"], 12],
    ["Services of one compose file", ["services-100", "services-1000"], 11],
    ["Findings of one Dockerfile", ["findings-500", "findings-5000"], 11],
  ]) {
    title(`${what}, --preset all`);
    const rows = compare(names.map((name) => stowage(name, ["--preset", "all", "--format", "json", "."], inputs.in(name))), Math.max(3, Math.ceil(rounds / 2)));
    print(rows);
    goal(`${names.at(-1)} at most ${most}x ${names[0]}`, rows.at(-1).ratio <= most);
  }
}

function everyRule() {
  title("2,000 Dockerfiles, --preset all");
  const cwd = inputs.in("files-2000");
  print(compare([stowage("stowage", ["--preset", "all", "--format", "json", "."], cwd), ...installed("hadolint", readdirSync(cwd).map((name) => `${name}/Dockerfile`), cwd)], 3));
}

function memory() {
  title("Peak memory");
  // What is kept of the code is there from the second run on.
  const peak = (folder, args) => [0, 1].map(() => peakMemory(start, ["--format", "json", ...args, folder], root)).at(-1);
  const measured = (name, bytes) => row(name, `${megabytes(bytes)} MB`);
  for (const name of ["one", "files-2000"]) measured(`${name}, every rule`, peak(inputs.in(name), ["--preset", "all"]));
  const many = peak(inputs.in("files-16000"), []);
  measured("16,000 files, recommended rules", many);
  goal("peak memory for 16,000 files under 250 MB", many < 250e6);
  const corpus = values.corpus ?? join(root, "../shared/data/corpus-dev");
  if (!existsSync(corpus)) return console.log("  no corpus: give one with --corpus FOLDER");
  const recommended = peak(corpus, []);
  measured("the corpus, recommended rules", recommended);
  goal("peak memory on the corpus under 300 MB", recommended < 300e6);
  const all = peak(corpus, ["--preset", "all"]);
  measured("the corpus, every rule", all);
  goal("peak memory on the corpus with every rule under 400 MB", all < 400e6);
}

function node(name, args, cwd, env = {}) {
  return { name, command: process.execPath, args, cwd, env };
}

function stowage(name, args, cwd, env) {
  return node(name, [join(root, "bin/stowage.js"), "--fail-on", "never", ...args], cwd, env);
}

/** A linter of bench/'s own package; nothing where it is not installed. */
function others(name, args, cwd) {
  const path = join(here, "node_modules/.bin", name);
  return existsSync(path) ? [node(name, [path, ...args], cwd)] : [];
}

function installed(name, args, cwd) {
  const command = onPath(name);
  return command ? [{ name, command, args, cwd, env: {} }] : [];
}

function installOthers() {
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts"], { cwd: here, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) console.log("The other linters could not be installed: only stowage is measured.");
}

function title(text) {
  console.log(`\n${text}`);
}

function print(rows) {
  for (const { name, time, ratio, low, high } of rows) row(name, `${time.toFixed(0).padStart(7)} ms  ${ratio.toFixed(2)}x [${low.toFixed(2)}, ${high.toFixed(2)}]`);
}

function row(name, text) {
  console.log(`  ${name.padEnd(32)} ${text}`);
}

function goal(text, reached) {
  console.log(`  ${reached ? "reached" : "MISSED"}: ${text}`);
  if (!reached) missed.push(text);
}

function megabytes(bytes) {
  return Math.round(bytes / 1e6);
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
