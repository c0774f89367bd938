import { textOf } from "#text";
import { booleanOf, listOf, mapOf, mappedScalar, numberOf, parseVolume, resolveScalar, stringOf, type YamlScalar } from "../../../src/parse/compose/index.ts";
import { at, read } from "./shared.ts";

const known: Readonly<Record<string, string>> = { DIR: "./data", COUNT: "3", FLAG: "yes", NAME: "KEY" };
const lookup = (name: string): string | undefined => known[name];

function scalarAt(text: string, ...path: (string | number)[]): YamlScalar {
  const node = at(read(text), ...path);
  if (node.kind !== "scalar") throw new Error("no scalar");
  return node;
}

test("a text, a number and a boolean, resolved or unknown", () => {
  const tree = read("a: x-$COUNT\nb: $NOPE\nc: $COUNT\nd: $FLAG\ne: 0644\nf: null\ng: [1]\n");
  expect(stringOf(at(tree, "a"), lookup)).toMatchObject({ value: "x-3", raw: "x-$COUNT", unresolved: [] });
  expect(stringOf(at(tree, "b"), lookup)).toMatchObject({ value: undefined, unresolved: ["NOPE"] });
  expect(numberOf(at(tree, "c"), lookup)?.value).toBe(3);
  expect(booleanOf(at(tree, "d"), lookup)?.value).toBe(true);
  expect(numberOf(at(tree, "e"), lookup)?.value).toBe(420);
  expect(stringOf(at(tree, "f"), lookup).value).toBeUndefined();
  expect(stringOf(at(tree, "g"), lookup).value).toBeUndefined();
  expect(stringOf(undefined, lookup)).toBeUndefined();
});

test("lists, and a scalar for a list of one", () => {
  const tree = read("a: [x, $COUNT]\nb: y\nc:\n");
  expect(listOf(at(tree, "a"), lookup).map((item) => item.value)).toEqual(["x", "3"]);
  expect(listOf(at(tree, "b"), lookup).map((item) => item.value)).toEqual(["y"]);
  expect(listOf(at(tree, "c"), lookup)).toEqual([]);
});

test("maps and KEY=VALUE lists give the same pairs", () => {
  const tree = read("m:\n  A: x=y\n  B: $NOPE\n  C:\n  D: 1\nl:\n  - A=x=y\n  - \"B=$NOPE\"\n  - C\n  - D=1\n  - $NAME=z\n");
  const pairs = (key: string): unknown => [...mapOf(at(tree, key), lookup).values()].map(({ key: name, value, bare, unresolved }) => [name, value, bare, unresolved]);
  const same = [["A", "x=y", false, []], ["B", undefined, false, ["NOPE"]], ["C", undefined, true, []], ["D", "1", false, []]];
  expect(pairs("m")).toEqual(same);
  expect(pairs("l")).toEqual([...same, ["KEY", "z", false, []]]);
  const list = mapOf(at(tree, "l"), lookup);
  expect(["A", "B"].map((key) => list.get(key)).map((pair) => pair && [textOf(pair.keySpan), textOf(pair.span)])).toEqual([["A", "x=y"], ["B", "$NOPE"]]);
});

test.each([
  ["plain", "v: ${DIR}/x:/data:ro\n"],
  ["single quotes", "v: '${DIR}/x:/data:ro'\n"],
  ["double quotes", "v: \"${DIR}/x:/data:ro\"\n"],
  ["a folded block", "v: >-\n  ${DIR}/x:/data:ro\n"],
])("the parts of a volume have their own places in %s", (_, text) => {
  const resolved = resolveScalar(scalarAt(text, "v"), lookup);
  const volume = parseVolume(resolved.partial);
  expect([volume.source?.text, volume.target?.text]).toEqual(["./data/x", "/data"]);
  const places = [volume.source, volume.target, volume.options[0]].map((part) => part && textOf(resolved.spanOf(part.start, part.end)));
  expect(places).toEqual(["${DIR}/x", "/data", "ro"]);
});

test.each([
  ["a literal block", "v: |\n  one\n\n    two\n  three\n", "three"],
  ["a literal block with CRLF", "v: |\r\n  one\r\n  three\r\n", "three"],
  ["a folded block", "v: >\n  one\n  two\n\n  three\n", "three"],
  ["escapes", "v: \"a\\tb \\u00e9 three\"\n", "three"],
  ["a text over several lines", "v: one\n   two\n   three\n", "three"],
  ["double quotes over several lines", "v: \"one\n   two \\\n   x three\"\n", "three"],
  ["doubled quotes", "v: 'it''s three'\n", "three"],
])("a word of a text leads back to the file through %s", (_, text, word) => {
  const mapped = mappedScalar(scalarAt(text, "v"));
  const start = mapped.text.indexOf(word);
  expect(start).toBeGreaterThanOrEqual(0);
  expect(textOf(mapped.span(start, start + word.length))).toBe(word);
});
