import { Document, textOf } from "#text";
import fc from "fast-check";
import { parseEnvFile, type EnvFileTree } from "../../../src/parse/envfile/index.ts";

function read(text: string, outer: Readonly<Record<string, string>> = {}): EnvFileTree {
  return parseEnvFile(new Document(".env", text, "envfile"), (name) => outer[name]);
}

function values(text: string, outer?: Readonly<Record<string, string>>): Record<string, string | undefined> {
  return Object.fromEntries(read(text, outer).entries.map((entry) => [entry.name, entry.value]));
}

test("names, values and whole entries have their places, with a byte order mark and CRLF", () => {
  const { entries, faults } = read("\ufeff# head\r\nexport A = \"x y\" # why\r\n\r\nB='1'\r\nC=plain text # note\r\nD=\r\n");
  expect(faults).toEqual([]);
  expect(entries.map((entry) => [entry.name, entry.value, textOf(entry.nameSpan), textOf(entry.valueSpan), textOf(entry.span)])).toEqual([
    ["A", "x y", "A", '"x y"', 'A = "x y"'], ["B", "1", "B", "'1'", "B='1'"], ["C", "plain text", "C", "plain text", "C=plain text"], ["D", "", "D", "", "D="],
  ]);
});

test("quotes: several lines, escapes, and dollar signs", () => {
  expect(values("KEY=\"one\ntwo\"\nA='$B'\nC='Let\\'s go!'\nD=\"{\\\"a\\\": \\\"b\\\"}\"\nE=\"\\$A\"\nF=$$A\n")).toEqual({
    KEY: "one\ntwo", A: "$B", C: "Let's go!", D: "{\"a\": \"b\"}", E: "$A", F: "$A",
  });
});

test("variables come from outside first, then from above in the file, and what neither knows is named", () => {
  expect(values("A=1\nB=${A}-${X:-y}\n", { A: "9" })).toEqual({ A: "1", B: "9-y" });
  expect(read("B=${NOPE}\n").entries).toMatchObject([{ value: "", unresolved: ["NOPE"] }]);
});

test("a name alone takes its value from outside", () => {
  expect(read("HOME\nNOPE\n", { HOME: "/root" }).entries).toMatchObject([{ name: "HOME", value: "/root", inherited: true }, { name: "NOPE", value: undefined }]);
});

test.each([["A B=1", "env-name"], ["A='x", "env-quote"], ["A=${", "env-interpolation"]])("%s is a fault, and the next line is read", (text, code) => {
  const tree = read(`${text}\nNEXT=1\n`);
  expect(tree.faults.map((fault) => fault.code)).toEqual([code]);
  expect(tree.entries.at(-1)).toMatchObject({ name: "NEXT", value: "1" });
});

test("no text makes it throw, and every span lies inside the text", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.array(fc.constantFrom("A", "=", "'", "\"", "\n", "\r\n", " ", "#", "$", "${", "}", "\\", "export ", ":", "0", "\ufeff"), { maxLength: 40 }).map((parts) => parts.join("")));
  fc.assert(fc.property(text, (content) => {
    const { entries, faults } = read(content);
    for (const { start, end } of [...entries.flatMap((entry) => [entry.span, entry.nameSpan, entry.valueSpan]), ...faults.map((fault) => fault.span)]) {
      expect(start >= 0 && start <= end && end <= content.length).toBe(true);
    }
  }), { numRuns: 1500 });
});
