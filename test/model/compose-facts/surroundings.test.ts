import { exampleProject } from "../../rules/example-project.ts";

const text = "services:\n  web:\n    image: nginx:${TAG} $NAME ${WITH:-default} ${NEEDED:?}\n";

test("what stands beside the file, and what a .gitignore shuts out", () => {
  const project = exampleProject({ "app/compose.yaml": text, "app/readme.txt": "", "app/conf/a.ini": "", ".gitignore": "/app/data\n*.local\n", "app/.gitignore": "made/\n" });
  const around = project.composeFiles[0]?.surroundings;
  expect(around?.real).toBe(true);
  expect([around?.at("./conf"), around?.at("conf/a.ini"), around?.at("nothing"), around?.at("../../outside"), around?.at("/etc")])
    .toEqual(["directory", "file", "missing", undefined, undefined]);
  expect(["data", "data/x", "b.local", "made", "made/x", "conf"].map((path) => around?.gitignored(path))).toEqual([true, true, true, true, true, false]);
  expect(around?.names("conf")).toEqual(["a.ini"]);
  expect([around?.existsFromAbove("app/conf"), around?.existsFromAbove("conf")]).toEqual([true, false]);
});

test("a lone file says nothing of its project", () => {
  const project = exampleProject({ "compose.yaml": text, "other/compose.yaml": text, "Dockerfile": "FROM a\n" });
  expect(project.composeFiles.map((file) => file.surroundings.real)).toEqual([false, false]);
});

test("variables with what guards them", () => {
  const [file] = exampleProject({ "compose.yaml": text, ".env": "TAG=3\n" }).composeFiles;
  expect(file?.variables.map(({ name, guarded, known, braced, path }) => [name, guarded, known, braced, path])).toEqual([
    ["TAG", false, true, true, "services.web.image"],
    ["NAME", false, false, false, "services.web.image"],
    ["WITH", true, false, true, "services.web.image"],
    ["NEEDED", true, false, true, "services.web.image"],
  ]);
});
