import { chmodSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../../src/faces/write-file.ts";
import { removeScratch, scratch } from "./scratch.ts";
import { stowage } from "./stowage.ts";

afterAll(removeScratch);

test("replaces the text, keeps the mode and leaves no other file behind", () => {
  const folder = scratch({ Dockerfile: "old" });
  chmodSync(join(folder, "Dockerfile"), 0o755);
  replaceFile(folder, "Dockerfile", "\uFEFFnew\r\n");
  expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe("\uFEFFnew\r\n");
  expect(statSync(join(folder, "Dockerfile")).mode & 0o777).toBe(0o755);
  expect(readdirSync(folder)).toEqual(["Dockerfile"]);
});

test("does not write through a link", () => {
  const folder = scratch({ target: "old" });
  symlinkSync("target", join(folder, "Dockerfile"));
  expect(() => { replaceFile(folder, "Dockerfile", "new"); }).toThrow(/is a link/);
  expect(readFileSync(join(folder, "target"), "utf8")).toBe("old");
});

test("does not write through a folder of the project that is a link out of it, and does where the user's own path leads elsewhere", () => {
  const outside = scratch();
  const folder = scratch({ "sub/x": "" });
  symlinkSync(outside, join(folder, "reports"));
  expect(() => { replaceFile(folder, "reports/report.json", "new"); }).toThrow(/reports\/report\.json cannot be written: its folder is a link that leads out of the project/);
  writeFileSync(join(folder, ".git"), "");
  expect(() => { replaceFile(join(folder, "sub"), "../reports/report.json", "new"); }).toThrow(/a link that leads out of the project/);
  expect(readdirSync(outside)).toEqual([]);
  symlinkSync("sub", join(folder, "inside"));
  replaceFile(folder, "inside/report.json", "new");
  expect(readFileSync(join(folder, "sub/report.json"), "utf8")).toBe("new");
  replaceFile(folder, join(outside, "own.json"), "own");
  expect(readFileSync(join(outside, "own.json"), "utf8")).toBe("own");
});

test("a link that waits under the name of the file being made is not followed", () => {
  const folder = scratch({ Dockerfile: "old", target: "kept" });
  symlinkSync("target", join(folder, `.Dockerfile.${process.pid}.tmp`));
  expect(() => { replaceFile(folder, "Dockerfile", "new"); }).toThrow(/cannot be written/);
  expect([readFileSync(join(folder, "Dockerfile"), "utf8"), readFileSync(join(folder, "target"), "utf8")]).toEqual(["old", "kept"]);
});

test("--fix keeps line ends, byte order mark and mode, and leaves linked and outside files alone", () => {
  const outside = scratch({ Dockerfile: "FROM debian:12 as x\n" });
  const folder = scratch({ Dockerfile: "\uFEFFFROM debian:12 as x\r\nRUN echo  é\r\n", "real/prod": "FROM debian:12 as y\n" });
  chmodSync(join(folder, "Dockerfile"), 0o640);
  symlinkSync(join(outside, "Dockerfile"), join(folder, "Dockerfile.out"));
  symlinkSync("real/prod", join(folder, "Dockerfile.in"));
  stowage(folder, ["--fix", "--no-config", "--preset", "all"]);
  const text = readFileSync(join(folder, "Dockerfile"), "utf8");
  expect(text).toMatch(/^\uFEFFFROM debian:12 AS x\r\n/);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect(statSync(join(folder, "Dockerfile")).mode & 0o777).toBe(0o640);
  expect(readFileSync(join(outside, "Dockerfile"), "utf8")).toBe("FROM debian:12 as x\n");
  expect(readFileSync(join(folder, "real/prod"), "utf8")).toBe("FROM debian:12 as y\n");
  expect(readdirSync(folder).sort()).toEqual(["Dockerfile", "Dockerfile.in", "Dockerfile.out", "real"]);
});

test("a folder that is not there is named", () => {
  expect(() => { replaceFile(scratch(), "no/report.json", "x"); }).toThrow(/no\/report\.json cannot be written: its folder does not exist/);
});
