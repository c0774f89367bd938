import fc from "fast-check";
import ignore from "ignore";
import { GitIgnore } from "../../../src/parse/gitignore/index.ts";

function answers(patterns: string, paths: readonly string[]): readonly string[] {
  const list = new GitIgnore(patterns);
  return paths.map((path) => `${path} ${list.test(path) ?? "-"}`);
}

test("a name fits at any depth, a slash ties it to the folder, a slash at the end to folders", () => {
  expect(answers("x\n/top\na/b\ndir/\n", ["x", "d/x", "top", "d/top", "a/b", "d/a/b", "dir", "dir/", "dir/inside", "d/dir/deep/inside"])).toEqual([
    "x ignored", "d/x ignored", "top ignored", "d/top -", "a/b ignored", "d/a/b -", "dir -", "dir/ ignored", "dir/inside ignored", "d/dir/deep/inside ignored",
  ]);
});

test("wildcards stay within one name, ** does not; the last pattern decides", () => {
  expect(answers("*.log\n!keep.log\n**/tmp/*\nout/**\na/**/z\n?[b-d][!x]\n", ["a.log", "keep.log", "d/tmp/x", "out", "out/", "out/x/y", "a/z", "a/b/c/z", "1cy", "1cx"])).toEqual([
    "a.log ignored", "keep.log unignored", "d/tmp/x ignored", "out -", "out/ -", "out/x/y ignored", "a/z ignored", "a/b/c/z ignored", "1cy ignored", "1cx -",
  ]);
});

test("nothing below an ignored folder comes back", () => {
  expect(answers("dir/\n!dir/keep\n", ["dir/keep"])).toEqual(["dir/keep ignored"]);
});

test("comments, escapes, blanks at the end, and lines that are no pattern", () => {
  expect(answers("#x\n\\#x\n\\!y\nz   \nw\\ \n[open\n\\\n/\n!\n", ["#x", "!y", "z", "w ", "w", "[open", "open"])).toEqual([
    "#x ignored", "!y ignored", "z ignored", "w  ignored", "w -", "[open -", "open -",
  ]);
});

/** What the package `ignore` reads in another way than git: ranges that are turned round, `**` beside other characters, empty names. */
const told = /\[[^\]]*(?:[^\]]-|\\)[^\]]*\]|\*\*(?!\/|$)|[^/]\*\*|\/\/|\[[^\]]*$|\\$|\[[!^]?\]|\[[^\]]*\//;

test("says what the package `ignore` says", () => {
  const name = fc.array(fc.constantFrom("a", "b", "*", "?", "[ab]", "[!a]", ".", "ab"), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("")).filter((text) => !/^\.+$/.test(text));
  const line = fc.tuple(fc.constantFrom("", "!", "/", "**/"), fc.array(fc.oneof(name, fc.constant("**")), { minLength: 1, maxLength: 4 }), fc.constantFrom("", "/")).map(([head, names, tail]) => `${head}${names.join("/")}${tail}`).filter((text) => !told.test(text));
  const path = fc.tuple(fc.array(fc.constantFrom("a", "b", "ab", "aab", "ba.b", "b.a"), { minLength: 1, maxLength: 5 }), fc.constantFrom("", "/")).map(([names, tail]) => names.join("/") + tail);
  fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), path, (lines, one) => {
    const { ignored, unignored } = ignore({ allowRelativePaths: true }).add([...lines]).test(one);
    expect(new GitIgnore(lines).test(one)).toBe(ignored ? "ignored" : unignored ? "unignored" : undefined);
  }), { numRuns: 5000, seed: 1 });
});

test.each([
  ["folders", "**/a/".repeat(40) + "b", `${"a/".repeat(90)}c`],
  ["runs", `${"*a".repeat(200)}*b`, "a".repeat(4000)],
  ["folders and runs", "**/*a*a*a/".repeat(30) + "b", `${"aaaaaaaaaaaaaaaa/".repeat(90)}c`],
])("patterns made to be slow take no time: many %s", (_, pattern, path) => {
  const start = process.cpuUsage();
  expect(new GitIgnore(pattern).test(path)).toBeUndefined();
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(1000);
});
