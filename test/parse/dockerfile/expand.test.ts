import { expand, splitWords } from "../../../src/parse/dockerfile/index.ts";
import { parse } from "./shared.ts";

const values: Readonly<Record<string, string>> = {
  HOME: "/home/me", EMPTY: "", PATHS: "a/b/c.tar.gz", STAR: "a*b", LINES: "one\ntwo", PORTS: "80 443", "0": "zero", größe: "12",
};
const lookup = (name: string): string | undefined => values[name];

describe("values of words", () => {
  test.each([
    ["plain", "plain"],
    ["$HOME/x", "/home/me/x"],
    ["${HOME}x", "/home/mex"],
    ["'$HOME'", "$HOME"],
    ['"$HOME"', "/home/me"],
    ["\\$HOME", "$HOME"],
    ['"\\$HOME"', "$HOME"],
    ['"a\\b"', "a\\b"],
    ['"a\\"b"', 'a"b'],
    ["a\\b\\\\c", "ab\\c"],
    ["a\\ b", "a b"],
    ['\'it\'"\'"\'s\'', "it's"],
    ["'a\\'b", "a\\b"],
    ["$", "$"],
    ["a$/b", "a$/b"],
    ["$EMPTY", ""],
    ["$größe!", "12!"],
    ["$0th", "zeroth"],
    ["ends\\", "ends"],
  ])("%s is %s", (word, value) => {
    expect(expand(word, lookup)).toEqual({ value, unresolved: [] });
  });

  test.each([
    ["${HOME-x}", "/home/me"], ["${NONE-x}", "x"], ["${EMPTY-x}", ""],
    ["${HOME:-x}", "/home/me"], ["${NONE:-x}", "x"], ["${EMPTY:-x}", "x"],
    ["${HOME+x}", "x"], ["${NONE+x}", ""], ["${EMPTY+x}", "x"],
    ["${HOME:+x}", "x"], ["${NONE:+x}", ""], ["${EMPTY:+x}", ""],
    ["${HOME?no}", "/home/me"], ["${EMPTY?no}", ""], ["${HOME:?no}", "/home/me"],
    ["${NONE:-${ALSO:-$HOME}}", "/home/me"],
    ["${NONE:-'a}b'}", "a}b"],
    ["${NONE:-a\\}b}", "a}b"],
    ['${NONE:-"a b"}', "a b"],
    ["${HOME:+$HOME/bin:}x", "/home/me/bin:x"],
  ])("%s is %s", (word, value) => {
    expect(expand(word, lookup)).toEqual({ value, unresolved: [] });
  });

  test.each([
    ["${PATHS#*/}", "b/c.tar.gz"], ["${PATHS##*/}", "c.tar.gz"],
    ["${PATHS%.*}", "a/b/c.tar"], ["${PATHS%%.*}", "a/b/c"],
    ["${PATHS#?/}", "b/c.tar.gz"], ["${PATHS#x}", "a/b/c.tar.gz"],
    ["${PATHS%.g?}", "a/b/c.tar"], ["${STAR#a\\*}", "b"],
    ["${PATHS/\\//:}", "a:b/c.tar.gz"], ["${PATHS//\\//:}", "a:b:c.tar.gz"],
    ["${PATHS/.*/}", "a/b/c"], ["${PATHS//./}", "a/b/ctargz"],
    ["${PATHS//[ab]/x}", "a/b/c.tar.gz"],
    ["${LINES#*w}", "one\ntwo"], ["${LINES/n*/-}", "o-\ntwo"],
    ["${HOME/me/$0}", "/hozero/me"],
    ["${EMPTY//x/y}", ""],
    ["${HOME//$EMPTY/.}", "./.h.o.m.e./.m.e."],
  ])("%s is %s", (word, value) => {
    expect(expand(word, lookup)).toEqual({ value, unresolved: [] });
  });

  test("what is not set is named only where its value would count", () => {
    expect(expand("$A-${B:-x}-${C+y}-${D#x}-$A", lookup)).toEqual({ value: "-x---", unresolved: ["A", "D"] });
    expect(expand("${HOME:-$A}", lookup)).toEqual({ value: "/home/me", unresolved: [] });
    expect(expand("${NONE:-$A}", lookup)).toEqual({ value: "", unresolved: ["A"] });
  });

  test.each([
    ["${NONE:?set it}", "NONE: set it"],
    ["${NONE?}", "NONE: is not allowed to be unset"],
    ["${EMPTY:?}", "EMPTY: is not allowed to be empty"],
    ["${HOME:-${NONE:?inner}}", "NONE: inner"],
    ["'open", "this single quote is never closed"],
    ['a"open', "this double quote is never closed"],
    ["${HOME", "Docker knows no modifier  in ${...}"],
    ["${HOME:-x", "the closing } of ${...} is missing"],
    ["${HOME:1:2}", "Docker knows no modifier :1 in ${...}"],
    ["${HOME^^}", "Docker knows no modifier ^ in ${...}"],
    ["${}", "this is no ${name}"],
    ["${HOME#\\a}", "the pattern \\a escapes a character that needs none"],
  ])("%s is refused: %s", (word, fault) => {
    expect(expand(word, lookup).fault).toBe(fault);
  });

  test("with a backtick as escape character backslashes are plain", () => {
    expect(expand("C:\\x`$HOME\\$EMPTY", lookup, "`").value).toBe("C:\\x$HOME\\");
  });

  test("in the body of a here-document quotes are plain", () => {
    expect(expand("it's \"$HOME\" \\$x\n", lookup, "\\", { quotes: false }).value).toBe('it\'s "/home/me" $x\n');
  });

  test("words that split after their variables are replaced", () => {
    expect(splitWords("$PORTS 53/udp", lookup).words).toEqual(["80", "443", "53/udp"]);
    expect(splitWords('"$PORTS"x a\\ b', lookup).words).toEqual(["80 443x", "a b"]);
    expect(splitWords("$EMPTY", lookup).words).toEqual([]);
  });

  test("a value that doubles with every line stays small", () => {
    let value = "xx";
    for (let i = 0; i < 60; i++) value = expand("$A$A", () => value).value;
    expect(value.length).toBeLessThanOrEqual(1 << 20);
  });

  test("a word of the tree is expanded as written", () => {
    const word = parse('FROM a\nENV X="$HOME/\\\n  b" Y=1').instructions[1]?.assignments[0]?.value;
    expect(word && expand(word, lookup).value).toBe("/home/me/  b");
  });

  test("variables have names, modifiers and places, nested ones too", () => {
    const tree = parse("FROM a\nWORKDIR /x/${A:-${B##*/}}/$C/${D//a/$E}");
    const word = tree.instructions[1]?.words[0];
    const seen = word?.variables.map((v) => [v.name, v.modifier, v.operand, v.replacement, v.nested.map((n) => [n.name, n.modifier, n.operand])]);
    expect(seen).toEqual([
      ["A", ":-", "${B##*/}", undefined, [["B", "##", "*/"]]],
      ["C", undefined, undefined, undefined, []],
      ["D", "//", "a", "$E", [["E", undefined, undefined]]],
    ]);
    const texts = word?.variables.flatMap((v) => [v, ...v.nested]).map((v) => tree.document.text.slice(v.span.start, v.span.end));
    expect(texts).toEqual(["${A:-${B##*/}}", "${B##*/}", "$C", "${D//a/$E}", "$E"]);
  });
});
