import { execFileSync } from "node:child_process";
import { Document, MappedText } from "#text";
import { literal, parseShell, simpleCommands, wordValue, wordValues, type Word } from "../../../src/parse/shell/index.ts";

const VARIABLES: Readonly<Record<string, string>> = {
  NAME: "archive.tar.gz", PATHNAME: "/srv/data/app.db", EMPTY: "", WORDS: " one  two ", VERSION: "v16.4-Alpine", POINTER: "NAME", DOT: ".",
  HOME: "/home/app", UTF: "äöü", STAR: "*",
};

function wordOf(text: string): Word {
  const document = new Document("run.sh", `echo ${text}`, "script");
  const [command] = simpleCommands(parseShell(MappedText.ofSpan(document.span(0, document.text.length))));
  const node = command?.words[1]?.node;
  if (node?.type !== "Word") throw new Error(`no word in ${text}`);
  return node;
}

const lookup = (name: string): string | null | undefined => (name === "UNKNOWN" ? undefined : (VARIABLES[name] ?? null));

const CASES = [
  "plain", "'a b'", '"a b"', "a\\ b", "$NAME", "${NAME}", '"x${NAME}y"', "${NAME%.*}", "${NAME%%.*}", "${NAME#*.}", "${NAME##*.}",
  "${PATHNAME##*/}", "${PATHNAME%/*}", "${NAME%nothing}", "${NAME#archive}", "${NAME/a/A}", "${NAME//a/A}", "${NAME//[a-c]/_}",
  "${NAME//[^a-z]/}", "${NAME/#archive/x}", "${NAME/%.gz/.xz}", "${NAME/%tar/x}", "${NAME/#/pre-}", "${NAME/a*e/X}", "${NAME//./}",
  '${NAME//"."/-}', "${NAME//$DOT/-}", "${NAME//\\./-}", "${NAME:8}", "${NAME:0:7}", "${NAME: -2}", "${NAME:0:-3}", "${NAME:20}", "${NAME: -50}",
  "${NAME^}", "${NAME^^}", "${VERSION,,}", "${VERSION,}", "${NAME^^[a-c]}", "${NAME@U}", "${VERSION@L}", "${#NAME}", "${#UTF}", "${#EMPTY}", "${!POINTER}",
  "${EMPTY:-d}", "${EMPTY-d}", "${GONE-d}", "${GONE:-$NAME}", '"${GONE:-a  b}"', "${EMPTY:+x}", "${EMPTY+x}", "${NAME:+x}", "${GONE+x}", "${NAME:=x}",
  "${GONE:=x}", "${NAME:?no}", "x$GONE", "${VERSION#v}", "${VERSION%%[-.]*}", "${VERSION%%-[[:upper:]]*}", "~/x", '"~/x"', "${GONE:-~/y}", "$'a\\tb'",
  "${UTF:1:1}", "${PATHNAME%\"/app.db\"}", "a${NAME%%.*}b${VERSION##*-}",
];

describe("the value of a word equals what bash makes of it", () => {
  const run = (script: string): string => execFileSync("bash", ["-c", script], { encoding: "utf8", env: { ...VARIABLES, LC_ALL: "C.UTF-8", PATH: "/usr/bin:/bin" } });
  const hasBash = ((): boolean => {
    try {
      return Number(run("echo ${BASH_VERSINFO[0]}")) >= 5;
    } catch {
      return false;
    }
  })();
  if (!hasBash) console.warn("no bash 5 here: expansion is not compared with it");
  const check = hasBash ? test : test.skip;

  check.each(CASES)("%s", (text) => {
    expect(wordValue(wordOf(text), lookup)).toBe(run(`x=${text}; printf %s "$x"`));
  });

  check.each([...CASES, "$WORDS", "a${WORDS}b", '"$WORDS"', "$EMPTY", '"$EMPTY"', "x$EMPTY", "${GONE:-a 'b  c' d}", "${GONE:+x}", "''"])("as arguments: %s", (text) => {
    expect(wordValues(wordOf(text), lookup)).toEqual(run(`for x in ${text}; do printf '%s\\0' "$x"; done`).split("\0").slice(0, -1));
  });
});

describe("what is not known is undefined", () => {
  test.each(["$UNKNOWN", "a${UNKNOWN:-b}", "$(pwd)", "`pwd`", "*.c", "{a,b}", "$((1+2))", "${GONE:?no}", "${NAME[0]}", "${!UNKNOWN}", "${NAME%$STAR}",
    "${NAME%@(a|b)}", "${NAME@Q}", "${NAME/a/&}", "~other/x", "${NAME:$UNKNOWN}"])("%s", (text) => {
    expect(wordValue(wordOf(text), lookup)).toBeUndefined();
  });

  test("an expansion outside quotes that holds a glob is no known list of words", () => {
    expect(wordValues(wordOf("$STAR"), lookup)).toBeUndefined();
    expect(wordValues(wordOf('"$STAR"'), lookup)).toEqual(["*"]);
  });

  test("a substitution is known where the caller knows it", () => {
    const substitute = (): string => "/app";
    expect(wordValue(wordOf('"$(pwd)/x"'), { lookup, substitute })).toBe("/app/x");
  });

  test("a long value with many stars ends at once", () => {
    const started = process.cpuUsage();
    wordValue(wordOf("${LONG//*a*a*a*b/x}"), () => "a".repeat(900));
    expect(wordValue(wordOf("${LONG//a/x}"), () => "a".repeat(5000))).toBeUndefined();
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(3000);
  });
});

describe("literal", () => {
  test.each([
    ["plain", "plain"], ["'a b'", "a b"], ['"a b"', "a b"], ["a\\ b", "a b"], ["--o='x'", "--o=x"], ["$'a\\n'", "a\n"],
    ["$A", undefined], ['"$A"', undefined], ["*", undefined], ["[ab]", undefined], ["{a,b}", undefined], ["~/x", undefined], ["$(x)", undefined], ["a?", undefined],
  ])("%s", (text, value) => expect(literal(wordOf(text))).toBe(value));
});
