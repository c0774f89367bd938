import fc from "fast-check";
import { expand, splitWords } from "../../../src/parse/dockerfile/index.ts";
import { misplaced } from "./accounted.ts";
import { parse } from "./shared.ts";

const fragments = [
  "FROM a AS b", "RUN", "run <<EOF", "COPY <<-\"E F\" 3<<X /", "EOF", "X", "ONBUILD", "ENV a=b", "ENV", "CMD [\"a\", \"\\u00e9\\n\"]", "[", "]",
  "HEALTHCHECK --interval=5s CMD", "--mount=type=bind,\"a\"\"b\",", "--", "# syntax=x", "# escape=`", "#", "\\", "`", "\n", "\r\n", "\\\n", "`\n", "\t", " ",
  "$", "${", "}", "${a:-", "${a//", "'", '"', "<<", "<< EOF", "=", "\0", "\ufeff", "\u00a0", "\u2028", "\ud83d", "é", "VOLUME", "LABEL a=\"b",
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...fragments), { maxLength: 60 }).map((parts) => parts.join(" ")),
  fc.array(fc.constantFrom(...fragments), { maxLength: 60 }).map((parts) => parts.join("")),
  fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join("\n")),
  fc.string({ unit: "binary", maxLength: 200 }),
);

/** Processor milliseconds of the quickest of a few rounds; what a round gives is kept alive to its end. */
function cost(run: () => unknown): number {
  let best = Infinity;
  for (let round = 0; round < 4; round++) {
    const before = process.cpuUsage();
    const kept = run();
    const { user, system } = process.cpuUsage(before);
    expect(kept).toBeDefined();
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

describe("any text", () => {
  test("parses without a throw; every character has one place", () => {
    fc.assert(fc.property(text, (content) => expect(misplaced(parse(content))).toEqual([])), { numRuns: 4000 });
  });

  test("is expanded without a throw", () => {
    const lookup = (name: string): string | undefined => (name === "a" ? "x y" : undefined);
    fc.assert(
      fc.property(text, (content) => {
        expect(typeof expand(content, lookup).value).toBe("string");
        expect(splitWords(content, lookup).words.every((word) => word !== "")).toBe(true);
      }),
      { numRuns: 4000 },
    );
  });
});

describe("time grows with the length only", () => {
  const shapes: readonly (readonly [string, (count: number) => string])[] = [
    ["instructions", (n) => `FROM a\n${"RUN apt-get update && echo \"$HOME\"\nENV A=b C=\"d e\"\n".repeat(n / 2)}`],
    ["lines of one RUN", (n) => `FROM a\nRUN true \\\n${"  && echo x \\\n# why\n".repeat(n)}  && true\n`],
    ["lines of one ENV", (n) => `FROM a\nENV ${"A=b \\\n".repeat(n)}Z=1\n`],
    ["here-documents", (n) => `FROM a\n${"RUN <<EOF\necho\nEOF\n".repeat(n)}`],
    ["shifts that look like here-documents", (n) => `FROM a\n${"RUN echo $((1 << 3))\n".repeat(n)}`],
    ["JSON items over lines", (n) => `FROM a\nCMD [${'"a\\n", \\\n'.repeat(n)}"z"]\n`],
    ["open brackets", (n) => `FROM a\nCMD ${"[".repeat(n * 5)}`],
    ["open variables", (n) => `FROM a\nENV X=${"${a:-".repeat(n * 3)}`],
    ["mount options", (n) => `FROM a\nRUN --mount=type=bind${",a=\"b\"\"".repeat(n)} true`],
    ["blanks before a directive's end", (n) => `# escape=a${" ".repeat(n * 20)}b\nFROM a`],
    ["ONBUILD in ONBUILD", (n) => `FROM a\n${"ONBUILD ".repeat(n)}`],
    ["flags", (n) => `FROM a\nRUN ${"--mount=a \\\n".repeat(n)} true`],
  ];
  test.each(shapes)("%s: one text costs no more than ten of a tenth of its length", (_name, make) => {
    const small = make(2000);
    const large = make(20000);
    const ten = cost(() => Array.from({ length: 10 }, () => parse(small)));
    const one = cost(() => parse(large));
    // Time that grows with the square would cost ten times as much; under a few milliseconds the collector decides.
    expect(one).toBeLessThan(Math.max(2 * ten, 40));
  });
});
