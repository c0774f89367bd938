import { Catalogue } from "../../src/engine/catalogue.ts";
import { convert, type Converted } from "../../src/engine/config/convert.ts";
import { readPeerFile } from "../../src/engine/config/peer-file.ts";
import { keywordRule, packageRule } from "./fake-rules.ts";

const catalogue = new Catalogue([
  packageRule,
  keywordRule("untrusted-registry", "FROM", { recommended: false, peers: { same: [{ id: "hadolint:DL3026" }] } }),
  keywordRule("root-user", "USER", { peers: { same: [{ id: "trivy:DS-0002" }, { id: "checkov:CKV_DOCKER_8" }, { id: "kics:Last User Is Root" }, { id: "hadolint:DL3002" }], near: ["hadolint:DL9"] } }),
  keywordRule("volume", "VOLUME", { peers: { same: [{ id: "dclint:volume" }, { id: "buildkit:Volume" }] } }),
]);

function converted(name: string, text: string): Converted {
  const file = readPeerFile(name, text);
  if (!file) throw new Error(`${name} is not known`);
  return convert(catalogue, [file]);
}

function rules(name: string, text: string): Record<string, unknown> {
  return Object.fromEntries([...converted(name, text).rules].map(([id, { severity, options }]) => [id, Object.keys(options).length > 0 ? { severity, ...options } : severity]));
}

function left(name: string, text: string): readonly string[] {
  return converted(name, text).left.map(({ what }) => what);
}

test("hadolint: ignored rules, severities, registries", () => {
  const text = "ignored: [DL3002]\noverride: { error: [DL3026] }\ntrustedRegistries: [example.org]\n";
  expect(rules(".hadolint.yaml", text)).toEqual({ "root-user": "off", "untrusted-registry": { severity: "error", registries: ["example.org"] } });
  expect(left(".hadolint.yaml", text)).toEqual([]);
});

test("of a rule that answers several of theirs only the part is left out that they ignore", () => {
  expect(rules(".hadolint.yaml", "ignored: [DL3008]\n")).toEqual({ packages: { severity: undefined, managers: ["pip"] } });
  expect(rules(".hadolint.yaml", "ignored: [DL3008, DL3013]\n")).toEqual({ packages: "off" });
});

test("what is taken away from a rule does not switch it on", () => {
  const off = new Catalogue([keywordRule("labels", "LABEL", { recommended: false, peers: { same: [{ id: "hadolint:DL1" }, { id: "hadolint:DL2" }] } })]);
  const file = readPeerFile(".hadolint.yaml", "ignored: [DL1]\n");
  expect(file && [...convert(off, [file]).rules]).toEqual([]);
});

test("hadolint: what cannot be carried over is named", () => {
  expect(left(".hadolint.yaml", "ignored: [DL1, DL9]\nfailure-threshold: error\nstrange: 1\n")).toEqual([
    "DL1: no rule of ours answers it", "DL9: no rule of ours answers it exactly, only nearly `root-user`", "`failure-threshold`: use `--fail-on`", "`strange`",
  ]);
});

test(".trivyignore: ids of every spelling, dates and other ids", () => {
  const text = "# why\nAVD-DS-0002 exp:2030-01-01\nCVE-2020-1 # not ours\n";
  expect(rules(".trivyignore", text)).toEqual({ "root-user": "off" });
  expect(left(".trivyignore", text)).toEqual(["the date 2030-01-01 at which AVD-DS-0002 counts again", "CVE-2020-1, which is not about Dockerfiles"]);
  expect(rules(".trivyignore", "DS002\n")).toEqual({ "root-user": "off" });
});

test(".trivyignore.yaml: paths become overrides", () => {
  const text = "misconfigurations:\n  - id: AVD-DS-0002\n    paths: [dev/Dockerfile]\n";
  expect(converted(".trivyignore.yaml", text).overrides).toEqual([{ files: ["dev/Dockerfile"], rules: ["root-user"] }]);
  expect(rules(".trivyignore.yaml", text)).toEqual({});
});

test("checkov: skipped checks and paths", () => {
  const text = "skip-check: [CKV_DOCKER_8, CKV_AWS_1]\nskip-path: [vendor]\nsoft-fail: true\n";
  expect(rules(".checkov.yaml", text)).toEqual({ "root-user": "off" });
  expect(converted(".checkov.yaml", text).ignore).toEqual(["vendor"]);
  expect(left(".checkov.yaml", text)).toEqual(["CKV_AWS_1, which is not about Dockerfiles", "`soft-fail`: use `--fail-on never`"]);
});

test("KICS: paths are carried over, queries by uuid are not", () => {
  const text = '{"exclude-paths": ["vendor"], "exclude-queries": ["fd54f200-402c-4333-a5a4-36ef6709af2f"], "fail-on": "high"}';
  expect(converted("kics.config", text).ignore).toEqual(["vendor"]);
  expect(left("kics.config", text)[0]).toContain("fd54f200-402c-4333-a5a4-36ef6709af2f: stowage knows KICS's queries by name");
  expect(rules("kics.config", '{"exclude-queries": ["Last User Is Root"]}')).toEqual({ "root-user": "off" });
});

test("dclint and tally", () => {
  expect(rules(".dclintrc", '{"rules": {"volume": 2, "other": 0}, "exclude": ["a"]}')).toEqual({ volume: "error" });
  expect(left(".dclintrc", '{"rules": {"volume": [1, {"x": 1}]}}')).toEqual(["the options of volume"]);
  expect(rules("tally.toml", '[rules]\nexclude = ["buildkit/Volume", "tally/none"]\n[rules.hadolint.DL3026]\nseverity = "error"\n')).toEqual({ "volume": "off", "untrusted-registry": "error" });
  expect(left("tally.toml", '[rules]\nexclude = ["tally/none"]\n[output]\nformat = "json"\n')).toEqual(["tally/none: no rule of ours answers it", "`output`: use `--format` and `--fail-on`"]);
});

test("what one file switches off no other switches on", () => {
  const files = [readPeerFile(".hadolint.yaml", "override: { error: [DL3002] }\n"), readPeerFile(".trivyignore", "DS002\n")].flatMap((file) => file ?? []);
  expect(convert(catalogue, files).rules.get("root-user")?.severity).toBe("off");
  expect(convert(catalogue, [...files].reverse()).rules.get("root-user")?.severity).toBe("off");
});

test.each([".hadolint.yaml", ".trivyignore.yaml", "kics.config", ".dclintrc", "tally.toml", ".checkov.yaml"])("a broken %s is no accident", (name) => {
  expect(left(name, "[ {").length).toBeGreaterThan(0);
});
