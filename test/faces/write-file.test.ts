import { chmodSync, readFileSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../../src/faces/write-file.ts";
import { removeScratch, scratch } from "./scratch.ts";

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

test("a folder that is not there is named", () => {
  expect(() => { replaceFile(scratch(), "no/report.json", "x"); }).toThrow(/no\/report\.json cannot be written: its folder does not exist/);
});
