import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hostPath, nodeHost } from "../../src/faces/node-host.ts";
import { removeScratch, scratch } from "./scratch.ts";

afterAll(removeScratch);

function reasonOf(folder: string, path: string, given: readonly string[] = []): string {
  const result = nodeHost(folder, given).read(path);
  return result.ok ? `text: ${result.text}` : result.reason;
}

test("reads a regular file and keeps its byte order mark", () => {
  const folder = scratch({ Dockerfile: "\uFEFFFROM a\r\n" });
  expect(nodeHost(folder).read("Dockerfile")).toEqual({ ok: true, text: "\uFEFFFROM a\r\n", replaced: false });
});

test("reads a file whose name has a line end", () => {
  const folder = scratch({ "a\nb/Dockerfile": "FROM a\n" });
  expect(reasonOf(folder, "a\nb/Dockerfile")).toBe("text: FROM a\n");
});

test("nothing outside the roots is read, neither by name nor through a link", () => {
  const outside = scratch({ secret: "s" });
  const folder = scratch({ Dockerfile: "FROM a\n" });
  symlinkSync(join(outside, "secret"), join(folder, "link"));
  symlinkSync(outside, join(folder, "folder-link"));
  const host = nodeHost(folder);
  expect(reasonOf(folder, hostPath(folder, join(outside, "secret")))).toBe("outside-root");
  expect(reasonOf(folder, "link")).toBe("outside-root");
  expect(reasonOf(folder, "folder-link/secret")).toBe("outside-root");
  expect(host.list("folder-link")).toBeUndefined();
  expect(host.list("..")).toBeUndefined();
  expect(host.stat("link")).toBe("link-outside");
  expect(host.list(".")).toContainEqual({ name: "link", kind: "link-outside" });
});

test("a path that the user gave may be read, and what lies beside it in its folder", () => {
  const outside = scratch({ Dockerfile: "FROM b\n", "x.sh": "x" });
  const folder = scratch();
  expect(reasonOf(folder, hostPath(folder, join(outside, "x.sh")), [join(outside, "Dockerfile")])).toBe("text: x");
});

test("a git work tree is one project: a folder in it may look above itself", () => {
  const folder = scratch({ ".git/HEAD": "", "app.sh": "x", "docker/Dockerfile": "FROM a\n" });
  expect(reasonOf(join(folder, "docker"), "../app.sh")).toBe("text: x");
});

test("a link inside the root is followed and says where it leads", () => {
  const folder = scratch({ "docker/prod": "FROM a\n" });
  symlinkSync("docker/prod", join(folder, "Dockerfile"));
  expect(reasonOf(folder, "Dockerfile")).toBe("text: FROM a\n");
  expect(nodeHost(folder).list(".")).toContainEqual({ name: "Dockerfile", kind: "file", link: "docker/prod" });
});

test("what is no regular file is refused, and nothing waits for a pipe", () => {
  const folder = scratch();
  mkdirSync(join(folder, "directory"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  symlinkSync("loop", join(folder, "loop"));
  expect(reasonOf(folder, "directory")).toBe("not-a-file");
  expect(reasonOf(folder, "pipe")).toBe("not-a-file");
  expect(reasonOf(folder, "loop")).toBe("unreadable");
  expect(reasonOf(folder, "missing")).toBe("missing");
});

test("a device is refused", () => {
  expect(reasonOf("/dev", "null")).toBe("not-a-file");
});

test("a file of 200 MB is not read", () => {
  const folder = scratch({ Dockerfile: "FROM a\n" });
  truncateSync(join(folder, "Dockerfile"), 200_000_000);
  expect(nodeHost(folder).read("Dockerfile")).toMatchObject({ ok: false, reason: "too-large", message: expect.stringContaining("200 MB") as string });
});

test("binary content is refused, broken UTF-8 is marked", () => {
  const folder = scratch({ binary: Buffer.from([70, 0, 71]), latin: Buffer.from([0x46, 0xe4]), own: "\uFFFD" });
  const host = nodeHost(folder);
  expect(host.read("binary")).toMatchObject({ ok: false, reason: "binary" });
  expect(host.read("latin")).toMatchObject({ ok: true, replaced: true });
  expect(host.read("own")).toMatchObject({ ok: true, replaced: false });
});

const asRoot = process.getuid?.() === 0;
if (asRoot) console.log("skipped: root may read every file, so no file is unreadable here");
(asRoot ? test.skip : test)("a file without read permission says so", () => {
  const folder = scratch();
  writeFileSync(join(folder, "Dockerfile"), "FROM a\n");
  chmodSync(join(folder, "Dockerfile"), 0);
  expect(nodeHost(folder).read("Dockerfile")).toMatchObject({ ok: false, reason: "unreadable", message: expect.stringContaining("permission") as string });
});
