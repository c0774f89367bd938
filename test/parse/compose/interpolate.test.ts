import { interpolate } from "../../../src/parse/compose/index.ts";

const known: Readonly<Record<string, string>> = { SET: "value", EMPTY: "", PORT: "80" };
const lookup = (name: string): string | undefined => known[name];

test.each([
  ["${UNSET:-a}", "a"], ["${EMPTY:-a}", "a"], ["${EMPTY-a}", ""], ["${SET:-a}", "value"],
  ["${UNSET-}", ""], ["${SET:+b}", "value".length > 0 ? "b" : ""], ["${EMPTY:+b}", ""], ["${EMPTY+b}", "b"], ["${UNSET+b}", ""],
  ["${SET?no}", "value"], ["${UNSET:-${EMPTY:-${PORT}}}", "80"], ["$SET:$PORT", "value:80"], ["$$SET", "$SET"],
  ["$${SET}", "${SET}"], ["${UNSET:-{\"a\": 1}}", "{\"a\": 1}"], ["a$", "a$"], ["$1", "$1"], ["${UNSET:-a$$b}", "a$b"],
])("%s is %s, and nothing of it is unknown", (text, value) => {
  expect(interpolate(text, lookup)).toMatchObject({ value, unresolved: [] });
});

test("a variable without value and default is empty for Compose, and named as unresolved", () => {
  const result = interpolate("${DATA}/x:${UNSET:-/y}:$MODE", lookup);
  expect(result).toMatchObject({ value: "/x:/y:", partial: "${DATA}/x:/y:$MODE", unresolved: ["DATA", "MODE"] });
});

test("a variable in a default that is not used leaves nothing unknown", () => {
  const result = interpolate("${SET:-$OTHER}", lookup);
  expect(result.unresolved).toEqual([]);
  expect(result.variables).toMatchObject([{ name: "SET", resolved: true, default: "$OTHER" }, { name: "OTHER", used: false, resolved: true }]);
});

test("every variable has its place, its modifier and its default", () => {
  const text = "x ${A:-b} $C ${D:?say why}";
  const { variables, fault } = interpolate(text, lookup);
  expect(variables.map(({ name, start, end, modifier, required }) => [name, text.slice(start, end), modifier, required])).toEqual([
    ["A", "${A:-b}", ":-", false], ["C", "$C", undefined, false], ["D", "${D:?say why}", ":?", true],
  ]);
  expect(fault?.message).toContain("D must be set: say why");
});

test.each(["${", "${}", "${1A}", "${A", "${A!b}", "${A:-${B}", "${A:b}"])("%s is refused with a reason", (text) => {
  expect(interpolate(text, lookup).fault?.message).toMatch(/Compose cannot interpolate this/);
});

test("deep nesting ends in a fault, quickly", () => {
  expect(interpolate("${A:-".repeat(50_000), lookup).fault).toBeDefined();
});
