import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { discover, type Discovery } from "../../src/engine/discover.ts";
import { PathPatterns } from "../../src/engine/ignore-rules.ts";
import { nodeHost } from "../../src/faces/node-host.ts";
import { removeScratch, scratch } from "../faces/scratch.ts";

afterAll(removeScratch);

const compose = "services:\n  a:\n    image: b\n";

function found(folder: string, paths: readonly string[] = ["."]): Discovery {
  return discover({ host: nodeHost(folder, paths), paths, ignoreIn: () => [] });
}

test("finds Dockerfiles by their usual names, and nothing that only looks like one", () => {
  const yes = ["Dockerfile", "Dockerfile.dev", "api.Dockerfile", "web.dockerfile", "Containerfile", "sub/Dockerfile", "Dockerfile-alpine", "dev.containerfile"];
  const no = ["Dockerfile.md", "Dockerfile.dockerignore", "notes", "Dockerfile.j2", "dockerfile.ts", "node_modules/x/Dockerfile", ".git/Dockerfile", "vendor/a/Dockerfile"];
  const folder = scratch(Object.fromEntries([...yes, ...no].map((path) => [path, "FROM a\n"])));
  expect(found(folder).dockerfiles).toEqual([...yes].sort());
});

test("finds compose files by their usual names; a doubtful name needs `services`", () => {
  const yes = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.prod.yaml", "docker-compose.override.yml", "compose.dev.yml", "db.compose.yml"];
  const folder = scratch({ ...Object.fromEntries(yes.map((path) => [path, compose])), "compose.other.yml": "kind: Pod\n", "pod.yaml": "kind: Pod\n" });
  expect(found(folder).composeFiles).toEqual([...yes].sort());
});

test("a script counts where it starts containers", () => {
  const folder = scratch({ "run.sh": "docker run -v /a:/b x\n", "other.sh": "echo hello\n" });
  expect(found(folder).scripts).toEqual(["run.sh"]);
});

test("a path given by name is checked whatever it is called", () => {
  const folder = scratch({ "stack.yaml": compose, build: "FROM a\n", "pod.yaml": "kind: Pod\n", start: "#!/bin/sh\ndocker run x\n", "node_modules/Dockerfile": "FROM a\n" });
  const result = found(folder, ["stack.yaml", "build", "pod.yaml", "start", "node_modules"]);
  expect(result).toMatchObject({ composeFiles: ["stack.yaml"], dockerfiles: ["build", "node_modules/Dockerfile"], scripts: ["start"], notes: [] });
});

test("`.gitignore` holds in a git work tree, nested ones and exceptions too, and nowhere else", () => {
  const files = {
    ".gitignore": "build/\n*.Dockerfile\n", "build/Dockerfile": "FROM a\n", "x.Dockerfile": "FROM a\n",
    "sub/.gitignore": "!keep.Dockerfile\n", "sub/keep.Dockerfile": "FROM a\n", "sub/drop.Dockerfile": "FROM a\n",
  };
  const inside = scratch({ ...files, ".git/HEAD": "" });
  expect(found(inside).dockerfiles).toEqual(["sub/keep.Dockerfile"]);
  expect(found(inside, ["sub"]).dockerfiles).toEqual(["sub/keep.Dockerfile"]);
  expect(found(scratch(files)).dockerfiles).toHaveLength(4);
});

test("the configuration's ignore list holds for what is found, not for what is named", () => {
  const folder = scratch({ "testdata/Dockerfile": "FROM a\n", Dockerfile: "FROM a\n" });
  const ignoreIn = (): readonly PathPatterns[] => [new PathPatterns(".", ["**/testdata/**"])];
  const host = nodeHost(folder);
  expect(discover({ host, paths: ["."], ignoreIn }).dockerfiles).toEqual(["Dockerfile"]);
  expect(discover({ host, paths: ["testdata/Dockerfile"], ignoreIn }).dockerfiles).toEqual(["testdata/Dockerfile"]);
});

test("what cannot be read is named with a remedy, and the rest is checked", () => {
  const folder = scratch({ "ok/Dockerfile": "FROM a\n", "binary/Dockerfile": Buffer.from([0, 1]), "latin/Dockerfile": Buffer.from("FROM \xe4\n", "latin1") });
  for (const name of ["pipe", "loop", "directory", "out"]) mkdirSync(join(folder, name));
  execFileSync("mkfifo", [join(folder, "pipe/Dockerfile")]);
  symlinkSync("Dockerfile", join(folder, "loop/Dockerfile"));
  mkdirSync(join(folder, "directory/Dockerfile"));
  symlinkSync("/etc/passwd", join(folder, "out/Dockerfile"));
  const { dockerfiles, notes, damaged } = found(folder, [".", "missing"]);
  expect(dockerfiles).toEqual(["latin/Dockerfile", "ok/Dockerfile"]);
  expect([...damaged]).toEqual(["latin/Dockerfile"]);
  expect(notes.map(({ path, incomplete }) => `${path} ${incomplete}`).sort()).toEqual([
    "binary/Dockerfile true", "directory/Dockerfile true", "latin/Dockerfile false", "loop/Dockerfile true", "missing true", "out/Dockerfile true", "pipe/Dockerfile true",
  ]);
  for (const { message } of notes) expect(message).toMatch(/: /);
});

test("a linked Dockerfile is checked once, and a linked folder is not walked", () => {
  const folder = scratch({ "docker/Dockerfile": "FROM a\n", "docker/other": "FROM b\n" });
  symlinkSync("docker/Dockerfile", join(folder, "Dockerfile"));
  symlinkSync("docker/other", join(folder, "Dockerfile.other"));
  symlinkSync(".", join(folder, "again"));
  expect(found(folder).dockerfiles).toEqual(["Dockerfile.other", "docker/Dockerfile"]);
});
