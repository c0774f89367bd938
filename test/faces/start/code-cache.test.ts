import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CodeCache } from "../../../src/faces/start/code-cache.ts";
import { cacheFolder } from "../../../src/faces/start/cache-folder.ts";
import { removeScratch, scratch } from "../scratch.ts";

const elsewhere = "/nowhere/else";

afterAll(removeScratch);

function folderIn(home: string, cwd = elsewhere): string | undefined {
  return cacheFolder("key", { XDG_CACHE_HOME: home }, cwd);
}

test("the folder is made for the user alone, and found again", () => {
  const home = scratch();
  const folder = folderIn(home);
  expect(folder).toBe(join(home, "stowage/key"));
  for (const path of [join(home, "stowage"), join(home, "stowage/key")]) expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(folderIn(home)).toBe(folder);
});

test("a folder that others may write to or read, or a link, is not used", () => {
  const open = scratch({ "stowage/key/pack.js.bin": "x" });
  chmodSync(join(open, "stowage"), 0o700);
  chmodSync(join(open, "stowage/key"), 0o777);
  expect(folderIn(open)).toBeUndefined();
  chmodSync(join(open, "stowage/key"), 0o750);
  expect(folderIn(open)).toBeUndefined();
  chmodSync(join(open, "stowage/key"), 0o700);
  expect(folderIn(open)).toBeDefined();
  const linked = scratch();
  symlinkSync(join(open, "stowage"), join(linked, "stowage"));
  expect(folderIn(linked)).toBeUndefined();
});

test("nothing that a repository brings along is used", () => {
  const repository = scratch({ ".git/HEAD": "", "cache/stowage/key/pack.js.bin": "x" });
  for (const path of ["cache/stowage", "cache/stowage/key"]) chmodSync(join(repository, path), 0o700);
  expect(folderIn(join(repository, "cache"))).toBeUndefined();
  const folder = scratch();
  mkdirSync(join(folder, "cache"));
  expect(folderIn(join(folder, "cache"), folder)).toBeUndefined();
  expect(folderIn(join(folder, "cache"))).toBeDefined();
});

test("no folder is made where there is no place for one", () => {
  const file = join(scratch({ file: "" }), "file");
  expect(folderIn(join(file, "cache"))).toBeUndefined();
  expect(cacheFolder("key", { XDG_CACHE_HOME: scratch(), NODE_DISABLE_COMPILE_CACHE: "1" }, elsewhere)).toBeUndefined();
});

test("the chunks that ran come back as they were written", () => {
  const cache = new CodeCache(scratch());
  expect(cache.ran()).toEqual(new Set());
  cache.keepRan(["a.js", "b.js"]);
  expect(cache.ran()).toEqual(new Set(["a.js", "b.js"]));
});

test("code comes back as it was written, and not at all once a byte has changed", () => {
  const folder = scratch();
  const cache = new CodeCache(folder);
  const code = Buffer.from("compiled code");
  expect(cache.read("a.js")).toBeUndefined();
  cache.write("a.js", code);
  expect(cache.read("a.js")).toEqual(code);
  expect(statSync(join(folder, "a.js.bin")).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["a.js.bin"]);
  const bytes = readFileSync(join(folder, "a.js.bin"));
  for (const broken of [bytes.subarray(0, -1), bytes.subarray(0, -2), Buffer.alloc(0), changed(bytes, 3), changed(bytes, bytes.length - 1)]) {
    writeFileSync(join(folder, "a.js.bin"), broken);
    expect(cache.read("a.js")).toBeUndefined();
  }
});

test("the command works with an empty cache, a full one, a broken one and none, and says the same", () => {
  const build = scratch();
  execFileSync(process.execPath, [join(__dirname, "../../../build.mjs"), `--out=${join(build, "dist")}`], { stdio: "pipe" });
  const project = scratch({ Dockerfile: "FROM a\nMAINTAINER me\n" });
  const home = scratch();
  const run = (cache: string): string => execFileSync(process.execPath, ["-e", `require(${JSON.stringify(join(build, "dist/start.js"))}).start()`, "--", "check", "--preset", "all", "--fail-on", "never"],
    { cwd: project, encoding: "utf8", timeout: 20_000, env: { ...process.env, XDG_CACHE_HOME: cache } });
  const start = `require(${JSON.stringify(join(build, "dist/start.js"))}).start()`;
  execFileSync(process.execPath, ["-e", start, "--", "stowage", "--version"], { cwd: project, timeout: 20_000, env: { ...process.env, XDG_CACHE_HOME: home } });
  const small = statSync(join(home, "stowage", readdirSync(join(home, "stowage"))[0] ?? "", "pack.js.bin")).size;
  const first = run(home);
  expect(first).toContain("Dockerfile:2:1");
  const [key = ""] = readdirSync(join(home, "stowage"));
  const kept = join(home, "stowage", key);
  expect(readdirSync(kept)).toContain("pack.js.bin");
  // What --version left lacks the rules; a run that needs them adds theirs.
  expect(statSync(join(kept, "pack.js.bin")).size).toBeGreaterThan(small);
  const before = statSync(join(kept, "pack.js.bin")).mtimeMs;
  expect(run(home)).toBe(first);
  expect(statSync(join(kept, "pack.js.bin")).mtimeMs).toBe(before);
  writeFileSync(join(kept, "pack.js.bin"), changed(readFileSync(join(kept, "pack.js.bin")), 5000));
  expect(run(home)).toBe(first);
  expect(run("/proc/nothing")).toBe(first);
}, 60_000);

function changed(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x55;
  return copy;
}
