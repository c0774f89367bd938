import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { removeScratch, scratch } from "./scratch.ts";
import { stowage } from "./stowage.ts";

afterAll(removeScratch);

const faulty = "FROM debian:12.5\nADD app /srv/app\n";
const clean = "FROM debian:12.5\nCOPY app /srv/app\n";
const rules = ["--no-config", "--rule", "avoidable-add=warning"];

interface Json {
  readonly findings: readonly { readonly rule: string; readonly path: string; readonly line: number; readonly severity: string }[];
  readonly notes: readonly { readonly path: string; readonly message: string }[];
  readonly summary: { readonly files: number };
}

function json(text: string): Json {
  return JSON.parse(text) as Json;
}

describe("exit status", () => {
  test("0 without findings, 1 with findings at or above --fail-on", () => {
    expect(stowage(scratch({ Dockerfile: clean, app: "" }), ["--preset", "hadolint"]).status).toBe(0);
    const folder = scratch({ Dockerfile: faulty, app: "" });
    expect(stowage(folder, rules).status).toBe(1);
    expect(stowage(folder, [...rules, "--fail-on", "error"]).status).toBe(0);
    expect(stowage(folder, [...rules, "--fail-on=never"]).status).toBe(0);
    expect(stowage(folder, ["--rule", "avoidable-add=info", "--fail-on=info"]).status).toBe(1);
  });

  test("2 for wrong use, with the remedy on the error stream and nothing on the other", () => {
    const folder = scratch({ Dockerfile: faulty });
    for (const [argv, message] of [
      [["--fromat", "json"], /did you mean `--format`/],
      [["--format", "jsn"], /did you mean `json`/],
      [["--preset", "hadolin"], /did you mean `hadolint`/],
      [["--rule", "avoidable-ad=off"], /did you mean `avoidable-add`/],
      [["--rule", "avoidable-add=eror"], /did you mean `error`/],
      [["--baseline", "none.json"], /none\.json does not exist: write one with --write-baseline/],
      [["--config", "none.yaml"], /none\.yaml: the configuration does not exist/],
      [["--jobs", "many"], /--jobs takes a number/],
      [["merge"], /needs the files to join/],
      [["explain", "anonymus-volume"], /did you mean `anonymous-volume`/],
      [["--stdin-filename", "x"], /needs --stdin/],
    ] as const) {
      const { status, out, error } = stowage(folder, argv);
      expect({ status, out, error }).toEqual({ status: 2, out: "", error: expect.stringMatching(message) as string });
    }
  });

  test("2 where something could not be read; the rest is checked and the report names it", () => {
    const folder = scratch({ "a/Dockerfile": faulty, "b/Dockerfile": Buffer.from([1, 0, 2]) });
    const { status, out, error } = stowage(folder, [...rules, "--format", "json", ".", "missing"]);
    expect(status).toBe(2);
    expect(json(out).findings.map(({ path }) => path)).toContain("a/Dockerfile");
    expect(json(out).notes.map(({ path }) => path)).toEqual(["b/Dockerfile", "missing"]);
    expect(error).toMatch(/b\/Dockerfile.*binary/);
    expect(error).toMatch(/missing.*does not exist/);
  });

  test("2 for a wrong configuration, with file, line and the right name", () => {
    const folder = scratch({ Dockerfile: clean, "stowage.yaml": "rules:\n  avoidable-ad: off\n" });
    expect(stowage(folder, [])).toMatchObject({ status: 2, out: "", error: "stowage.yaml:2:3: there is no rule `avoidable-ad`; did you mean `avoidable-add`?\n" });
    expect(stowage(folder, ["--no-config", "--preset", "hadolint"]).status).toBe(0);
  });
});

test("standard input is checked under the given name, and the disk is not asked for it", () => {
  const folder = scratch();
  const { status, out } = stowage(folder, [...rules, "--stdin", "--stdin-filename", "sub/Dockerfile", "--format", "json"], faulty);
  expect(status).toBe(1);
  expect(json(out).findings).toContainEqual(expect.objectContaining({ rule: "avoidable-add", path: "sub/Dockerfile", line: 2 }));
  expect(json(stowage(folder, ["-", "--format", "json"], "services:\n  a:\n    image: b\n").out).summary.files).toBe(1);
});

test("the same input gives the same bytes", () => {
  const folder = scratch({ "a/Dockerfile": faulty, "b/Dockerfile": faulty, "compose.yaml": "services:\n  db:\n    image: mysql\n" });
  const first = stowage(folder, ["--preset", "all", "--format", "json"]).out;
  expect(json(first).findings.length).toBeGreaterThan(2);
  expect(stowage(folder, ["--preset", "all", "--format", "json", "b", "compose.yaml", "a"]).out).toBe(first);
});

test("the HTML report shows the findings, and behind them where each container's data lives; a share of a run shows its findings alone", () => {
  const folder = scratch({ "compose.yaml": "services:\n  db:\n    image: mysql:8.4\n" });
  const report = stowage(folder, ["--format", "html"]).out;
  const finding = report.indexOf("database-without-volume");
  expect(report).toMatch(/<strong>stateful<\/strong>: [^<]*\/var\/lib\/mysql/);
  expect(finding).toBeGreaterThan(0);
  expect(report.indexOf("Where each container")).toBeGreaterThan(finding);
  expect(stowage(folder, ["--format", "html", "--shard", "1/1"]).out).not.toContain("Where each container");
});

test("--output writes a file, not through a link", () => {
  const folder = scratch({ Dockerfile: faulty, target: "old" });
  expect(stowage(folder, [...rules, "--format", "json", "--output", "report.json"])).toMatchObject({ status: 1, out: "" });
  expect(json(readFileSync(join(folder, "report.json"), "utf8")).findings).not.toHaveLength(0);
  symlinkSync("target", join(folder, "link.json"));
  expect(stowage(folder, [...rules, "--output", "link.json"])).toMatchObject({ status: 2, error: expect.stringContaining("is a link") as string });
  expect(readFileSync(join(folder, "target"), "utf8")).toBe("old");
});

test("--fix mends and reports what is left; --diff only shows it", () => {
  const folder = scratch({ Dockerfile: `\uFEFF${faulty.replaceAll("\n", "\r\n")}`, app: "" });
  const diff = stowage(folder, [...rules, "--diff"]);
  expect(diff.out).toContain("-ADD app /srv/app\r\n+COPY app /srv/app\r\n");
  expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toContain("ADD");
  const fixed = stowage(folder, [...rules, "--fix", "--format", "json"]);
  expect(json(fixed.out).findings.filter(({ rule }) => rule === "avoidable-add")).toEqual([]);
  expect(fixed.error).toMatch(/mended \d+ findings? in 1 file/);
  expect(readFileSync(join(folder, "Dockerfile"), "utf8")).toBe("\uFEFFFROM debian:12.5\r\nCOPY app /srv/app\r\n");
});

test("a linked Dockerfile is not mended through its link", () => {
  const outside = scratch({ Dockerfile: faulty });
  const folder = scratch({ x: "" });
  symlinkSync(join(outside, "Dockerfile"), join(folder, "Dockerfile"));
  expect(stowage(folder, [...rules, "--fix"]).status).toBe(2);
  expect(readFileSync(join(outside, "Dockerfile"), "utf8")).toBe(faulty);
});

test("a baseline hides what it holds", () => {
  const folder = scratch({ Dockerfile: faulty, app: "" });
  expect(stowage(folder, [...rules, "--write-baseline", "--baseline", "known.json"]).status).toBe(0);
  const { status, out } = stowage(folder, [...rules, "--baseline", "known.json", "--format", "json"]);
  expect({ status, findings: json(out).findings }).toEqual({ status: 0, findings: [] });
});

test("--changed limits the findings to changed files", () => {
  const folder = scratch({ "a/Dockerfile": faulty, "b/Dockerfile": clean });
  const git = (...args: readonly string[]): unknown => execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: folder });
  git("init", "-q");
  git("add", ".");
  git("commit", "-q", "-m", "first");
  mkdirSync(join(folder, "c"));
  execFileSync("cp", [join(folder, "a/Dockerfile"), join(folder, "c/Dockerfile")]);
  const paths = json(stowage(folder, [...rules, "--changed", "--format", "json"]).out).findings.map(({ path }) => path);
  expect(new Set(paths)).toEqual(new Set(["c/Dockerfile"]));
});

test("colour only where asked for or where people look", () => {
  const folder = scratch({ Dockerfile: faulty });
  const escape = "\u001b[";
  expect(stowage(folder, rules).out).not.toContain(escape);
  expect(stowage(folder, [...rules, "--color"]).out).toContain(escape);
  expect(stowage(folder, rules, "", { FORCE_COLOR: "1" }).out).toContain(escape);
  expect(stowage(folder, rules, "", { FORCE_COLOR: "1", NO_COLOR: "1" }).out).not.toContain(escape);
  expect(stowage(folder, [...rules, "--no-color"], "", { FORCE_COLOR: "1" }).out).not.toContain(escape);
});

test("control characters of a path never reach the terminal raw", () => {
  const { error } = stowage(scratch(), ["a\u001b[31mb", "--no-color"]);
  expect(error).not.toContain("\u001b");
});

test("explain finds a rule by a peer's id, rules lists all, map shows containers, version and help speak", () => {
  const folder = scratch({ "compose.yaml": "services:\n  db:\n    image: mysql:8\n" });
  expect(stowage(folder, ["explain", "DL3020"]).out).toContain("avoidable-add");
  expect(stowage(folder, ["explain", "hadolint:DL3020"]).out).toContain("avoidable-add");
  const listed = JSON.parse(stowage(folder, ["rules", "--format", "json"]).out) as { rules: readonly { id: string }[] };
  expect(listed.rules.map(({ id }) => id)).toContain("anonymous-volume");
  const map = JSON.parse(stowage(folder, ["map", "--format", "json"]).out) as { containers: readonly { name: string }[] };
  expect(map.containers.map(({ name }) => name)).toEqual(["db"]);
  expect(stowage(folder, ["--version"]).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  for (const command of ["check", "map", "rules", "explain", "init"]) expect(stowage(folder, [command, "--help"]).out).toContain("Usage");
});

test("init carries the settings of other linters over and says what it left", () => {
  const folder = scratch({
    "Dockerfile": "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nUSER root\n",
    ".hadolint.yaml": "ignored: [DL3008]\noverride: { error: [DL3002] }\nlabel-schema: { org.example.team: text }\nfailure-threshold: error\n",
    ".trivyignore": "AVD-DS-0001\n",
    "dclint.config.js": "throw new Error();\n",
  });
  const { status, error } = stowage(folder, ["init"]);
  expect(status).toBe(0);
  expect(error).toContain("with the settings of .hadolint.yaml, .trivyignore");
  expect(error).toContain(".hadolint.yaml: not carried over: `failure-threshold`: use `--fail-on`");
  expect(error).toContain("dclint.config.js: not carried over: it is a program");
  const report = JSON.parse(stowage(folder, ["check", "--format", "json"]).out) as { readonly findings: readonly { readonly rule: string; readonly severity: string }[] };
  expect(report.findings).toContainEqual(expect.objectContaining({ rule: "root-user", severity: "error" }));
  expect(report.findings).toContainEqual(expect.objectContaining({ rule: "missing-label" }));
  expect(report.findings.map(({ rule }) => rule)).not.toContain("moving-image-tag");
});

test("init writes a configuration that is accepted, once", () => {
  const folder = scratch({ Dockerfile: clean });
  expect(stowage(folder, ["init", "--preset", "hadolint"]).status).toBe(0);
  expect(stowage(folder, []).status).toBe(0);
  expect(stowage(folder, ["init"])).toMatchObject({ status: 2, error: expect.stringContaining("stowage.yaml exists already") as string });
  expect(stowage(folder, ["init", "--pre-commit"]).out).toContain("id: stowage");
});
