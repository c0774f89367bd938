import { Document, type Span } from "#text";
import { codeFrame } from "../../src/report/frame.ts";
import { paint } from "../../src/report/paint.ts";
import { spanOf } from "./sample.ts";

function frame(text: string, marked: string | ((document: Document) => Span), width = 80): readonly string[] {
  const document = new Document("x", text, "other");
  const span = typeof marked === "string" ? spanOf(document, marked) : marked(document);
  return codeFrame(span, { paint: paint(false), masks: new Map(), width });
}

test("carets stand under the marked words", () => {
  expect(frame("one\ntwo three four\n", "three")).toEqual(["2 | two three four", "  |     ^^^^^"]);
});

test("tabs take the columns that they are drawn with", () => {
  expect(frame("a\tb\tmark", "mark")).toEqual(["1 | a   b   mark", "  |         ^^^^"]);
});

test("wide characters take two columns, combining ones none", () => {
  expect(frame("数字 mark", "mark")).toEqual(["1 | 数字 mark", "  |      ^^^^"]);
  expect(frame("数字", "字")).toEqual(["1 | 数字", "  |   ^^"]);
  expect(frame("e\u0301 mark", "mark")).toEqual(["1 | e\u0301 mark", "  |   ^^^^"]);
  expect(frame("🐳🐳 mark", "mark")).toEqual(["1 | 🐳🐳 mark", "  |      ^^^^"]);
});

test("an escape is marked over all its columns", () => {
  expect(frame("a\x1bb", "\x1b")).toEqual(["1 | a\\x1bb", "  |  ^^^^"]);
});

test("an empty span has one caret, at the end of a line too", () => {
  expect(frame("abc\n", (document) => document.span(1, 1))).toEqual(["1 | abc", "  |  ^"]);
  expect(frame("abc\n", (document) => document.span(3, 3))).toEqual(["1 | abc", "  |    ^"]);
  expect(frame("", (document) => document.span(0, 0))).toEqual(["1 |", "  | ^"]);
});

test("each line of a span is marked from its first word; a long span is cut in the middle", () => {
  expect(frame("RUN a \\\n  && b\nX", "RUN a \\\n  && b")).toEqual(["1 | RUN a \\", "  | ^^^^^^^", "2 |   && b", "  |   ^^^^"]);
  const lines = Array.from({ length: 12 }, (_, at) => `line ${at + 1}`).join("\n");
  const shown = frame(lines, (document) => document.span(0, document.text.length));
  expect(shown.filter((line) => /\d+ \|/.test(line)).map((line) => line.trim())).toEqual(["1 | line 1", "2 | line 2", "3 | line 3", "12 | line 12"]);
  expect(shown).toContain("   ...");
});

test("carriage returns of line ends are not shown", () => {
  expect(frame("one\r\ntwo\r\n", "one\r\ntwo\r\n")).toEqual(["1 | one", "  | ^^^", "2 | two", "  | ^^^"]);
});

test("a long line is cut around the mark", () => {
  const [source = "", marks = ""] = frame(`${"x ".repeat(5000)}MARK${" y".repeat(5000)}`, "MARK", 60);
  expect(source).toContain("MARK");
  expect(source.length).toBeLessThan(80);
  expect(marks.indexOf("^^^^")).toBe(source.indexOf("MARK"));
});

test("a file of one huge line is cheap", () => {
  const document = new Document("x", "a".repeat(2_000_000), "other");
  const start = process.cpuUsage();
  for (let at = 0; at < 1000; at++) codeFrame(document.span(at * 1000, at * 1000 + 5), { paint: paint(false), masks: new Map(), width: 80 });
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(5000);
});
