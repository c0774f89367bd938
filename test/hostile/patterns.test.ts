import { join } from "node:path";
import { patternsBelow, slowAttack, type Pattern } from "./patterns.ts";

const root = join(__dirname, "../..");

// src/gen reads the project's own files only, when it is built.
test("no regular expression takes more time than its text is long", () => {
  const patterns = patternsBelow(root, ["src", "rules"]).filter(({ place }) => !place.startsWith("src/gen/"));
  expect(patterns.length).toBeGreaterThan(1000);
  const once = new Map<string, Pattern>(patterns.map((one) => [`/${one.source}/${one.flags}`, one]));
  const slow = [...once].flatMap(([text, pattern]) => {
    const attack = slowAttack(pattern);
    return attack === undefined ? [] : [`${pattern.place} ${text} ${attack}`];
  });
  expect(slow).toEqual([]);
}, 300_000);

test.each([
  ["(a+)+$", ""], ["^(?:[a-z]+)*!$", "i"], ["(?:x|x)*y", ""], ["\\s+$", ""], ["/+$", "g"], ["#.*$", ""], ["^(.*)-ruby(?:-.*)?$", ""], ["\\$\\{[^}]*\\}", "g"],
  ["^\\s*name:", "m"], ["^[a-z]*e[a-z]*$", ""], ["\\S+@\\S+", ""], ["^(\\d+\\.?\\d*)+$", ""], ["(?:^|/)[^/]*Dockerfile[^/]*$", ""], [".*(?:cache).*\\.gem", ""],
])("the check finds that /%s/%s is slow", (source, flags) => {
  expect(slowAttack({ place: "", source, flags })).toBeDefined();
}, 60_000);

test.each([["^[a-z]+$", ""], ["(?<!/)/+$", ""], ["^\\s*(?:a|b)", ""], ["a{1,20}b", ""], ["\\$\\{[^}]{0,50}\\}", "g"]])("and that /%s/%s is not", (source, flags) => {
  expect(slowAttack({ place: "", source, flags })).toBeUndefined();
});
