import { UsageError, choice, readArguments } from "../../src/faces/arguments.ts";

const read = (...argv: readonly string[]): ReturnType<typeof readArguments> => readArguments(argv, (path) => path === "src" || path === "map.d");

test("paths alone mean check", () => {
  expect(read("src", "a/Dockerfile")).toMatchObject({ command: "check", paths: ["src", "a/Dockerfile"] });
  expect(read("check", "src").paths).toEqual(["src"]);
  expect(read("map", "src")).toMatchObject({ command: "map", paths: ["src"] });
});

test("options with values in both forms, repeated ones kept in order", () => {
  const args = read("--format=json", "--rule", "a=off", "--rule=b=error", "--fix", "-");
  expect(args.value("format")).toBe("json");
  expect(args.values("rule")).toEqual(["a=off", "b=error"]);
  expect(args.flag("fix")).toBe(true);
  expect(args.paths).toEqual(["-"]);
});

test("--changed takes a commit, but not a path that exists and not another option", () => {
  expect(read("--changed", "main").value("changed")).toBe("main");
  expect(read("--changed=main", "src").value("changed")).toBe("main");
  expect(read("--changed", "src")).toMatchObject({ paths: ["src"] });
  expect(read("--changed", "src").value("changed")).toBe("");
  expect(read("--changed", "--fix").flag("fix")).toBe(true);
  expect(read("src").value("changed")).toBeUndefined();
});

test.each([
  [["--formt", "json"], /--formt.*did you mean `--format`/],
  [["--format"], /--format needs a value/],
  [["--fix=yes"], /--fix takes no value/],
  [["map", "--fix"], /`stowage map` has no option --fix: it is one of `stowage check`/],
  [["lsp"], /this version has no command `lsp`/],
  [["chekc"], /did you mean `check`/],
  [["--allow-plugins"], /leave --allow-plugins away/],
])("%j is refused with a remedy", (argv, message) => {
  expect(() => read(...argv)).toThrow(UsageError);
  expect(() => read(...argv)).toThrow(message);
});

test("a value outside the list names the nearest one", () => {
  expect(() => choice(read("--format", "jsno"), "format", ["pretty", "json"], "pretty")).toThrow(/not `jsno`; did you mean `json`/);
  expect(choice(read(), "format", ["pretty", "json"], "pretty")).toBe("pretty");
});
