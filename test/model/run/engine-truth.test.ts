import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../../src/model/host.ts";
import { buildProject } from "../../../src/model/project.ts";

const TRUTH = join(__dirname, "../../../../shared/cases/engine-truth.jsonl");

interface Scenario {
  readonly id: string;
  readonly files: Readonly<Record<string, string>>;
  readonly truth: readonly { readonly container: string | null; readonly writes: readonly { readonly path: string; readonly fate: string }[] }[];
}

/** A host that has exactly these files. */
function hostOf(files: Readonly<Record<string, string>>): Host {
  const names = Object.keys(files);
  const isDirectory = (path: string): boolean => path === "." || path === "" || names.some((name) => name.startsWith(`${path}/`));
  return {
    read: (path) => (files[path] === undefined ? { ok: false, reason: "missing", message: "no such file" } : { ok: true, text: files[path] ?? "", replaced: false }),
    list: (path) => {
      const prefix = path === "." || path === "" ? "" : `${path}/`;
      const below = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
      return [...new Set(below.map((name) => name.split("/")[0] ?? ""))].map((name) => ({ name, kind: isDirectory(prefix + name) ? "directory" : "file" }));
    },
    stat: (path) => (files[path] !== undefined ? "file" : isDirectory(path) ? "directory" : undefined),
  };
}

const scenarios: readonly Scenario[] = existsSync(TRUTH)
  ? readFileSync(TRUTH, "utf8").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Scenario)
  : [];
if (scenarios.length === 0) console.warn(`no recorded engine runs at ${TRUTH}: this comparison is skipped`);

/** Files that the engine put there, not the container: a volume filled from the image before anything ran. */
const COPIED_UP = new Set(["engine-11-26 /app/bin/run.sh"]);

(scenarios.length > 0 ? describe : describe.skip)("what a real engine wrote", () => {
  it.each(scenarios.map((scenario) => [scenario.id, scenario] as const))("%s", (id, { files, truth }) => {
    const names = Object.keys(files);
    const project = buildProject({
      host: hostOf(files),
      dockerfiles: names.filter((name) => name === "Dockerfile"),
      composeFiles: names.filter((name) => name === "docker-compose.yml"),
    });
    const [want] = truth;
    const container = project.containers.find(({ name }) => want?.container === null || name === want?.container);
    const paths = container?.writes.filter(({ type }) => type !== "directory").map(({ path }) => path) ?? [];
    const wanted = want?.writes.map(({ path }) => path).filter((path) => !COPIED_UP.has(`${id} ${path}`)) ?? [];
    expect([...new Set(paths)].sort()).toEqual(wanted.sort());
  });
});
