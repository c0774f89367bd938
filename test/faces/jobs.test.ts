import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../src/faces/cli.ts";
import { manyProjects } from "../engine/many-projects.ts";
import { removeScratch, scratch } from "./scratch.ts";
import { stowage, type Outcome } from "./stowage.ts";

const root = join(__dirname, "../..");
let launcher = "";
let folder = "";

beforeAll(() => {
  const build = scratch();
  mkdirSync(join(build, "dist"));
  execFileSync(process.execPath, [join(root, "build.mjs"), `--out=${join(build, "dist")}`], { stdio: "pipe" });
  // Says what each thread did.
  launcher = join(build, "dist/counted.js");
  writeFileSync(launcher, `exports.work = () => { require("./start.js").work(); require("node:fs").appendFileSync(${JSON.stringify(join(build, "log"))}, "done\\n"); };`);
  writeFileSync(join(build, "log"), "");
  folder = scratch({ ...manyProjects, ...Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`lone/${n}/Dockerfile`, `FROM debian\nRUN apt-get update # ${n}\nADD a b\n`])) });
  cpSync(join(root, "fixtures/projects"), join(folder, "fixtures"), { recursive: true });
}, 120_000);

afterAll(removeScratch);

function threaded(argv: readonly string[], from = launcher, cwd = folder): Outcome {
  let out = "";
  let error = "";
  const status = run(argv, {
    cwd, env: {}, terminal: false, width: undefined, launcher: from,
    out: (text) => { out += text; }, error: (text) => { error += text; }, input: () => Buffer.alloc(0),
  });
  return { status, out, error };
}

function ended(): number {
  return readFileSync(join(launcher, "../../log"), "utf8").split("\n").length - 1;
}

describe("the same bytes from any number of threads", () => {
  test.each(["pretty", "json", "sarif"])("%s", async (format) => {
    const argv = ["check", ".", "--preset", "all", "-f", format];
    const one = threaded(argv);
    expect(one.out.length).toBeGreaterThan(10_000);
    const before = ended();
    for (const jobs of ["1", "2", "4"]) expect(threaded([...argv, "--jobs", jobs])).toEqual(one);
    // The threads have answered before the report is written; they end a little later.
    for (let wait = 0; wait < 100 && ended() < before + 4; wait++) await new Promise((resolve) => { setTimeout(resolve, 50); });
    expect(ended()).toBe(before + 4);
  }, 60_000);

  test("with a configuration, rules and a baseline of the command line", () => {
    const argv = ["check", "lone", "stack", "--preset", "hadolint", "--rule", "avoidable-add=off", "--no-config", "-f", "json"];
    const one = threaded(argv);
    expect(one.out).toContain("hadolint:");
    expect(threaded([...argv, "--jobs", "3"])).toEqual(one);
  }, 60_000);

  test.each([
    ["cannot start", "throw new Error('no');"],
    ["leaves at once", "exports.work = () => process.exit(1);"],
    ["ends without an answer", "exports.work = () => { const { turns } = require('node:worker_threads').workerData; Atomics.add(turns, 0, 7); Atomics.add(turns, 3, 1); };"],
  ])("where a thread %s", (_, text) => {
    const broken = join(scratch({ "broken.js": text }), "broken.js");
    const argv = ["check", ".", "--preset", "all", "-f", "json"];
    expect(threaded([...argv, "--jobs", "2"], broken)).toEqual(threaded(argv));
  }, 60_000);
});

test("auto keeps to one thread where there is little to do", () => {
  const small = scratch({ Dockerfile: "FROM debian\n" });
  const before = ended();
  expect(threaded(["check", "--jobs", "auto"], launcher, small)).toEqual(threaded(["check"], launcher, small));
  expect(ended()).toBe(before);
});

test.each(["0", "-1", "many", "1.5", "10000", "Auto"])("--jobs %s is a mistake in the command line", (value) => {
  expect(stowage(scratch({ Dockerfile: "FROM debian\n" }), ["check", `--jobs=${value}`])).toMatchObject({ status: 2, out: "", error: expect.stringContaining("--jobs takes a number from 1 on, or auto") as unknown });
});
