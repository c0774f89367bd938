import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

const root = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "stowage-action-"));
const action = join(folder, "action");
const work = join(folder, "work");

/** A tool that only writes down how it was called; the script is what is tested here. */
const recorder = `
const { appendFileSync, writeFileSync } = require("node:fs");
const output = process.argv[process.argv.indexOf("--output") + 1];
if (process.argv.includes("--output") && !process.argv.includes("broken")) writeFileSync(output, "{}");
appendFileSync(${JSON.stringify(join(folder, "calls"))}, JSON.stringify(process.argv.slice(2)) + "\\n");
process.exitCode = 1;
`;

beforeAll(() => {
  for (const path of [join(action, "bin"), join(action, "dist"), work]) mkdirSync(path, { recursive: true });
  writeFileSync(join(action, "bin/stowage.js"), recorder);
  writeFileSync(join(action, "dist/start.js"), "");
});

beforeEach(() => {
  rmSync(join(folder, "calls"), { force: true });
  rmSync(join(folder, "output"), { force: true });
  rmSync(join(work, "stowage.sarif"), { force: true });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function runAction(inputs: Readonly<Record<string, string>>): { readonly status: number | null; readonly calls: readonly (readonly string[])[]; readonly output: string } {
  const defaults = { STOWAGE_PATHS: ".", STOWAGE_ARGS: "", STOWAGE_FAIL_ON: "warning", STOWAGE_SARIF: "stowage.sarif", STOWAGE_ANNOTATIONS: "false", STOWAGE_FOLDER: "." };
  const run = spawnSync("bash", [join(root, ".github/action/run.sh")], {
    cwd: work, encoding: "utf8", timeout: 30_000,
    env: { PATH: process.env["PATH"], ...defaults, ...inputs, STOWAGE_ACTION: action, GITHUB_OUTPUT: join(folder, "output") },
  });
  const calls = existsSync(join(folder, "calls")) ? readFileSync(join(folder, "calls"), "utf8").trim().split("\n").map((line) => JSON.parse(line) as string[]) : [];
  return { status: run.status, calls, output: existsSync(join(folder, "output")) ? readFileSync(join(folder, "output"), "utf8") : "" };
}

test("leaves a SARIF file, passes the exit status on and names both", () => {
  const { status, calls, output } = runAction({});
  expect(status).toBe(1);
  expect(calls[0]).toEqual(["check", "--fail-on", "warning", "--format", "sarif", "--output", "stowage.sarif", "--", "."]);
  expect(output).toBe("sarif-file=./stowage.sarif\nexit-status=1\n");
});

test("names no SARIF file where none was written", () => {
  expect(runAction({ STOWAGE_ARGS: "broken" }).output).toBe("exit-status=1\n");
});

test("arguments and paths are one a line, blanks in them stay", () => {
  const { calls } = runAction({ STOWAGE_PATHS: "my app\nother\n", STOWAGE_ARGS: "--rule\nmoving-tag=off\n\n", STOWAGE_FAIL_ON: "error" });
  expect(calls[0]?.slice(0, 3)).toEqual(["check", "--fail-on", "error"]);
  expect(calls[0]?.slice(-5)).toEqual(["--rule", "moving-tag=off", "--", "my app", "other"]);
});

test("annotations are orders to GitHub's log", () => {
  expect(runAction({ STOWAGE_ANNOTATIONS: "true" }).calls[1]).toEqual(expect.arrayContaining(["--format", "github"]));
});

test("nothing in an input is run by the shell", () => {
  const attack = `$(touch ${join(folder, "owned")}); touch ${join(folder, "owned")} \`touch ${join(folder, "owned")}\` "'`;
  runAction({ STOWAGE_PATHS: attack, STOWAGE_ARGS: attack, STOWAGE_FAIL_ON: attack, STOWAGE_SARIF: attack, STOWAGE_ANNOTATIONS: attack });
  expect(existsSync(join(folder, "owned"))).toBe(false);
});

test("an input cannot write other outputs", () => {
  const { status, output } = runAction({ STOWAGE_SARIF: "x\nexit-status=0" });
  expect(status).toBe(2);
  expect(output).toBe("");
});

test("no input stands in shell text of action.yml", () => {
  const { runs } = parse(readFileSync(join(root, "action.yml"), "utf8")) as { runs: { steps: { run?: string }[] } };
  for (const step of runs.steps) expect(step.run ?? "").not.toContain("${{");
});
