import { catalogue as rules } from "../../rules/index.ts";
import { Catalogue } from "../../src/engine/catalogue.ts";
import { ConfigError } from "../../src/engine/config/configuration.ts";
import { ConfigFinder } from "../../src/engine/config/finder.ts";
import { readToml } from "../../src/engine/config/toml.ts";
import { SettingsOf } from "../../src/engine/settings.ts";
import { MemoryHost } from "../rules/memory-host.ts";
import { dclintSettings } from "../../src/engine/config/dclint.ts";
import { keywordRule, packageRule } from "./fake-rules.ts";

const registry = keywordRule("untrusted-registry", "FROM", { recommended: false, peers: { same: [{ id: "hadolint:DL3026" }] } });
const catalogue = new Catalogue([packageRule, registry, keywordRule("anonymous-volume", "VOLUME", { peers: { same: [{ id: "hadolint:DL1" }, { id: "dclint:volume" }] } })]);

function runsFor(files: Readonly<Record<string, string>>, path: string, preset?: string): readonly string[] {
  const settings = new SettingsOf(catalogue, new ConfigFinder(new MemoryHost(files), catalogue), preset === undefined ? {} : { preset });
  return settings.forFile(path).runs.map((run) => `${run.entry.rule.id} ${run.severity} ${JSON.stringify(run.options)}`).sort();
}

function mistakes(text: string, path = "stowage.yaml"): readonly string[] {
  try {
    new ConfigFinder(new MemoryHost({ [path]: text }), catalogue).in(".");
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split("\n");
    throw error;
  }
  return [];
}

const both = '{"managers":["apt","pip"]}';

test("severity, off and options of rules", () => {
  const text = "rules:\n  anonymous-volume: off\n  untrusted-registry: error\n  packages: { severity: info, managers: [apt] }\n";
  expect(runsFor({ "stowage.yaml": text }, "Dockerfile")).toEqual(['packages info {"managers":["apt"]}', "untrusted-registry error {}"]);
});

test("the nearest file upward counts, of any of its names", () => {
  const files = {
    "stowage.yaml": "rules: { packages: off }\n", "a/.stowage.yaml": "rules: { packages: error }\n",
    "b/stowage.json": '{"rules": {"packages": "info"}}', "c/package.json": '{"name": "x", "stowage": {"rules": {"packages": "error"}}}', "d/package.json": '{"name": "stowage"}',
  };
  expect(runsFor(files, "x/Dockerfile")).toEqual(["anonymous-volume warning {}"]);
  expect(runsFor(files, "a/x/Dockerfile")).toContain(`packages error ${both}`);
  expect(runsFor(files, "b/Dockerfile")).toContain(`packages info ${both}`);
  expect(runsFor(files, "c/Dockerfile")).toContain(`packages error ${both}`);
  expect(runsFor(files, "d/Dockerfile")).toEqual(["anonymous-volume warning {}"]);
});

test("a configuration above the git work tree does not count", () => {
  const files = { "stowage.yaml": "rules: { packages: off }\n", "repo/.git/HEAD": "", "repo/Dockerfile": "" };
  expect(runsFor(files, "repo/Dockerfile")).toContain(`packages warning ${both}`);
});

test("compose files that are loaded together hang on the configuration's folder", () => {
  const listsOf = (text: string): unknown => new SettingsOf(catalogue, new ConfigFinder(new MemoryHost({ "shop/stowage.yaml": text }), catalogue), {}).composeLists(["shop/compose.yaml", "shop/deep/compose.yaml", "compose.yaml"]);
  expect(listsOf("compose: [compose.yaml, ../prod/compose.yaml]\n")).toEqual([["shop/compose.yaml", "prod/compose.yaml"]]);
  expect(listsOf("compose:\n  - [compose.yaml, dev.yaml]\n  - [./compose.yaml]\n")).toEqual([["shop/compose.yaml", "shop/dev.yaml"], ["shop/compose.yaml"]]);
  expect(listsOf("rules: {}\n")).toEqual([]);
});

test("overrides hold for their files, the later one wins", () => {
  const text = 'rules: { packages: off }\noverrides:\n  - files: ["dev/**"]\n    rules: { anonymous-volume: off }\n  - files: ["dev/x/**"]\n    rules: { anonymous-volume: error }\n';
  expect(runsFor({ "stowage.yaml": text }, "Dockerfile")).toEqual(["anonymous-volume warning {}"]);
  expect(runsFor({ "stowage.yaml": text }, "dev/Dockerfile")).toEqual([]);
  expect(runsFor({ "stowage.yaml": text }, "dev/x/Dockerfile")).toEqual(["anonymous-volume error {}"]);
});

test.each([
  ["ruels: {}\n", "stowage.yaml:1:1: a configuration has no `ruels`; did you mean `rules`?"],
  ["rules:\n  anonymus-volume: error\n", "stowage.yaml:2:3: there is no rule `anonymus-volume`; did you mean `anonymous-volume`?"],
  ["rules:\n  DL3026: error\n", "stowage.yaml:2:3: there is no rule `DL3026`; here it is `untrusted-registry`"],
  ["rules:\n  packages: eror\n", "stowage.yaml:2:13: the severity of `packages` must be one of `off`, `info`, `warning`, `error`; did you mean `error`?"],
  ["rules:\n  packages: false\n", "stowage.yaml:2:13: the severity of `packages` must be one of `off`, `info`, `warning`, `error`; did you mean `off`?"],
  ["rules:\n  packages: { manager: [apt] }\n", "stowage.yaml:2:15: `packages` has no option `manager`; did you mean `managers`?"],
  ["rules:\n  packages: { managers: [atp] }\n", "stowage.yaml:2:25: option `managers` of `packages` knows no `atp`, only `apt`, `pip`; did you mean `apt`?"],
  ["rules:\n  packages: { managers: apt }\n", "stowage.yaml:2:25: option `managers` of `packages` must be a list of `apt`, `pip`"],
  ["rules: [packages]\n", "stowage.yaml:1:8: `rules` must be a mapping from rule to severity"],
  ["preset: hadolnt\n", "stowage.yaml:1:9: `preset` must be one of `recommended`, `all`, `buildkit`, `checkov`, `compose-go`, `compose-lint`, `dclint`, `dockerfilelint`, `hadolint`, `kics`, `semgrep`, `shellcheck`, `tally`, `trivy`; did you mean `hadolint`?"],
  ["overrides:\n  - rules: {}\n", "stowage.yaml:2:5: an override needs `files`: the globs of the files it is for"],
  ["ignore: x\n", "stowage.yaml:1:9: `ignore` must be a list of texts"],
  ["compose: compose.yaml\n", "stowage.yaml:1:10: `compose` must be a list of compose files that are loaded together, or a list of such lists"],
  ["compose: [[a.yaml], b.yaml]\n", "stowage.yaml:1:10: `compose` must be a list of compose files that are loaded together, or a list of such lists"],
  ["- a\n", "stowage.yaml:1:1: a configuration must be a mapping such as `preset: recommended`"],
])("%j is refused in words", (text, message) => {
  expect(mistakes(text)).toEqual([message]);
});

test("every mistake is named at once, broken YAML too, and an empty file is none", () => {
  expect(mistakes("a: 1\nb: 2\n")).toHaveLength(2);
  expect(mistakes("rules: [\n")[0]).toMatch(/^stowage\.yaml:\d+:\d+: /);
  expect(mistakes("# nothing\n")).toEqual([]);
});

test("hadolint's settings hold for its rules, with a note", () => {
  const files = { ".hadolint.yaml": "ignored: [DL1]\noverride:\n  error: [DL3026]\ntrustedRegistries: [example.org]\n", "other/Dockerfile": "" };
  expect(runsFor(files, "Dockerfile", "hadolint")).toEqual(['packages error {"managers":["apt"]}', 'packages warning {"managers":["pip"]}', 'untrusted-registry error {"registries":["example.org"]}']);
  const finder = new ConfigFinder(new MemoryHost(files), catalogue);
  finder.in("other");
  expect(finder.notes).toEqual([{ path: ".hadolint.yaml", incomplete: false, message: expect.stringContaining("stowage init") as string }]);
});

test("a configuration of ours makes the peers' not count", () => {
  const files = { "stowage.yaml": "preset: recommended\n", "a/.hadolint.yaml": "ignored: [DL1]\n" };
  expect(runsFor(files, "a/Dockerfile")).toContain("anonymous-volume warning {}");
});

test("dclint's and tally's settings", () => {
  expect(runsFor({ ".dclintrc": '{"rules": {"volume": 0}}' }, "compose.yaml", "dclint")).toEqual([]);
  expect(runsFor({ ".dclintrc": '{"rules": {"volume": [2, {}]}}' }, "compose.yaml", "dclint")).toEqual(["anonymous-volume error {}"]);
});

test("dclint's orders of keys", () => {
  const { options } = dclintSettings(".dclintrc", { rules: {
    "top-level-properties-order": [1, { customOrder: ["services", "x-properties"] }],
    "service-keys-order": [1, { groupOrder: ["networking", "core"], groups: { core: ["image"] } }],
  } });
  expect(options.get("unsorted-entries")).toEqual({ topLevelOrder: ["services", "x-*"], serviceKeyGroups: { networking: [], core: ["image"] } });
  const keys = (setting: object): unknown => dclintSettings(".dclintrc", { rules: { "service-keys-order": [1, setting] } }).options.get("unsorted-entries")?.["serviceKeyGroups"];
  expect(keys({ groupOrder: ["Networking", "Core Definitions"] })).toEqual({ networking: [], core: [] });
  expect(Object.entries(keys({ groups: { "Environment Configuration": ["env_file", "environment"] } }) as object).slice(2, 5)).toEqual([["data", []], ["environment", ["env_file", "environment"]], ["networking", []]]);
});

test("tally's settings: severities, options, single rules off, all but some excluded", () => {
  const lines = keywordRule("long-file", "FROM", { peers: { same: [{ id: "tally:tally/max-lines" }, { id: "buildkit:Long" }] } });
  const own = new Catalogue([lines, registry]);
  const runs = (toml: string): readonly string[] => new SettingsOf(own, new ConfigFinder(new MemoryHost({ "tally.toml": toml }), own), { preset: "tally" })
    .forFile("Dockerfile").runs.map((run) => `${run.entry.rule.id} ${run.severity} ${JSON.stringify(run.options)}`);
  expect(runs("[rules.tally.max-lines]\nseverity = \"error\"\nmax = 3\nskip-comments = false\n")).toContain('long-file error {"max":3,"skipComments":false}');
  expect(runs("[rules.hadolint.DL3026]\nenabled = false\n")).toEqual(["long-file warning {}"]);
  expect(runs('[rules]\ninclude = ["hadolint/DL3026"]\nexclude = ["*"]\n[rules.hadolint.DL3026]\ntrusted-registries = ["example.org"]\n')).toEqual(['untrusted-registry warning {"registries":["example.org"]}']);
  const finder = new ConfigFinder(new MemoryHost({ "tally.toml": "[rules.tally.max-lines]\nwidth = 3\n" }), own);
  finder.in(".");
  expect(finder.notes[0]?.message).toContain("tally/max-lines has an option `width`");
});

test("the part of TOML that settings use", () => {
  const text = '# c\n[rules]\ninclude = [\n  "a/b", # x\n  "c",\n]\n[rules.hadolint."DL3026"]\nseverity = "off" # y\nmax = 50\non = true\nwhat is this\n';
  expect(readToml(text)).toEqual({
    value: { rules: { include: ["a/b", "c"], hadolint: { DL3026: { severity: "off", max: 50, on: true } } } },
    problems: ["line 11 is not understood"],
  });
  expect(readToml('a = { id = "x, y", "b c" = { n = [1, 2] }, on = true }\nb = { id }\n')).toEqual({
    value: { a: { id: "x, y", "b c": { n: [1, 2] }, on: true } },
    problems: ["line 2 is not understood"],
  });
});

test("values that a rule cannot work with, and names that every object has, are passed over in the peers' files", () => {
  const entry = rules.find(({ rule }) => rule.id === "long-file");
  expect(entry).toBeDefined();
  const own = new Catalogue(entry ? [entry, registry] : []);
  const settings = (files: Readonly<Record<string, string>>): readonly string[] => new SettingsOf(own, new ConfigFinder(new MemoryHost(files), own), { preset: "all" })
    .forFile("Dockerfile").runs.map((run) => `${run.entry.rule.id} ${run.severity} ${JSON.stringify(run.options)}`);
  const plain = settings({});
  expect(settings({ "tally.toml": "[rules.tally.max-lines]\nskip-blank-lines = 3\n[rules.tally.max-lines.max]\nx = 1\n" })).toEqual(plain);
  expect(settings({ "tally.toml": "[rules.tally.max-lines]\nmax = 7\nskip-blank-lines = 3\nconstructor = 1\n" })).toContain('long-file info {"max":7,"skipBlank":true,"skipComments":true}');
  expect(settings({ ".hadolint.yaml": "override: { constructor: [DL3026], toString: [DL1] }\nlabel-schema: { toString: { toString: 1 }, constructor: constructor }\n" })).toEqual(plain);
  expect(settings({ ".dclintrc": '{ "rules": { "toString": [1, {}], "constructor": [2, {}], "__proto__": ["valueOf"] } }' })).toEqual(plain);
});

test("a list over very many lines is read in time that grows with it", () => {
  const read = (count: number): number => {
    const start = process.cpuUsage();
    expect(readToml(`a = [${'\n"b",'.repeat(count)}\n]`).problems).toEqual([]);
    return process.cpuUsage(start).user / 1000;
  };
  expect(read(100_000)).toBeLessThan(3000);
});
