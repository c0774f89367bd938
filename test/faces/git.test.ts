import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { readHistory } from "../../src/faces/git-history.ts";
import { ChangedFiles } from "../../src/faces/git.ts";
import { findProgram } from "../../src/faces/programs.ts";
import { removeScratch, scratch } from "./scratch.ts";
import { stowage } from "./stowage.ts";

afterAll(removeScratch);

function git(folder: string, ...args: readonly string[]): void {
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", ...args], { cwd: folder, stdio: "ignore" });
}

function repository(): string {
  const folder = scratch({ Dockerfile: "FROM a\n", "sub/Dockerfile": "FROM b\r\n" });
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", ".");
  git(folder, "commit", "-q", "-m", "first");
  return folder;
}

test("tells changed and new files from those of the last commit", () => {
  const changed = new ChangedFiles(repository(), "");
  expect(changed.has("Dockerfile", "FROM a\n")).toBe(false);
  expect(changed.has("sub/Dockerfile", "FROM b\r\n")).toBe(false);
  expect(changed.has("new", "FROM a\n")).toBe(true);
  const again = new ChangedFiles(repository(), "");
  expect(again.has("Dockerfile", "FROM z\n")).toBe(true);
});

test("paths are relative to the working directory, also in a folder of the work tree", () => {
  const folder = repository();
  const changed = new ChangedFiles(join(folder, "sub"), "");
  expect(changed.has("Dockerfile", "FROM b\r\n")).toBe(false);
  expect(changed.has("../Dockerfile", "FROM other\n")).toBe(true);
});

test("with a branch: what changed since the two parted", () => {
  const folder = repository();
  git(folder, "checkout", "-q", "-b", "work");
  writeFileSync(join(folder, "Dockerfile"), "FROM work\n");
  git(folder, "commit", "-q", "-a", "-m", "second");
  const changed = new ChangedFiles(folder, "main");
  expect(changed.has("Dockerfile", "FROM work\n")).toBe(true);
  expect(changed.has("sub/Dockerfile", "FROM b\r\n")).toBe(false);
});

test("an unknown commit, and a folder without git, are named", () => {
  expect(() => new ChangedFiles(repository(), "nowhere")).toThrow(/there is no commit `nowhere`/);
  expect(() => new ChangedFiles(repository(), "--output=x")).toThrow(/there is no commit/);
  expect(() => new ChangedFiles(scratch(), "")).toThrow(/needs a git work tree/);
});

/** Programs that leave a file behind when they are started; `sprung` names those that were. */
function traps(folder: string): { readonly path: (name: string) => string; readonly sprung: () => readonly string[] } {
  const place = scratch();
  return {
    path: (name) => {
      const trap = join(folder, name);
      mkdirSync(dirname(trap), { recursive: true });
      writeFileSync(trap, `#!/bin/sh\ntouch "${place}/${basename(name)}"\ncat\n`);
      chmodSync(trap, 0o755);
      return trap;
    },
    sprung: () => readdirSync(place),
  };
}

/** Settings by which git starts a program. */
const programSettings = [
  "core.fsmonitor", "diff.external", "core.pager", "pager.diff", "pager.ls-tree", "diff.trap.textconv", "diff.trap.command", "filter.trap.clean", "filter.trap.smudge", "filter.trap.process",
  "core.sshCommand", "core.editor", "core.gitProxy", "core.askPass", "core.alternateRefsCommand", "credential.helper", "gpg.program", "gpg.ssh.program", "sequence.editor", "interactive.diffFilter",
  "remote.origin.uploadpack", "uploadpack.packObjectsHook", "alias.ls-tree", "alias.rev-parse",
];

/** Everything that starts git, on what `folder` holds. */
function useGit(folder: string): void {
  expect(new ChangedFiles(folder, "").has("Dockerfile", "FROM z\n")).toBe(true);
  expect(new ChangedFiles(folder, "HEAD~1").has("Dockerfile", "FROM z\n")).toBe(true);
  expect(readHistory(folder, 10, new Map())).toMatchObject({ commits: [{ changes: [{ path: "Dockerfile" }] }] });
  expect(stowage(folder, ["cache"], "", { PATH: process.env["PATH"] ?? "" }).error).not.toMatch(/git is not/);
}

function hostileRepository(): { readonly folder: string; readonly sprung: () => readonly string[]; readonly path: (name: string) => string } {
  const folder = repository();
  writeFileSync(join(folder, "Dockerfile"), "FROM b\n");
  git(folder, "commit", "-q", "-a", "-m", "second");
  const { path, sprung } = traps(folder);
  writeFileSync(join(folder, ".gitattributes"), "* filter=trap diff=trap\n");
  for (const key of programSettings) git(folder, "config", key, `${path(`traps/${key}`)} "$@"`);
  for (const [key, value] of [["core.hooksPath", dirname(path("hooks/post-index-change"))], ["log.showSignature", "true"], ["protocol.allow", "always"], ["protocol.ext.allow", "always"], ["include.path", "../more"], ["core.pager.cat", "true"]]) git(folder, "config", key ?? "", value ?? "");
  writeFileSync(join(folder, "more"), `[core]\n\tfsmonitor = ${path("traps/included")}\n`);
  for (const hook of ["post-index-change", "pre-commit", "reference-transaction", "fsmonitor-watchman", "post-checkout"]) path(`.git/hooks/${hook}`);
  writeFileSync(join(folder, "Dockerfile"), "FROM z\n");
  return { folder, sprung, path };
}

test("nothing that the repository's configuration, attributes or hooks name is run", () => {
  const { folder, sprung } = hostileRepository();
  useGit(folder);
  expect(sprung()).toEqual([]);
});

test("the traps of the test above do work: git itself springs some", () => {
  const { folder, sprung } = hostileRepository();
  execFileSync("git", ["status"], { cwd: folder, stdio: "ignore" });
  expect(sprung()).toEqual(expect.arrayContaining(["included"]));
  execFileSync("git", ["-c", "core.fsmonitor=false", "diff"], { cwd: folder, stdio: "ignore" });
  expect(sprung().length).toBeGreaterThan(1);
});

test("objects that a partial clone lacks are not fetched, and no helper is started for them", () => {
  const { folder, sprung, path } = hostileRepository();
  const blob = execFileSync("git", ["rev-parse", "HEAD~1:sub"], { cwd: folder, encoding: "utf8" }).trim();
  rmSync(join(folder, ".git/objects", blob.slice(0, 2), blob.slice(2)), { force: true });
  for (const [key, value] of [["remote.origin.url", `ext::${path("traps/fetched")}`], ["remote.origin.promisor", "true"], ["remote.origin.partialclonefilter", "blob:none"], ["extensions.partialClone", "origin"], ["core.repositoryFormatVersion", "1"]]) git(folder, "config", key ?? "", value ?? "");
  expect(() => new ChangedFiles(folder, "")).toThrow(/git cannot list/);
  expect(readHistory(folder, 10, new Map())).toMatchObject({ kind: "unreadable" });
  expect(sprung()).toEqual([]);
});

test("variables that lead git elsewhere or name programs and files are not handed on", () => {
  const { folder, sprung, path } = hostileRepository();
  const elsewhere = join(repository(), ".git");
  const log = join(scratch(), "log");
  const variables = {
    GIT_DIR: elsewhere, GIT_WORK_TREE: "/", GIT_INDEX_FILE: "/nowhere", GIT_OBJECT_DIRECTORY: "/nowhere", GIT_COMMON_DIR: elsewhere, GIT_NAMESPACE: "x",
    GIT_EXTERNAL_DIFF: path("traps/external"), GIT_PAGER: path("traps/pager"), GIT_SSH_COMMAND: path("traps/ssh"), GIT_ASKPASS: path("traps/ask"), GIT_PROXY_COMMAND: path("traps/proxy"),
    GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "core.fsmonitor", GIT_CONFIG_VALUE_0: path("traps/counted"), GIT_TRACE: log, GIT_TRACE2_EVENT: log,
  };
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    useGit(folder);
  } finally {
    for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
  }
  expect(process.env).toEqual(before);
  expect(sprung()).toEqual([]);
  expect(existsSync(log)).toBe(false);
});

test("a repository that lies as plain files in a folder is not taken for one", () => {
  const folder = scratch({ "sub/Dockerfile": "FROM a\n" });
  const bare = join(folder, "sub");
  git(repository(), "clone", "-q", "--bare", ".", join(bare, "x"));
  for (const name of readdirSync(join(bare, "x"))) renameSync(join(bare, "x", name), join(bare, name));
  const { path, sprung } = traps(folder);
  writeFileSync(join(bare, "config"), `[core]\n\tbare = true\n\tfsmonitor = ${path("traps/bare")}\n`);
  expect(() => new ChangedFiles(bare, "")).toThrow(/needs a git work tree/);
  expect(readHistory(bare, 10, new Map())).toMatchObject({ kind: "no-repository" });
  expect(sprung()).toEqual([]);
});

test("a program called git in the project, or in a folder of PATH that is not absolute, is not started", () => {
  const { folder, sprung, path } = hostileRepository();
  const own = dirname(path("node_modules/.bin/git"));
  const before = process.env["PATH"] ?? "";
  const outside = scratch();
  symlinkSync(path("traps/git"), join(outside, "git"));
  process.env["PATH"] = ["", ".", "node_modules/.bin", own, outside, before].join(delimiter);
  try {
    useGit(folder);
  } finally {
    process.env["PATH"] = before;
  }
  expect(sprung()).toEqual([]);
  expect(findProgram("git", own, "/")).toBe(join(own, "git"));
});
