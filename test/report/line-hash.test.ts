import { Document } from "#text";
import { lineHashes } from "../../src/report/sarif/line-hash.ts";

function hashesOf(text: string): readonly string[] {
  return lineHashes(new Document("x", text, "other"));
}

/** The same by its definition, one line at a time with big integers. */
function byDefinition(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.replace(/[ \t]/g, ""));
  const seen = new Map<string, number>();
  return lines.map((_, at) => {
    const units = [...lines.slice(at).join("\n").split("").map((character) => character.charCodeAt(0)), 0xffff];
    let hash = 0n;
    for (let index = 0; index < 100; index++) hash = BigInt.asUintN(64, hash * 37n + BigInt(units[index] ?? 0));
    const hex = hash.toString(16);
    seen.set(hex, (seen.get(hex) ?? 0) + 1);
    return `${hex}:${seen.get(hex) ?? 0}`;
  });
}

test("the value that GitHub gives an empty file's only line", () => {
  expect(hashesOf("")).toEqual(["c129715d7a2bc9a3:1"]);
});

test.each([
  ["short lines", "FROM debian\nRUN true\n"],
  ["a line longer than the window", `${"x".repeat(250)}\n${"y z".repeat(90)}\nend`],
  ["equal lines", "RUN true\n".repeat(40)],
  ["line ends of every kind", "a\r\nb\rc\nd\r\n\r\ne"],
  ["blanks and tabs", " \ta b\tc \n\t\n  d"],
  ["characters beyond Latin", "数字 = 𝄞\nünï\n".repeat(9)],
])("%s", (_, text) => {
  expect(hashesOf(text)).toEqual(byDefinition(text));
});

test("does not change when blanks do, and changes with the text", () => {
  const [plain] = hashesOf("RUN  echo one\nRUN two\n");
  expect(hashesOf("RUN echo\tone\nRUN two\n")[0]).toBe(plain);
  expect(hashesOf("RUN echo One\nRUN two\n")[0]).not.toBe(plain);
});
