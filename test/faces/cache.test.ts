import { chmodSync, existsSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { git, makeRepository, writeCommit, type Commit } from "../../fixtures/engine/cache-scenarios.ts";
import { faultsBySchema } from "../report/schema.ts";
import { removeScratch, scratch } from "./scratch.ts";
import { stowage } from "./stowage.ts";

afterAll(removeScratch);

const shop = "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n";
const first: Commit = { "web/Dockerfile": shop, "web/package.json": "{}\n", "web/package-lock.json": "{}\n", "web/server.js": "1\n" };

function repository(...more: readonly Commit[]): string {
  const folder = scratch();
  makeRepository(folder, [first, ...more.map((one) => ({ ...first, ...one }))]);
  return folder;
}

interface Facts {
  readonly dockerfiles: readonly {
    readonly path: string; readonly commits: number;
    readonly instructions: readonly { readonly line: number; readonly invalidated: number; readonly changed: number; readonly text: string }[];
    readonly savings: readonly { readonly saved: number; readonly reruns: number; readonly manifests: readonly { readonly path: string; readonly changed: number }[] }[];
  }[];
  readonly notes: readonly { readonly path: string; readonly message: string }[];
}

function facts(folder: string, ...argv: readonly string[]): Facts {
  const { out } = stowage(folder, ["cache", "--format", "json", ...argv]);
  expect(faultsBySchema("cache", out)).toEqual([]);
  return JSON.parse(out) as Facts;
}

function invalidated(folder: string, ...argv: readonly string[]): readonly (number | undefined)[] {
  return facts(folder, ...argv).dockerfiles.flatMap(({ instructions }) => instructions.map((one) => one.invalidated));
}

test("a table for people, and what another order would have spared", () => {
  const folder = repository({ "web/server.js": "2\n" }, { "web/server.js": "3\n" }, { "web/server.js": "3\n", "web/package-lock.json": "{ }\n" });
  const { status, out, error } = stowage(folder, ["cache"]);
  expect({ status, error }).toEqual({ status: 0, error: "" });
  expect(out).toBe([
    "web/Dockerfile  context web  built at each of the last 3 commits",
    "  line  built again  changed itself  instruction",
    "     1       0 of 3               0  FROM node:22",
    "     2       0 of 3               0  WORKDIR /app",
    "     3       3 of 3               3  COPY . .",
    "     4       3 of 3               0  RUN npm ci",
    "  another order: in the last 3 commits line 3 changed 3 times, package.json 0 times, package-lock.json once",
    "    copy the manifests alone before line 4 (`npm ci`) and the rest of line 3 after it: 2 of 3 runs would have been spared",
    "", "",
  ].join("\n"));
});

test("json holds to the shipped schema, also from a folder below the top and with fewer commits", () => {
  const folder = repository({ "web/server.js": "2\n" }, { "web/package.json": "{ }\n", "web/server.js": "2\n" });
  const [all] = facts(join(folder, "web")).dockerfiles;
  expect(all).toMatchObject({ path: "Dockerfile", commits: 2, savings: [{ reruns: 2, saved: 1, manifests: [{ path: "package.json", changed: 1 }, { path: "package-lock.json", changed: 0 }] }] });
  expect(facts(folder, "--commits", "1").dockerfiles[0]).toMatchObject({ path: "web/Dockerfile", commits: 1, savings: [{ reruns: 1, saved: 0 }] });
  expect(faultsBySchema("cache", JSON.stringify({ version: 1, dockerfiles: [{ ...all, more: 1 }], notes: [] }))).not.toEqual([]);
});

test("renamed, added and deleted files count; files outside the context and a commit that changes nothing do not", () => {
  const folder = repository({ "web/moved.js": "1\n" }, { "web/server.js": "9\n" }, { "web/server.js": "9\n", "README.md": "x\n" });
  git(folder, "mv", "web/server.js", "web/other.js");
  git(folder, "commit", "-q", "-m", "renamed");
  git(folder, "commit", "-q", "--allow-empty", "-m", "nothing");
  expect(invalidated(folder)).toEqual([0, 0, 3, 3]);
});

test("a merge counts once, by its first parent", () => {
  const folder = repository();
  git(folder, "checkout", "-q", "-b", "side");
  for (const text of ["2\n", "3\n", "4\n"]) {
    writeFileSync(join(folder, "web/server.js"), text);
    git(folder, "commit", "-q", "-a", "-m", "side");
  }
  git(folder, "checkout", "-q", "main");
  git(folder, "merge", "-q", "--no-ff", "-m", "merge", "side");
  const [file] = facts(folder).dockerfiles;
  expect(file?.commits).toBe(1);
  expect(invalidated(folder)).toEqual([0, 0, 1, 1]);
});

test("a context that a compose file names, with the Dockerfile elsewhere", () => {
  const folder = scratch();
  const files: Commit = { "compose.yaml": "services:\n  app:\n    build: { context: src, dockerfile: ../docker/Dockerfile }\n", "docker/Dockerfile": "FROM a\nCOPY . /x\n", "src/a.txt": "1\n" };
  makeRepository(folder, [files, { ...files, "docker/notes.txt": "1\n" }, { ...files, "docker/notes.txt": "1\n", "src/a.txt": "2\n" }]);
  expect(invalidated(folder)).toEqual([0, 1]);
});

test("a Dockerfile that is changed, or new, and not committed", () => {
  const folder = repository({ "web/server.js": "2\n" });
  writeFileSync(join(folder, "web/Dockerfile"), `${shop}RUN more\n`);
  writeFileSync(join(folder, "Dockerfile"), "FROM a\n");
  const { status, out, error } = stowage(folder, ["cache"]);
  expect(status).toBe(0);
  expect(out).not.toContain("RUN more");
  expect(error).toMatch(/web\/Dockerfile.*has changes that are not committed/);
  expect(error).toMatch(/Dockerfile.*is not in the newest commit/);
});

test("a shallow clone says what is missing and how to get it", () => {
  const folder = repository({ "web/server.js": "2\n" }, { "web/server.js": "3\n" });
  const clone = join(scratch(), "clone");
  git(folder, "clone", "-q", "--depth", "2", `file://${folder}`, clone);
  const { status, out, error } = stowage(clone, ["cache"]);
  expect(status).toBe(2);
  expect(error).toContain("shallow clone with only 2 of the last 101 commits: fetch the others with `git fetch --unshallow`");
  expect(out).toContain("3       1 of 1");
  expect(stowage(clone, ["cache", "--commits", "1"]).status).toBe(0);
});

test("no repository, no commit, no git", () => {
  const plain = scratch({ Dockerfile: "FROM a\n" });
  expect(stowage(plain, ["cache"])).toMatchObject({ status: 2, error: expect.stringContaining("is in no git work tree") as string });
  git(plain, "init", "-q");
  expect(stowage(plain, ["cache"])).toMatchObject({ status: 2, error: expect.stringContaining("no commits yet") as string });
  const path = process.env["PATH"];
  process.env["PATH"] = scratch();
  try {
    expect(stowage(plain, ["cache"])).toMatchObject({ status: 2, error: expect.stringContaining("git is not to be found") as string });
  } finally {
    process.env["PATH"] = path;
  }
});

test("one Dockerfile in no repository does not fail the others", () => {
  const outside = scratch({ "one/Dockerfile": "FROM a\n" });
  writeCommit(join(outside, "one"), { Dockerfile: "FROM a\n" });
  const folder = join(outside, "two");
  const { status: none } = stowage(outside, ["cache", "one"]);
  expect(none).toBe(2);
  git(outside, "init", "-q", folder);
  makeRepository(folder, [first, { ...first, "web/server.js": "2\n" }]);
  const { status, out, error } = stowage(outside, ["cache"]);
  expect(status).toBe(0);
  expect(out).toContain("two/web/Dockerfile");
  expect(error).toMatch(/one\/Dockerfile.*is in no git work tree/);
});

test("secrets and control characters in an instruction are not shown", () => {
  const folder = scratch();
  const files: Commit = { Dockerfile: "FROM a\nENV DB_PASSWORD=hunter2hunter2\nLABEL x=\u001b[31m\n", a: "1\n" };
  makeRepository(folder, [files, { ...files, a: "2\n" }]);
  for (const format of ["pretty", "json"]) {
    const { out } = stowage(folder, ["cache", "--format", format]);
    expect(out).toContain("DB_PASSWORD=*");
    expect(out).not.toMatch(/hunter2|\u001b/);
  }
});

test("check --history adds the evidence to the finding, and nothing without being asked", () => {
  const folder = repository({ "web/server.js": "2\n" }, { "web/server.js": "3\n" });
  const evidence = "in the last 2 commits this copy changed 2 times, package.json 0 times, package-lock.json 0 times: 2 of 2 runs of `npm ci` would have been spared";
  expect(stowage(folder, ["check", "--history"]).out).toContain(evidence);
  expect(stowage(folder, ["check"]).out).not.toContain("commits this copy");
  const fingerprints = (...argv: readonly string[]): unknown => (JSON.parse(stowage(folder, ["check", "--format", "json", ...argv]).out) as { findings: { fingerprint: string }[] }).findings.map((one) => one.fingerprint);
  expect(fingerprints("--history")).toEqual(fingerprints());
});

test("wrong use is named", () => {
  const folder = repository();
  for (const [argv, problem] of [
    [["cache", "--commits", "0"], "--commits takes a number"], [["cache", "--commits", "-1"], "--commits"], [["cache", "--commits=x"], "--commits takes a number"],
    [["check", "--commits", "5"], "--commits needs --history"], [["cache", "--format", "sarif"], "--format takes pretty, json"], [["cache", "--stdin"], "no option --stdin"],
  ] as const) {
    const { status, error } = stowage(folder, argv);
    expect([argv, status, error.includes(problem)]).toEqual([argv, 2, true]);
  }
});

test("nothing that the repository's configuration names is run", () => {
  const folder = repository({ "web/server.js": "2\n" });
  const trap = join(folder, "trap.sh");
  writeFileSync(trap, `#!/bin/sh\ntouch "${folder}/sprung"\ncat\n`);
  chmodSync(trap, 0o755);
  writeFileSync(join(folder, ".gitattributes"), "* filter=trap diff=trap\n");
  symlinkSync("/", join(folder, "web/link"));
  for (const key of ["core.fsmonitor", "diff.external", "core.pager", "pager.rev-list", "pager.diff-tree", "diff.trap.textconv", "diff.trap.command", "filter.trap.clean", "filter.trap.smudge", "core.sshCommand", "core.editor", "gpg.program", "core.alternateRefsCommand"]) {
    git(folder, "config", key, trap);
  }
  git(folder, "config", "log.showSignature", "true");
  expect(invalidated(folder)).toEqual([0, 0, 1, 1]);
  expect(existsSync(join(folder, "sprung"))).toBe(false);
});
