import { readFileSync } from "node:fs";
import { join } from "node:path";
import { knownImagesData } from "../../src/gen/known-images.ts";
import type { KnownImageData, StoredImage } from "../../src/model/images/data.ts";
import { knownImage } from "../../src/model/images/index.ts";
import { holdsFor } from "../../src/model/images/versions.ts";

const root = join(__dirname, "../..");
const input = readFileSync(join(root, "src/gen/known-images.json"), "utf8");
const entries = JSON.parse(input) as readonly { image: string; versions: string; aliases?: string[]; source?: string; dataPaths: { path: string }[] }[];

test("the data is what the generator makes of its input", () => {
  expect(readFileSync(join(root, "src/model/images/data.json"), "utf8")).toBe(knownImagesData(input));
});

test("every entry and alias of the input is found again", () => {
  const data = JSON.parse(knownImagesData(input)) as KnownImageData;
  expect(data.images.flatMap((image) => (JSON.parse(image) as StoredImage).entries).length).toBe(entries.length);
  const lost = entries.flatMap(({ image, aliases }) => [image, ...(aliases ?? [])]).filter((name) => !name.endsWith("/*") && knownImage(name) === undefined);
  expect(lost).toEqual([]);
});

test("every form of versions is understood: some tag holds for it", () => {
  const tags = ["1.0", "2.0", "3.0", "3.2.1", "5.0", "7.0", "8.0", "10.0", "16", "18", "2022-latest", "1-pg16", "1-pg18", "1-ubi9", "1-rootless", "dind", "1-dind-rootless", "cli", "8-apache", "8-fpm"];
  const dead = entries.filter(({ versions }) => !tags.some((tag) => holdsFor(versions, tag) === "yes"));
  expect(dead).toEqual([]);
});

test("paths are absolute, and each entry says where it comes from", () => {
  expect(entries.filter(({ dataPaths }) => dataPaths.some(({ path }) => !path.startsWith("/")))).toEqual([]);
  expect(entries.filter(({ source }) => source === undefined || source === "").map(({ image }) => image)).toEqual([]);
});

test("an input that names no image is refused", () => {
  const entry = { image: "Not An Image", versions: "*", category: "app", dataPaths: [], configPaths: [], ports: [], stateless: null };
  expect(() => knownImagesData(JSON.stringify([entry]))).toThrow("Not An Image");
});
