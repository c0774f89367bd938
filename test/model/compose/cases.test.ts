import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildProject, type ComposeFile } from "../../../src/model/index.ts";
import type { ComposeProblem } from "../../../src/model/compose/problem.ts";
import { MemoryHost } from "../../rules/memory-host.ts";
import { canonical, equalish, valueAt } from "./canonical.ts";

interface Case {
  readonly id: string;
  readonly file: string;
  readonly content: string;
  readonly context?: Readonly<Record<string, string>>;
  readonly merge?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly expect: readonly unknown[];
  readonly options: readonly string[];
  readonly fromStruct?: boolean;
  readonly merged?: string;
  readonly values?: readonly { readonly path: readonly (string | number)[]; readonly equals: unknown }[];
}

const path = join(__dirname, "../../../../shared/cases/compose-go.jsonl");
const cases: readonly Case[] = existsSync(path) ? readFileSync(path, "utf8").trim().split("\n").map((line) => JSON.parse(line) as Case) : [];
if (cases.length === 0) console.warn(`no compose-go cases at ${path}: their tests are skipped`);

/** Cases that contradict each other or the schema, with the reason. */
const disputed: ReadonlyMap<string, string> = new Map([
  ["loader/loader_test.go#TestWithSelectedServicesOption_SkipsMissingEnvFile/1", "the same text as /0, which must be rejected; it selects one service by option"],
  ["override/merge_build_test.go#Test_mergeYamlBuildSequence", "`build.platform` is no key of the schema; the test merges without validation"],
  ["loader/extends_test.go#TestExtendsPortOverride", "its paths are seen from another folder than that of its first file"],
]);

/** The project of a case. Its environment stands in `.env`, which goes before all other files. */
function load(one: Case): ComposeFile {
  const { env = {}, context = {}, merge = [] } = one;
  const files = { ...context, [one.file]: one.content };
  const folder = one.file.includes("/") ? `${one.file.slice(0, one.file.lastIndexOf("/"))}/` : "";
  const dotEnv = Object.entries(env).map(([name, value]) => `${name}=${value}\n`).join("");
  const list = merge.length > 0 ? `COMPOSE_FILE=${[one.file, ...merge].map((file) => relative(folder, file)).join(":")}\n` : "";
  const host = new MemoryHost({ ...files, ...(dotEnv + list ? { [`${folder}.env`]: dotEnv + list } : {}) });
  const project = buildProject({ host, dockerfiles: [], composeFiles: [one.file] });
  const [first] = project.composeFiles;
  if (!first) throw new Error(`${one.id}: no project`);
  return first;
}

function relative(folder: string, file: string): string {
  return "../".repeat(folder.split("/").length - 1) + file;
}

/** The problems that the case's own options leave in. */
function refusals(one: Case, compose: ComposeFile): readonly ComposeProblem[] {
  const skips = (name: string): boolean => one.options.some((option) => option.startsWith(name) && !option.endsWith("=false"));
  return compose.problems.filter(({ kind, code }) => {
    if (one.fromStruct && kind === "schema") return one.expect.length > 0;
    if (kind === "consistency" && skips("SkipConsistencyCheck")) return !needsConsistency.has(code);
    if (code === "missing-env-file") return !skips("SkipConsistencyCheck") && (one.expect.length > 0 || !unread.has(one.id));
    return !(kind === "schema" && skips("SkipValidation"));
  });
}

/** The case names environment files that it does not give. */
const unread: ReadonlySet<string> = new Set(["loader/include_test.go#TestIncludeWithProjectDirectory"]);

/** Codes that only Compose's consistency check finds. */
const needsConsistency: ReadonlySet<string> = new Set([
  "no-image", "undefined-service", "undefined-network", "undefined-volume", "undefined-config", "undefined-secret", "undefined-model", "dependency-cycle",
  "network-mode-and-networks", "scaled-container-name", "contradicting-twins", "duplicate-container-name", "duplicate-target", "no-content",
  "watch-without-target", "healthcheck-test", "two-dockerfiles", "platform-not-built",
]);

const run = cases.length > 0 ? it : it.skip;

describe("compose-go's own cases", () => {
  run("load and are rejected as expected", () => {
    const wrong = cases.filter(({ id }) => !disputed.has(id)).flatMap((one) => {
      const found = refusals(one, load(one));
      if ((found.length > 0) === (one.expect.length > 0)) return [];
      return [`${one.id}: ${found.map(({ message }) => message).join(" | ") || "loads, and must not"}`];
    });
    expect(wrong).toEqual([]);
  });

  run("give the merged project", () => {
    const wrong = cases.filter((one) => one.merged !== undefined && one.expect.length === 0).flatMap((one) => {
      const expected = buildProject({ host: new MemoryHost({ "compose.yaml": one.merged ?? "" }), dockerfiles: [], composeFiles: ["compose.yaml"] }).composeFiles[0];
      const [got, want] = [canonical(load(one)), expected ? canonical(expected) : undefined];
      return JSON.stringify(sorted(got)) === JSON.stringify(sorted(want)) ? [] : [`${one.id}\n${JSON.stringify(sorted(got))}\n${JSON.stringify(sorted(want))}`];
    });
    expect(wrong).toEqual([]);
  });

  run("give the loaded values", () => {
    const wrong = cases.filter((one) => one.expect.length === 0).flatMap((one) => (one.values ?? []).flatMap(({ path: at, equals }) => {
      if (outside.has(`${one.id} ${at.join(".")}`)) return [];
      const got = valueAt(canonical(load(one)), at);
      return equalish(got, equals) ? [] : [`${one.id} ${at.join(".")}: ${JSON.stringify(got)} is not ${JSON.stringify(equals)}`];
    }));
    expect(wrong).toEqual([]);
  });
});

/** Values that come from an option of the loader, not from the files. */
const outside: ReadonlySet<string> = new Set([
  ...["4", "5"].flatMap((which) => ["name", "environment.COMPOSE_PROJECT_NAME", "services.web.container_name"].map((at) => `loader/loader_test.go#TestLoadProjectName/${which} ${at}`)),
]);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]));
}

