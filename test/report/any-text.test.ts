import fc from "fast-check";
import { Document } from "#text";
import { formats, render } from "../../src/report/index.ts";
import { findingAt, placeOf, plain, reportOf } from "./sample.ts";

const nasty = fc.array(fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("\x1b[31m", "\n", "\r\n", "\t", "\u202e", "\ud83d", "字", "e\u0301", "<b>", "`", "|", "%0A", "::error::", "##[group]", "]]>", "PASSWORD=x", "://a:b@c"),
), { maxLength: 12 }).map((parts) => parts.join(""));

const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;

test("no text, name or span breaks a report or gets through raw", () => {
  fc.assert(fc.property(nasty, nasty, nasty, fc.nat(200), fc.nat(200), (text, path, message, start, length) => {
    const document = new Document(path, text, "other");
    const from = Math.min(start, text.length);
    const span = document.span(from, Math.min(from + length, text.length));
    const place = { ...placeOf(span), message };
    const report = reportOf([findingAt(span, { message, related: [place], trace: [place], fix: { title: message, safe: true, edits: [{ span, text }] } })]);
    for (const format of formats) expect(raw.exec(render(format, report, plain))).toBeNull();
  }), { numRuns: 300 });
});
