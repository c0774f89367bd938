import { Document } from "../../src/text/index.ts";
import { reorder } from "../../src/rule/index.ts";

/** Reorders what begins with the given words, each up to the end of its line or of the given text. */
function reordered(text: string, things: readonly string[], order: readonly number[]): string | undefined {
  const document = new Document("compose.yaml", text, "compose");
  const spans = things.map((thing) => document.span(text.indexOf(thing), text.indexOf(thing) + thing.length));
  const edit = reorder(spans, order);
  return edit && text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
}

test("each takes along the comments above it and the deeper ones below it; blank lines stay", () => {
  const text = "map:\n  # about b\n  b: 1 # one\n    # still b\n\n  # about a\n  a: 2\n";
  expect(reordered(text, ["b: 1", "a: 2"], [1, 0])).toBe("map:\n  # about a\n  a: 2\n\n  # about b\n  b: 1 # one\n    # still b\n");
});

test("the last line may lack its end", () => {
  expect(reordered("m:\r\n  b: 1\r\n  a: 2", ["b: 1", "a: 2"], [1, 0])).toBe("m:\r\n  a: 2\r\n  b: 1");
});

test("items of a list move with their dashes", () => {
  expect(reordered("l:\n  - mail # last\n  - db\n", ["mail", "db"], [1, 0])).toBe("l:\n  - db\n  - mail # last\n");
});

test.each([
  ["a comment between them that belongs to none", "m:\n  b: 1\n\n  # stores\n\n  a: 2\n"],
  ["things on one line", "m: { b: 1, a: 2 }\n"],
  ["a comment that opens the file", "# what this is\nb: 1\na: 2\n"],
])("%s is left alone", (_, text) => {
  expect(reordered(text, ["b: 1", "a: 2"], [1, 0])).toBeUndefined();
});
