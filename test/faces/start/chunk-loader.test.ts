import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ChunkLoader } from "../../../src/faces/start/chunk-loader.ts";
import { CodeCache } from "../../../src/faces/start/code-cache.ts";
import { removeScratch, scratch } from "../scratch.ts";

afterAll(removeScratch);

function loaderOf(files: Readonly<Record<string, string>>): { readonly loader: ChunkLoader; readonly kept: string; readonly flags: string[] } {
  const flags: string[] = [];
  const kept = join(scratch(), "kept");
  mkdirSync(kept);
  return { loader: new ChunkLoader(scratch(files), new CodeCache(kept), (flag) => { flags.push(flag); }), kept, flags };
}

const files = {
  "pack.js": '({"first.js":(function(exports,require,module){module.exports={name:"first",more:()=>require("./more.js")}}),"more.js":"pack-more.js"})',
  "pack-more.js": '({"more.js":function(exports,require,module){module.exports={name:"more"}}})',
  "alone.js": 'exports.name = "alone";',
};

test("chunks of both packs and chunks that stand alone are loaded, each once", () => {
  const { loader } = loaderOf(files);
  expect(loader.load("first.js")).toMatchObject({ name: "first" });
  expect(loader.load("more.js")).toEqual({ name: "more" });
  expect(loader.load("alone.js")).toEqual({ name: "alone" });
  expect(loader.load("more.js")).toBe(loader.load("more.js"));
});

test("the first thread keeps the code of what it loaded", () => {
  const { loader, kept, flags } = loaderOf(files);
  loader.load("first.js");
  loader.load("more.js");
  loader.save();
  expect(new CodeCache(kept).names()).toEqual(["pack-more.js", "pack.js"]);
  expect(flags).toEqual(["--no-flush-bytecode", "--flush-bytecode"]);
});

test("another thread neither keeps code nor changes V8's flags, which all threads share", () => {
  const { loader, kept, flags } = loaderOf(files);
  loader.keepNothing();
  loader.changeFlags([]);
  loader.load("first.js");
  loader.save();
  expect(new CodeCache(kept).names()).toEqual([]);
  expect(flags).toEqual([]);
});
