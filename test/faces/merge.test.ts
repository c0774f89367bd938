import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeScratch, scratch } from "./scratch.ts";
import { stowage, type Outcome } from "./stowage.ts";
import { manyProjects } from "../engine/many-projects.ts";

const root = join(__dirname, "../..");

afterAll(removeScratch);

/** All fixtures' projects side by side, with services that share a Dockerfile, scripts, an unreadable part and settings of another linter. */
function everything(): string {
  const folder = scratch(manyProjects);
  cpSync(join(root, "fixtures/projects"), join(folder, "fixtures"), { recursive: true });
  return folder;
}

interface Sharded {
  readonly files: readonly string[];
  readonly outcomes: readonly Outcome[];
}

function shards(folder: string, of: number, format: string, more: readonly string[] = []): Sharded {
  const outcomes = Array.from({ length: of }, (_, at) => stowage(folder, ["check", ".", "--preset", "all", "--shard", `${at + 1}/${of}`, "-f", format, ...more]));
  const target = scratch();
  const files = outcomes.map(({ out }, at) => {
    const path = join(target, `${at + 1}.${format}`);
    writeFileSync(path, out);
    return path;
  });
  return { files, outcomes };
}

describe("shards, merged, are one run", () => {
  const folder = everything();

  describe.each(["json", "sarif"])("%s", (format) => {
    const single = stowage(folder, ["check", ".", "--preset", "all", "-f", format]);

    test("there is something to find", () => {
      expect(single.status).toBe(2);
      expect(single.out.split("\n").length).toBeGreaterThan(3000);
    });

    test.each([1, 2, 3, 7])("of %i shards", (of) => {
      const { files, outcomes } = shards(folder, of, format);
      const merged = stowage(folder, ["merge", ...[...files].reverse()]);
      expect(merged.out === single.out).toBe(true);
      expect(merged).toEqual(single);
      if (of > 1) expect(outcomes.filter(({ out }) => out.includes('"warning"')).length).toBeGreaterThan(1);
    });

    test("with a baseline and another --fail-on", () => {
      const known = join(folder, "known.json");
      expect(stowage(folder, ["check", "fixtures", "--preset", "all", "--write-baseline", "--baseline", known]).error).toContain("wrote");
      const more = ["--baseline", known, "--fail-on", "error"];
      const alone = stowage(folder, ["check", ".", "--preset", "all", "-f", format, ...more]);
      expect(alone.out).not.toBe(single.out);
      expect(stowage(folder, ["merge", ...shards(folder, 3, format).files, ...more])).toEqual(alone);
    });
  });

  test("--output writes the same to a file", () => {
    const { files } = shards(folder, 2, "json");
    const target = join(scratch(), "all.json");
    expect(stowage(folder, ["merge", "-o", target, ...files]).out).toBe("");
    expect(readFileSync(target, "utf8")).toBe(stowage(folder, ["check", ".", "--preset", "all", "-f", "json"]).out);
  });
});

test("clean shards merge to a clean exit status", () => {
  const folder = scratch({ "a/Dockerfile": "FROM debian:12.7\nUSER 1000\n", "b/Dockerfile": "FROM debian:12.7\nUSER 1000\n" });
  const files = [1, 2].map((at) => {
    const path = join(scratch(), `${at}.json`);
    writeFileSync(path, stowage(folder, ["check", "--preset", "hadolint", "--shard", `${at}/2`, "-f", "json"]).out);
    return path;
  });
  expect(stowage(folder, ["merge", ...files])).toMatchObject({ status: 0, error: "" });
});

describe("what cannot be joined is told", () => {
  const folder = scratch({ "a/Dockerfile": "FROM debian\n", "b/Dockerfile": "FROM debian\n" });
  const { files: [one = "", two = ""] } = shards(folder, 2, "json");
  const { files: [sarif = ""] } = shards(folder, 2, "sarif");
  const { files: [ofThree = ""] } = shards(folder, 3, "json");
  const { files: [, elsewhere = ""] } = shards(scratch({ "c/Dockerfile": "FROM debian\n" }), 2, "json");
  const whole = join(folder, "whole.json");
  writeFileSync(whole, stowage(folder, ["check", "-f", "json"]).out);
  const text = join(folder, "text.json");
  writeFileSync(text, "no JSON");

  test.each([
    [[one], "shard 2/2 is missing"],
    [[one, one], "is given twice"],
    [[one, sarif], "join files of one format"],
    [[one, ofThree], "one of 3 shares"],
    [[one, elsewhere], "different files"],
    [[whole], "is no share of a report"],
    [[text], "is no JSON"],
    [["absent.json"], "does not exist"],
    [["."], "is no file"],
    [[], "needs the files to join"],
  ])("%#: %j", (files, message) => {
    const { status, out, error } = stowage(folder, ["merge", ...files]);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(error).toContain(message);
  });

  test("the two that belong together are joined", () => {
    expect(stowage(folder, ["merge", one, two]).status).toBe(stowage(folder, ["check", "--preset", "all"]).status);
  });
});

test.each(["0/3", "4/3", "1", "1/0", "a/b", "1/3x", "-1/3"])("--shard %s is a mistake in the command line", (value) => {
  expect(stowage(scratch({ Dockerfile: "FROM debian\n" }), ["check", `--shard=${value}`])).toMatchObject({ status: 2, out: "", error: expect.stringContaining("--shard takes I/N") as unknown });
});

test.each(["--fix", "--diff", "--write-baseline", "--history", "--baseline=b.json"])("%s does not go with --shard", (option) => {
  expect(stowage(scratch({ Dockerfile: "FROM debian\n" }), ["check", "--shard", "1/2", option])).toMatchObject({ status: 2, out: "", error: expect.stringContaining("do not go together") as unknown });
});
