import { Document } from "../../src/text/index.ts";
import { insertLineBelow, lineEnd, removeLines, removeWord, type Edit } from "../../src/rule/index.ts";

function edited(document: Document, { span, text }: Edit): string {
  return document.text.slice(0, span.start) + text + document.text.slice(span.end);
}

function spanOf(document: Document, part: string): ReturnType<Document["span"]> {
  const start = document.text.indexOf(part);
  return document.span(start, start + part.length);
}

test.each([
  ["a\nb\nc\n", "b", "a\nc\n"],
  ["a\nb\nc\n", "a\nb", "c\n"],
  ["a\nb", "b", "a"],
  ["a\r\nb\r\nc", "c", "a\r\nb"],
  ["a\r\nb\r\nc", "b", "a\r\nc"],
  ["a", "a", ""],
  ["  a # x\nb\n", "a", "b\n"],
])("removeLines in %j takes the lines of %j", (text, part, expected) => {
  const document = new Document("x", text, "other");
  expect(edited(document, removeLines(spanOf(document, part)))).toBe(expected);
});

test("removeWord takes the blanks before a word along", () => {
  const document = new Document("x", "run  -y x", "other");
  expect(edited(document, removeWord(spanOf(document, "-y")))).toBe("run x");
});

test.each([["a\nb", "\n"], ["a\r\nb\n", "\r\n"], ["a", "\n"], ["", "\n"]])("the line end of %j is %j", (text, expected) => {
  expect(lineEnd(new Document("x", text, "other"))).toBe(expected);
});

test("a line goes below the last line that has text", () => {
  const document = new Document("x", "a: # why\r\n  b\r\n\r\nc\r\n", "other");
  expect(edited(document, insertLineBelow(document.span(0, 15), "new"))).toBe("a: # why\r\n  b\r\nnew\r\n\r\nc\r\n");
});
