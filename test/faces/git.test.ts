import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ChangedFiles } from "../../src/faces/git.ts";
import { removeScratch, scratch } from "./scratch.ts";

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

test("nothing that the repository's configuration names is run", () => {
  const folder = repository();
  const trap = join(folder, "trap.sh");
  writeFileSync(trap, `#!/bin/sh\ntouch "${folder}/sprung"\ncat\n`);
  chmodSync(trap, 0o755);
  writeFileSync(join(folder, ".gitattributes"), "* filter=trap diff=trap\n");
  for (const key of ["core.fsmonitor", "diff.external", "core.pager", "diff.trap.textconv", "diff.trap.command", "filter.trap.clean", "filter.trap.smudge", "core.sshCommand", "core.editor"]) {
    git(folder, "config", key, trap);
  }
  writeFileSync(join(folder, "Dockerfile"), "FROM z\n");
  expect(new ChangedFiles(folder, "").has("Dockerfile", "FROM z\n")).toBe(true);
  expect(existsSync(join(folder, "sprung"))).toBe(false);
});
