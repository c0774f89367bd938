import { textOf } from "#text";
import { at, read, rootMap, walk } from "./shared.ts";

function codes(text: string): readonly string[] {
  return read(text).faults.map((fault) => fault.code);
}

function scalar(text: string): unknown {
  const node = at(read(`key: ${text}\n`), "key");
  return node.kind === "scalar" ? node.value : node.kind;
}

describe("values", () => {
  test("plain scalars are what go-yaml makes of them", () => {
    expect(["yes", "on", "no", "off", "y"].map(scalar)).toEqual(["yes", "on", "no", "off", "y"]);
    expect(["true", "True", "FALSE", "null", "~", ""].map(scalar)).toEqual([true, true, false, null, null, null]);
    expect(["0644", "0o644", "0x1F", "0b101", "1_000", "-12", "080"].map(scalar)).toEqual([420, 420, 31, 5, 1000, -12, 80]);
    expect(["1.5", "1e3", ".5", ".inf"].map(scalar)).toEqual([1.5, 1000, 0.5, Infinity]);
    expect(["22:22", "1.2.3", "2020-01-01", "0x", "8080/tcp"].map(scalar)).toEqual(["22:22", "1.2.3", "2020-01-01", "0x", "8080/tcp"]);
    expect(['"true"', "'1'", "!!str 1", "!!int \"7\""].map(scalar)).toEqual(["true", "1", "1", 7]);
  });

  test("block scalars keep their lines, and a key without value is null just after its colon", () => {
    const tree = read("a: |\n  one\n  two\nb:   # nothing\nc: x\n");
    expect(at(tree, "a")).toMatchObject({ style: "literal", text: "one\ntwo\n" });
    expect(textOf(at(tree, "a").span)).toBe("|\n  one\n  two");
    expect(at(tree, "b")).toMatchObject({ value: null, span: { start: tree.document.text.indexOf("b:") + 2 } });
  });
});

describe("spans", () => {
  test("they are exact with a byte order mark and CRLF", () => {
    const tree = read("\ufeffservices:\r\n  web: # the site\r\n    image: 'nginx'\r\n    ports: [80, \"443:443\"]\r\n");
    expect(textOf(at(tree, "services", "web", "image").span)).toBe("'nginx'");
    expect(textOf(at(tree, "services", "web", "ports").span)).toBe('[80, "443:443"]');
    expect(textOf(at(tree, "services", "web", "ports", 1).span)).toBe('"443:443"');
    expect(textOf(at(tree, "services", "web").span)).toBe("image: 'nginx'\r\n    ports: [80, \"443:443\"]");
    expect(tree.comments.map((comment) => [comment.text, textOf(comment.span)])).toEqual([[" the site", "# the site"]]);
    expect(tree.faults).toEqual([]);
  });

  test("an entry reaches from its key to the end of its value, without what follows", () => {
    const tree = read("a:\n  b: 1 # one\n  # loose\n\nc:\n  - x\n  - y   \n# end\nd: *none\n");
    const [a, c] = rootMap(tree).entries;
    expect(a && textOf(a.span)).toBe("a:\n  b: 1");
    expect(c && textOf(c.span)).toBe("c:\n  - x\n  - y");
    expect(tree.comments.map((comment) => comment.text)).toEqual([" one", " loose", " end"]);
  });

  test("a hash in a text is no comment", () => {
    const tree = read("a: b#c\nd: '# e'\nf: |\n  # g\nh: \"# i\" # j\n");
    expect(tree.comments.map((comment) => comment.text)).toEqual([" j"]);
  });
});

describe("aliases and merge keys", () => {
  const text = "x-base: &base\n  restart: always\n  image: old\nx-log: &log {logging: {driver: local}, image: other}\nservices:\n  web:\n    <<: [*base, *log]\n    image: new\n  two:\n    ports: &ports [80]\n  three:\n    ports: *ports\n";

  test("merged entries stand where the merge key stands, and own keys win", () => {
    const tree = read(text);
    const web = at(tree, "services", "web");
    if (web.kind !== "map") throw new Error("no map");
    expect(web.entries.map((entry) => entry.key)).toEqual(["restart", "logging", "image"]);
    expect(web.entries.map((entry) => entry.mergedFrom && textOf(entry.mergedFrom))).toEqual(["<<", "<<", undefined]);
    expect(at(tree, "services", "web", "image")).toMatchObject({ value: "new" });
    expect(textOf(at(tree, "services", "web", "restart").span)).toBe("always");
    expect(tree.faults).toEqual([]);
  });

  test("an alias has the place of the value and its own", () => {
    const ports = at(read(text), "services", "three", "ports");
    expect(textOf(ports.span)).toBe("[80]");
    expect(ports.aliasSpan && textOf(ports.aliasSpan)).toBe("*ports");
  });

  test("what Compose refuses is a fault at the right place", () => {
    expect(codes("a: *nowhere\n")).toEqual(["unknown-alias"]);
    expect(codes("x: &a\n  b:\n    <<: *a\n")).toEqual(["alias-cycle"]);
    expect(codes("s: &s text\na:\n  <<: *s\n")).toEqual(["merge-needs-map"]);
    expect(codes("s: &l [{a: 1}]\nb:\n  <<: *l\n")).toEqual([]);
    expect(codes("m: &m {a: 1}\nb:\n  <<: *m\n  <<: *m\n")).toEqual(["duplicate-key"]);
    expect(codes("a: &x 1\n---\nb: *x\n")).toEqual(["unknown-alias"]);
  });

  test("an alias bomb is told once and not expanded", () => {
    const lines = ["a0: &a0 x"];
    for (let level = 1; level < 40; level++) lines.push(`a${level}: &a${level} [${`*a${level - 1},`.repeat(10)}]`);
    const tree = read(lines.join("\n"));
    expect(tree.faults.map((fault) => fault.code)).toEqual(["alias-bomb"]);
    let count = 0;
    for (const root of tree.roots) walk(root, () => count++);
    expect(count).toBeLessThan(200_000);
  });
});

describe("faults", () => {
  test("a second key names the line of the first, and its value counts", () => {
    const tree = read("a: 1\nb: 2\na: 3\n");
    expect(tree.faults).toMatchObject([{ code: "duplicate-key", fatal: true, span: { start: 10, end: 11 }, message: expect.stringContaining("line 1") as unknown }]);
    expect(at(tree, "a")).toMatchObject({ value: 3 });
    expect(rootMap(tree).entries).toHaveLength(2);
  });

  test("keys that are no strings are refused, `on` and quoted numbers are fine", () => {
    expect(codes("1: a\n")).toEqual(["non-string-key"]);
    expect(codes("true: a\n")).toEqual(["non-string-key"]);
    expect(codes("? [a]\n: b\n")).toEqual(["non-string-key"]);
    expect(codes("on: a\n'1': b\nyes: c\n")).toEqual([]);
  });

  test.each([
    ["a tab as indentation", "a:\n\tb: 1\n", "yaml-tab"],
    ["a missing quote", "a: \"b\nc: d\n", "yaml-quote"],
    ["a missing bracket", "a: [b, c\n", "yaml-brackets"],
    ["a missing colon", "a: 1\nb\nc: 2\n", "yaml-missing-colon"],
    ["two keys on a line", "a: b: c\n", "yaml-nested-key"],
    ["a template", "a: {{ name }}\nb: {{ other }}\n", "yaml-template"],
    ["an unknown tag", "a: !vault x\n", "unknown-tag"],
  ])("%s is named in plain words", (_, text, code) => {
    const { faults } = read(text);
    expect(faults[0]?.code).toBe(code);
    expect(faults[0]?.message).toMatch(/^[A-Z`].*\.$/);
  });

  test("what stands around a fault is still read", () => {
    const tree = read("services:\n  web:\n    image: nginx\n    ports: [80\n  db:\n    image: mysql\n");
    expect(tree.faults.length).toBeGreaterThan(0);
    expect(at(tree, "services", "web", "image")).toMatchObject({ value: "nginx" });
  });

  test("a quote that is never closed is shown where it opens", () => {
    const tree = read("services:\n  web:\n    image: \"nginx\n  db:\n    image: mysql\n");
    expect(tree.faults.map((fault) => [fault.code, textOf(fault.span)])).toEqual([["yaml-quote", "\"nginx"]]);
  });

  test("a comment close to a closing quote is told, but does not stop Compose", () => {
    expect(read("a: \"b\"#c\n").faults).toMatchObject([{ code: "yaml-comment", fatal: false }]);
  });

  test("Compose's own tags are kept and are no fault", () => {
    const tree = read("a: !reset []\nb: !override\n  - x\nc: !reset null\n");
    expect(tree.faults).toEqual([]);
    expect([at(tree, "a").tag, at(tree, "b").tag, at(tree, "c").tag]).toEqual(["!reset", "!override", "!reset"]);
    expect(at(tree, "c")).toMatchObject({ value: null });
  });

  test("a closing bracket at the left margin is fine, as in Compose", () => {
    expect(codes("a:\n  b: [\n    1\n  ]\nc: {\n  d: 1\n}\n")).toEqual([]);
  });
});

test.each([
  ["s:\n  a: [\n  b,\n  c\n  ]\nz: 1\n", ["b", "c"]],
  ["s:\n  a: [\nb, c\n]\nz: 1\n", ["b", "c"]],
  ["s:\n  a: [b,\n\tc]\nz: 1\n", ["b", "c"]],
  ["s:\n  a:\n    - \"b\nc\"\nz: 1\n", ["b c"]],
])("brackets and quotes go on at any indentation, as for Compose: %j", (text, items) => {
  const tree = read(text);
  expect(tree.faults).toEqual([]);
  const list = at(tree, "s", "a");
  expect(list.kind === "list" && list.items.map((item) => item.kind === "scalar" && item.text)).toEqual(items);
  expect(textOf(at(tree, "z").span)).toBe("1");
});

test("each YAML document of a file has its root", () => {
  expect(read("a: 1\n---\nb: 2\n").roots).toHaveLength(2);
  expect(read("").roots).toEqual([]);
  expect(read("# nothing\n").roots).toEqual([]);
});

test.each([
  ["flow lists", (size: number) => "[".repeat(size)],
  ["flow maps", (size: number) => "{a: ".repeat(size)],
  ["lists on one line", (size: number) => "- ".repeat(size)],
  ["explicit keys", (size: number) => "? ".repeat(size)],
  ["indented maps", (size: number) => Array.from({ length: Math.min(size, 3000) }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("")],
])("%s that are nested without end are refused at once", (_, text) => {
  const { faults } = read(text(100_000));
  expect(faults.map((fault) => fault.code)).toEqual(["yaml-too-deep"]);
});
