import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stageOf } from "./project.ts";

/** A Dockerfile of our own, files beside it that differ from the common ones, and the files that its build added to the base image. */
interface Built {
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly image: readonly string[];
}

interface Recorded {
  readonly files: Readonly<Record<string, string>>;
  readonly cases: readonly Built[];
}

const recorded = JSON.parse(readFileSync(join(__dirname, "../../../fixtures/buildkit/contents.json"), "utf8")) as Recorded;

test("an image holds the files that BuildKit put into it", () => {
  const differing = recorded.cases.flatMap(({ text, files, image }) => {
    const ours = stageOf(text, { ...recorded.files, ...files }).image.filesBelow("/").map(({ path }) => path);
    return JSON.stringify([...ours].sort()) === JSON.stringify([...image].sort()) ? [] : [{ text, ignore: files?.[".dockerignore"], ours, image }];
  });
  expect(differing).toEqual([]);
  expect(recorded.cases.filter(({ image }) => image.length > 0).length).toBeGreaterThan(150);
});
