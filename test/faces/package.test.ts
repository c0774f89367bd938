import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeScratch, scratch } from "./scratch.ts";

const root = join(__dirname, "../..");
const published = ["package.json", "bin", "schemas", "README.md", "LICENSE", "CHANGELOG.md", "THIRD-PARTY.md"];

let home = "";
let content: readonly string[] = [];

/** Builds and packs a copy of what is published, and unpacks it where a user's project would have it. */
beforeAll(() => {
  const source = scratch();
  for (const path of published) if (existsSync(join(root, path))) cpSync(join(root, path), join(source, path), { recursive: true });
  // A file in place of each folder that must stay at home.
  for (const folder of ["src", "rules", "test", "fixtures", "bench", "docs", ".github"]) {
    mkdirSync(join(source, folder));
    writeFileSync(join(source, folder, "here.txt"), "");
  }
  execFileSync(process.execPath, [join(root, "build.mjs"), "--types", `--out=${join(source, "dist")}`], { stdio: "pipe" });
  const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--json"], { cwd: source, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const [{ filename, files }] = JSON.parse(packed) as [{ filename: string; files: readonly { path: string }[] }];
  content = files.map(({ path }) => path);
  home = scratch({ "one/Dockerfile": "FROM a\n" });
  mkdirSync(join(home, "node_modules/stowage"), { recursive: true });
  execFileSync("tar", ["-xzf", join(source, filename), "--strip-components=1", "-C", join(home, "node_modules/stowage")]);
}, 180_000);

afterAll(removeScratch);

function node(...args: readonly string[]): string {
  return execFileSync(process.execPath, [...args], { cwd: home, encoding: "utf8" });
}

test("the package holds what runs and its declarations, no sources, tests or fixtures", () => {
  expect(content).toEqual(expect.arrayContaining(["bin/stowage.js", "dist/start.js", "dist/chunks/pack.js", "dist/chunks/pack-more.js", "dist/lib.js", "dist/rule.js", "dist/chunks/yaml.js", "dist/types/src/index.d.ts"]));
  expect(content.filter((path) => !/^(?:bin|dist|schemas)\/|^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|THIRD-PARTY\.md)$/.test(path))).toEqual([]);
  expect(content.filter((path) => /^(?:src|test|fixtures|rules|bench)\/|(?<!\.d)\.ts$|\.test\./.test(path))).toEqual([]);
});

test("it needs no other package and runs nothing when it is installed", () => {
  const facts = JSON.parse(readFileSync(join(home, "node_modules/stowage/package.json"), "utf8")) as Record<string, Record<string, string> | undefined>;
  expect(facts["dependencies"]).toBeUndefined();
  expect(Object.keys(facts["scripts"] ?? {})).not.toEqual(expect.arrayContaining(["install"]));
  expect(Object.keys(facts["scripts"] ?? {})).not.toEqual(expect.arrayContaining(["postinstall"]));
});

test("what is bundled is named with its licence, word for word", () => {
  const sources = ["src", "rules"].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts")).map((path) => readFileSync(join(root, folder, path), "utf8")));
  const imported = sources.flatMap((text) => [...text.matchAll(/^import (?!type)[^;]*? from "([a-z@][^":]*)";|= (?:.*\()?require\("([a-z@][^":]*)"\) as/gm)].map((match) => match[1] ?? match[2] ?? ""));
  const notices = readFileSync(join(root, "THIRD-PARTY.md"), "utf8");
  const named = [...notices.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? "");
  expect(named.sort()).toEqual([...new Set(imported)].sort());
  expect(named.length).toBeGreaterThan(2);
  for (const name of named) {
    expect(notices).toContain(readFileSync(join(root, "node_modules", name, "LICENSE"), "utf8").replaceAll("\r", "").trim());
    const { license } = JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")) as { license: string };
    expect(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"]).toContain(license);
  }
});

test("publint has nothing to say", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "node_modules/publint/src/cli.js"), "run", join(home, "node_modules/stowage"), "--pack", "false", "--strict"], { encoding: "utf8" });
  expect({ status, said: (stdout + stderr).includes("All good") }).toEqual({ status: 0, said: true });
});

test("the lockfile leads to no other place than the public registry", () => {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Record<string, { resolved?: string; link?: boolean }> };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
  expect(packages.length).toBeGreaterThan(100);
  expect(packages.filter(([, { resolved = "https://registry.npmjs.org/", link }]) => link === true || !resolved.startsWith("https://registry.npmjs.org/")).map(([path]) => path)).toEqual([]);
});

test("the command, the library and the rule kit work from it", () => {
  expect(node("node_modules/stowage/bin/stowage.js", "--version")).toMatch(/^\d+\.\d+\.\d+\n$/);
  const report = JSON.parse(node("node_modules/stowage/bin/stowage.js", "one", "--format", "json", "--fail-on", "never")) as { summary: { files: number } };
  expect(report.summary.files).toBe(1);
  expect(node("-p", 'require("stowage").lint("one").summary.files')).toBe("1\n");
  expect(node("-p", 'typeof require("stowage/rule").rule')).toBe("function\n");
});

test("what is kept of the code is complete again after a run with other flags of V8", () => {
  const env = { ...process.env, XDG_CACHE_HOME: scratch(), NODE_OPTIONS: "" };
  const run = (...args: readonly string[]): number => {
    spawnSync(process.execPath, args, { cwd: home, env });
    const [folder = ""] = readdirSync(join(env.XDG_CACHE_HOME, "stowage"));
    return statSync(join(env.XDG_CACHE_HOME, "stowage", folder, "pack.js.bin")).size;
  };
  const command = "node_modules/stowage/bin/stowage.js";
  const complete = run(command, "one");
  expect(run("--no-opt", command, "--version")).toBeLessThan(0.8 * complete);
  run(command, "--version");
  expect(run(command, "one")).toBeGreaterThan(0.95 * complete);
});

test("every chunk can be loaded, and a rule's examples stand in the whole catalogue only", () => {
  const dist = join(home, "node_modules/stowage/dist");
  for (const name of readdirSync(join(dist, "chunks"))) expect(() => node("-e", `require(${JSON.stringify(join(dist, "chunks", name))})`)).not.toThrow();
  const explained = node("node_modules/stowage/bin/stowage.js", "explain", "docker-socket-volume");
  const example = /\/var\/run\/docker\.sock/;
  expect(explained).toMatch(example);
  expect(readFileSync(join(dist, "chunks/rules-index.js"), "utf8").length).toBeGreaterThan(50_000);
});

test("a TypeScript project can use its types, with libraries checked too", () => {
  writeFileSync(join(home, "use.ts"), [
    'import { lint, type Report } from "stowage";',
    'import { dockerfile, rule } from "stowage/rule";',
    'const report: Report = lint({ paths: ["one"] });',
    "export const count: number = report.findings.length;",
    'export const own = rule({ id: "x", since: "1", severity: "info", recommended: false, title: "", why: "", remedy: "", on: "stage",',
    "  *check(stage) { const name: string | undefined = stage.name; if (name) yield { at: stage.from.span, message: name }; },",
    "  examples: [{ bad: dockerfile`FROM a` }] });",
    "// @ts-expect-error -- proves that the type is not any",
    "export const wrong: string = report.findings.length;",
    "// @ts-expect-error -- the same for the kit",
    'export const wrongRule = rule({ id: 1 });',
  ].join("\n"));
  const options = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2023", "--types", "node", "--typeRoots", join(root, "node_modules/@types")];
  for (const style of [["--module", "nodenext"], ["--module", "esnext", "--moduleResolution", "bundler"]]) {
    expect(() => node(join(root, "node_modules/typescript/bin/tsc"), ...options, ...style, "use.ts")).not.toThrow();
  }
}, 120_000);
