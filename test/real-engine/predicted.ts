import type { Operation, Scenario, Truth } from "../../fixtures/engine/scenario.ts";
import { buildProject, type Container, type Survives } from "../../src/model/index.ts";
import { MemoryHost } from "../rules/memory-host.ts";

/** What an operation leaves is a column of the model; `up -V` and `rm` leave what `down` leaves. */
const COLUMNS: Readonly<Record<Operation["kind"], keyof Survives>> = {
  restart: "restart", "stop-start": "restart", recreate: "recreate", renew: "down", down: "down", "down-volumes": "downVolumes",
  "rm-up": "down", rm: "down", "rm-volumes": "down", exit: "restart",
};

/** The container `app` of a scenario as the model has it. */
export function containerOf({ files }: Pick<Scenario, "files">): Container | undefined {
  const paths = Object.keys(files);
  const project = buildProject({
    host: new MemoryHost(files),
    dockerfiles: paths.filter((path) => /(^|\/)Dockerfile$/.test(path)),
    composeFiles: paths.filter((path) => path === "docker-compose.yml"),
    scripts: paths.filter((path) => path === "start.sh"),
  });
  const isLone = files["docker-compose.yml"] === undefined && files["start.sh"] === undefined;
  return project.containers.find(({ name }) => isLone || name === "app");
}

/** What the storage map says of a scenario, in the engine's terms; `stale` and `refused` are told by rules. */
export function predicted(scenario: Scenario): Truth {
  const container = containerOf(scenario);
  const writes = new Map((container?.writes ?? []).filter(({ type }) => type !== "directory").map((write) => [write.path, { path: write.path, fate: shown(write.fate.kind) }]));
  const copied = (container?.copiedUp ?? []).map(({ path }) => path);
  const { operation, upgrade } = scenario;
  return {
    // what lies over another mount at the same path is the one that counts: the engine lists it last
    mounts: (container?.mounts ?? []).map(({ target, kind, readOnly }) => ({ target, kind: shown(kind), ...(readOnly ? { readOnly } : {}) })).sort((a, b) => (a.target === b.target ? (a.kind < b.kind ? -1 : 1) : a.target < b.target ? -1 : 1)),
    writes: [...writes.values()],
    ...(copied.length > 0 ? { copied } : {}),
    ...(operation ? { kept: operation.markers.filter((path) => container?.fateOf(path).survives[COLUMNS[operation.kind]]) } : {}),
    ...(upgrade ? { stale: stalePaths(scenario.files, upgrade) } : {}),
  };
}

/** What a used volume keeps hiding of a new image: the changed files that only a fresh one would get. */
function stalePaths(files: Scenario["files"], upgrade: NonNullable<Scenario["upgrade"]>): readonly string[] {
  const container = containerOf({ files: { ...files, ...upgrade } });
  const changed = new Set(Object.keys(upgrade));
  return (container?.copiedUp ?? []).filter(({ path }) => changed.has(container?.image?.fileAt(path)?.hostPath ?? "")).map(({ path }) => path);
}

/** Whether a volume is another project's cannot be seen in a container. */
function shown(kind: string): string {
  return kind === "external-volume" ? "named-volume" : kind;
}
