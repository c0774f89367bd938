import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { manyProjects } from "../engine/many-projects.ts";
import { removeScratch, scratch } from "./scratch.ts";
import { stowage, type Outcome } from "./stowage.ts";

afterAll(removeScratch);

interface Job {
  readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
  readonly steps: readonly { readonly run?: string; readonly with?: Readonly<Record<string, unknown>> }[];
}

interface Workflow {
  readonly jobs: { readonly check: Job; readonly report: Job };
}

/** The workflow of docs/ci.md in which several jobs check one repository. */
function workflow(): Workflow {
  const text = readFileSync(join(__dirname, "../../docs/ci.md"), "utf8");
  const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");
  return parse(blocks.find((block) => block.includes("matrix.shard")) ?? "") as Workflow;
}

function commandOf(job: Job): string {
  return job.steps.flatMap(({ run }) => run ?? []).find((run) => run.includes("stowage@")) ?? "";
}

function run(folder: string, command: string): Outcome {
  const [npx, yes, name, ...argv] = command.split(" ");
  expect([npx, yes, name]).toEqual(["npx", "--yes", expect.stringMatching(/^stowage@/)]);
  return stowage(folder, argv);
}

test("the documented matrix of jobs gives the report of a single run", () => {
  const { jobs: { check, report } } = workflow();
  const folder = scratch(manyProjects);
  const shards = check.strategy?.matrix.shard ?? [];
  expect(shards.length).toBeGreaterThan(1);
  for (const shard of shards) {
    const { status, out } = run(folder, commandOf(check).replaceAll("${{ matrix.shard }}", String(shard)));
    // What cannot be read makes one of them end with 2.
    expect([0, 2]).toContain(status);
    expect(out).toBe("");
  }
  const merged = run(folder, commandOf(report));
  const single = stowage(folder, ["check", "--format", "sarif"]);
  expect(single.out.length).toBeGreaterThan(10_000);
  expect(readFileSync(join(folder, "stowage.sarif"), "utf8") === single.out).toBe(true);
  expect({ ...merged, out: single.out }).toEqual(single);
});

test("what the jobs hand over is what the commands write and read", () => {
  const { jobs: { check, report } } = workflow();
  const uploaded = check.steps.flatMap((step) => (typeof step.with?.["path"] === "string" ? [step.with["path"]] : []));
  expect(uploaded).toEqual([/--output (.*) --fail-on/.exec(commandOf(check))?.[1]]);
  const read = commandOf(report).split(" ").filter((word) => word.startsWith("shard-"));
  const shards = check.strategy?.matrix.shard ?? [];
  expect(read).toEqual(shards.map((shard) => uploaded[0]?.replace("${{ matrix.shard }}", String(shard))));
  expect(commandOf(check)).toContain(`--shard \${{ matrix.shard }}/${String(shards.length)} `);
});

test("the documented commands for large repositories run", () => {
  const text = readFileSync(join(__dirname, "../../docs/speed.md"), "utf8");
  const folder = scratch({ Dockerfile: "FROM debian:12.7\nUSER 1000\n" });
  mkdirSync(join(folder, "home"));
  const commands = [...text.matchAll(/(?:^\$ stowage|npx --yes stowage@0\.1) (check [^\n`]*)$/gm)].map((match) => match[1] ?? "");
  expect(commands.length).toBeGreaterThan(1);
  for (const command of commands) expect(stowage(folder, command.split(" "), "", { XDG_CACHE_HOME: scratch() })).toMatchObject({ status: 0, error: "" });
});
