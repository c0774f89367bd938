import { isWithin } from "../paths.ts";
import { classOf, type RunWrite } from "../run/index.ts";
import type { Container, ContainerDataPath, PathFate, TraceStep, Write } from "../types.ts";
import type { WriteClaim } from "./claim.ts";
import type { ModelContainer } from "./container.ts";
import { isDeniedWithParents } from "./rights.ts";
import { environmentWrites } from "./environment.ts";
import { serverWrites } from "./server-places.ts";
import { traefikWrites } from "./traefik.ts";
import { isReadAsWhole } from "./verdict.ts";

/** What a container writes, and what it tries to. */
export interface AllWrites {
  readonly landed: readonly Write[];
  /** Refused by a read-only root or mount. */
  readonly blocked: readonly Write[];
  /** Refused by the rights. */
  readonly denied: readonly Write[];
}

/**
 * Every write that the evidence shows: the known image's data first, then what the entry point and command do. A write that a
 * read-only root or mount refuses is kept apart (state-model, which mount a path gets, 7).
 */
export function writesOf(container: ModelContainer): AllWrites {
  // the engine refuses a mount at / (state-model, which mount a path gets, 5): nothing runs
  if (container.mounts.some(({ target }) => target === "/")) return { landed: [], blocked: [], denied: [] };
  const landed: Write[] = [];
  const blocked: Write[] = [];
  const put = (write: Write): void => { (isRefused(container, write.fate) ? blocked : landed).push(write); };
  for (const data of container.dataPaths) put(ofData(container, data));
  const seen = new Set<string>();
  for (const found of container.start.writes) {
    const fate = container.fateOf(found.path);
    const key = `${fate.path} ${found.type}`;
    if (fate.kind === "kernel-fs" || seen.has(key) || (found.type === "tree" && landed.some((write) => write.path === fate.path && write.evidence === "known-image"))) continue;
    seen.add(key);
    put(ofStart(container, found, fate));
  }
  for (const claim of claims(container)) {
    const fate = container.fateOf(claim.path);
    // What is only likely is no reason to say that a write fails.
    if (fate.kind === "kernel-fs" || isRefused(container, fate) || isDeniedWithParents(container, claim.path) || isTold(landed, fate.path, claim.type)) continue;
    landed.push({ ...claim, container, path: fate.path, fate });
  }
  const denied = container.start.denied.map((found) => ofStart(container, found, container.fateOf(found.path)));
  return { landed: landed.sort(byPath), blocked: blocked.sort(byPath), denied: denied.sort(byPath) };
}

function claims(container: ModelContainer): readonly WriteClaim[] {
  const startIsKnown = (container.start.resolvesTo === "known" || isReadAsWhole(container)) && (container.entrypoint ?? container.command) !== undefined;
  const { claims: source } = container.source;
  const named = container.start.missing ? [] : [...environmentWrites(container, startIsKnown), ...traefikWrites(container), ...serverWrites(container)];
  const started = container.children.flatMap(({ child, result }) => result.writes.map((found): WriteClaim => ({
    path: found.path, type: found.type, class: found.class, span: found.span, confidence: "likely", evidence: "source", what: undefined,
    trace: [...child.trace, ...found.trace.slice(-1)],
  })));
  return [...container.configuration.claims, ...started, ...source.map((claim): WriteClaim => ({ ...claim, confidence: "likely", evidence: "source", what: undefined })), ...named];
}

/** A path that is told already, or that lies below a tree that is. */
function isTold(landed: readonly Write[], path: string, type: Write["type"]): boolean {
  return landed.some((write) => write.type !== "directory" && (write.path === path || (write.type === "tree" && isWithin(path, write.path)) || (type === "tree" && isWithin(write.path, path))));
}

function byPath(a: Write, b: Write): number {
  return a.path === b.path ? 0 : a.path < b.path ? -1 : 1;
}

/** True where a read-only root or mount takes no writes. */
export function isRefused(container: Container, fate: PathFate): boolean {
  return fate.mount ? fate.mount.readOnly : container.readOnlyRoot && fate.kind === "writable-layer";
}

function ofData(container: Container, data: ContainerDataPath): Write {
  const image = container.image?.reference ?? container.name;
  const trace: TraceStep[] = [{ span: container.service?.image?.span ?? container.origin, message: `${image} keeps its ${data.what} in ${data.defaultPath}` }];
  if (data.movedBy) trace.push({ span: data.movedBy, message: `moved to ${data.path}` });
  const last = trace[trace.length - 1];
  return {
    container, path: data.path, type: "tree", fate: data.fate, class: data.loss, confidence: "certain", trace,
    evidence: "known-image", span: last?.span ?? container.origin, what: data.what,
  };
}

function ofStart(container: Container, found: RunWrite, fate: PathFate): Write {
  return {
    container, path: fate.path, type: found.type, fate, class: classOf(fate.path) === "scratch" ? "scratch" : found.class, confidence: found.confidence, trace: found.trace,
    evidence: "script", span: found.span, what: undefined,
  };
}
