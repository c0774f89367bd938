import fc from "fast-check";
import { Document, textOf } from "#text";
import { parseDockerignore, type Dockerignore } from "../../../src/parse/dockerignore/index.ts";

const ignore = (text: string): Dockerignore => parseDockerignore(new Document(".dockerignore", text, "dockerignore"));

/** What a rule of the format says, a file's lines, paths left out and paths kept. */
const RULES: readonly [rule: string, lines: string, out: readonly string[], kept: readonly string[]][] = [
  ["a name takes the file or folder at the root and all below it", "build", ["build", "build/a", "build/a/b"], ["builds", "src/build", "abuild"]],
  ["a leading slash changes nothing", "/build", ["build", "build/a"], ["src/build"]],
  ["a trailing slash changes nothing, also for a file", "build/", ["build", "build/a"], ["src/build"]],
  ["dots are cleaned away", "./a/../build/./", ["build"], ["a", "a/build"]],
  ["a pattern above the context takes nothing", "../build", [], ["build"]],
  ["the context itself cannot be left out", ".\n/\n/..", [], [".", "a"]],
  ["a star stays inside one folder level", "*.log", ["a.log", ".log"], ["logs/a.log", "a.logs"]],
  ["a star for a folder takes exactly one level", "*/temp*", ["a/temp", "a/temp.txt", "a/temporary/x"], ["temp", "a/b/temp"]],
  ["a lone star takes everything", "*", ["a", "a/b", ".git"], ["."]],
  ["a question mark is one character, never a slash", "a?c", ["abc", "a.c"], ["ac", "a/c", "abbc"]],
  ["two stars take any number of folders, also none", "**/x.go", ["x.go", "a/x.go", "a/b/x.go"], ["ax.go", "x.gob"]],
  ["two stars in the middle", "a/**/z", ["a/z", "a/b/z", "a/b/c/z"], ["az", "b/a/z"]],
  ["two stars at the end take what lies below, not the folder itself", "a/**", ["a/b", "a/b/c"], ["a", "ab"]],
  ["two stars alone take everything", "**", ["a", "a/b"], []],
  ["two stars and a slash take everything too", "**/", ["a", "a/b"], []],
  ["two stars glued to a name take every path with that end", "**foo", ["foo", "a/foo", "barfoo"], ["foobar"]],
  ["two stars with a star", "**/*.py[co]", ["a.pyc", "x/y/b.pyo"], ["a.py", "a.pycc"]],
  ["two stars on both sides", "**/node_modules/**", ["node_modules/a", "x/node_modules/a/b"], ["node_modules", "x/node_modules"]],
  ["dot files are like any others", "*", [".env"], []],
  ["a class", "[ab].txt", ["a.txt", "b.txt"], ["c.txt", "ab.txt"]],
  ["a class with a range", "v[0-9]", ["v1"], ["va"]],
  ["a caret turns a class round", "[^a].txt", ["b.txt"], ["a.txt"]],
  ["an exclamation mark in a class is a member", "[!a].txt", ["!.txt", "a.txt"], ["b.txt"]],
  ["a backslash takes the next character as it is", "a\\*\\[b", ["a*[b"], ["ax[b", "aab"]],
  ["signs of regular expressions mean themselves", "a.b+(c)|{d}$", ["a.b+(c)|{d}$"], ["axb+(c)|{d}$"]],
  ["a hash in the first column is a comment", "# build\nbuild #", ["build #"], ["build", "# build"]],
  ["a hash behind a blank is no comment", " #x", ["#x"], ["x"]],
  ["blanks around a pattern and blank lines do not count", "\n  build  \n\t\n", ["build"], [""]],
  ["an exception takes back in", "*.md\n!README.md", ["a.md"], ["README.md"]],
  ["blanks after the exclamation mark do not count", "*.md\n!  /README.md", ["a.md"], ["README.md"]],
  ["the last line that matches decides", "*.md\n!README*.md\nREADME-secret.md", ["a.md", "README-secret.md"], ["README.md"]],
  ["an exception before the rule has no effect", "!README.md\n*.md", ["README.md"], []],
  ["an exception reaches into a folder that is left out", "docs\n!docs/keep.md", ["docs/a.md", "docs"], ["docs/keep.md"]],
  ["an exception for a folder takes all below it", "*\n!src", ["a", "docs/x"], ["src", "src/a/b"]],
  ["and a later rule takes a part out again", "*\n!src\nsrc/**/*.log", ["src/a.log", "src/x/a.log", "a"], ["src/a"]],
  ["an exception with two stars", "**\n!**/*.go", ["a", "x/a"], ["a.go", "x/a.go"]],
  ["a pattern inside a folder that only its own line takes", "*/b\n!a", ["a/b"], ["a", "a/c"]],
  ["Windows line ends", "build\r\n!build/a\r\n", ["build", "build/b"], ["build/a"]],
  ["a byte order mark", "\uFEFFbuild\n", ["build"], []],
  ["a byte order mark before a comment", "\uFEFF# build\nx", ["x"], ["build"]],
  ["letters beyond ASCII", "gr??e\nü", ["grüße", "ü"], ["u"]],
  ["a closing bracket alone means itself", "a]", ["a]"], ["a"]],
];

describe("each rule of the format", () => {
  test.each(RULES)("%s", (_rule, lines, out, kept) => {
    const file = ignore(lines);
    expect(file.faults).toEqual([]);
    expect(out.filter((path) => !file.excludes(path).excluded)).toEqual([]);
    expect(kept.filter((path) => file.excludes(path).excluded)).toEqual([]);
  });
});

test("the verdict names the line that decided it", () => {
  const file = ignore("*.md\n!README.md\n# x\nREADME.md\n");
  expect(file.excludes("a.md").by?.raw).toBe("*.md");
  const { by } = file.excludes("README.md");
  expect(by && file.document.position(by.span.start)).toEqual({ line: 4, column: 1 });
  expect(ignore("*.md\n!README.md").excludes("README.md")).toMatchObject({ excluded: false, by: { exception: true, pattern: "README.md" } });
  expect(ignore("x").excludes("a")).toEqual({ excluded: false });
});

test("patterns keep their place without the blanks around them", () => {
  const file = ignore("\uFEFFa\r\n   ! b/ \r\n");
  expect(file.patterns.map(({ span, pattern, exception }) => [textOf(span), pattern, exception])).toEqual([["a", "a", false], ["! b/", "b", true]]);
  expect(file.document.position(file.patterns[1]?.span.start ?? 0)).toEqual({ line: 2, column: 4 });
});

test.each(["!", "!  ", "a[", "[]", "[z-a]", "[a-]", "[-a]", "a\\"])("%j is refused and the other lines still hold", (line) => {
  const file = ignore(`x\n${line}\ny\n`);
  expect(file.faults).toEqual([expect.objectContaining({ fatal: true })]);
  expect(file.faults[0] && file.document.position(file.faults[0].span.start).line).toBe(2);
  expect(file.excludes("x").excluded && file.excludes("y").excluded).toBe(true);
});

test("a pattern made to be slow is not", () => {
  const started = process.cpuUsage();
  expect(ignore("**/a*".repeat(60) + "b").excludes("a/".repeat(300) + "c").excluded).toBe(false);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000);
});

test("no text makes it throw", () => {
  const bits = fc.constantFrom("a", "*", "**", "?", "/", "!", "[", "]", "^", "-", "\\", "#", " ", "\n", "\r\n", ".", "..", "\uFEFF", "\0");
  fc.assert(fc.property(fc.array(bits, { maxLength: 30 }), fc.array(fc.constantFrom("a", "b", "/", ".", "!"), { maxLength: 8 }), (lines, path) => {
    expect(typeof ignore(lines.join("")).excludes(path.join("")).excluded).toBe("boolean");
  }));
});
