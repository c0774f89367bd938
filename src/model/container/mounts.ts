import type { Span } from "#text";
import { isWindowsPath, normalisePath, parentOf, resolvePath } from "../paths.ts";
import type { EntryKind } from "../host.ts";
import type { RunLine } from "../runline/types.ts";
import type { Container, Image, Mount, Service, ServiceMount, VariableValue, VolumeDefinition } from "../types.ts";

/** A mount as a service, a `docker run` line or an image asks for it. */
interface Draft extends Omit<Mount, "container" | "sourceHas"> {
  /** Of a command line: how it is asked for. */
  readonly flag?: RunLine["mounts"][number]["flag"];
}

/**
 * The mounts of a container by the measured rules (state-model, which mount a path gets): the image's volumes first, each
 * replaced by a run-time mount at the same path; mounts of other containers come by `volumes_from`.
 */
export function mountsOf(container: Container, image: Image | undefined, from: Service | RunSetting | undefined, stat: StatHost): readonly Mount[] {
  const byTarget = new Map<string, Mount>();
  const covered: Mount[] = [];
  const put = (draft: Draft): void => {
    const before = byTarget.get(draft.target);
    if (before?.declaredBy === "volumes-from" && isLaidOver(draft)) covered.push(before);
    if (before === undefined || !givesWay(draft, before)) byTarget.set(draft.target, { ...draft, container, sourceHas: (path) => hostHas(draft.hostPath, path, stat) });
  };
  for (const draft of imageVolumes(image, container)) put(draft);
  if (from && "line" in from) for (const draft of ofLine(from, stat)) put(draft);
  else if (from) {
    for (const draft of borrowed(from)) put(draft);
    for (const draft of declared(from)) put(draft);
  }
  return [...byTarget.values(), ...covered].sort((a, b) => (a.target < b.target ? -1 : a.target > b.target ? 1 : 0));
}

/** Memory by `--tmpfs` or the list `tmpfs` lies over what another container lends at the same path, and both are mounted (measured); by `--mount` or the long syntax it takes its place. */
function isLaidOver(draft: Draft): boolean {
  return draft.kind === "tmpfs" && (draft.flag === "tmpfs" || draft.entry?.syntax === "short");
}

/** A command line that starts a container, with what it leads to. */
export interface RunSetting {
  readonly line: RunLine;
  /** The variables of its `--env-file`s. */
  readonly fileEnv: ReadonlyMap<string, VariableValue>;
  /** The container that `--volumes-from` names. */
  lender(name: string): Container | undefined;
}

/** The mounts of `docker run`: other containers' first, then its own, which replace them. */
function ofLine(run: RunSetting, stat: StatHost): Draft[] {
  const { line } = run;
  const drafts: Draft[] = [];
  for (const { container, readOnly, span } of line.volumesFrom) {
    for (const mount of run.lender(container)?.mounts ?? []) if (mount.kind !== "tmpfs") drafts.push(lent(mount, span, readOnly));
  }
  for (const [at, mount] of line.mounts.entries()) {
    drafts.push({
      ...mount, hostPath: mount.kind === "bind-mount" ? runHostPath(line, mount.source, stat) : undefined, declaredBy: "run", service: undefined, entry: undefined, volume: undefined,
      address: `run:${line.name}.mounts[${String(at)}]`,
    });
  }
  return drafts;
}

/** `./x`, `$PWD/x` and `$(pwd)/x` hang on the script's folder or the project's; only one that is there tells which. */
function runHostPath(line: RunLine, source: string | undefined, stat: StatHost): string | undefined {
  const relative = source?.replace(/^(\$PWD|\$\{PWD\}|\$\(pwd\)|`pwd`|\$\(PWD\)|\$\(CURDIR\))(?=\/|$)/i, ".");
  if (relative === undefined || /[$`~]/.test(relative) || relative.startsWith("/") || isWindowsPath(relative)) return undefined;
  return [parentOf(line.document.path), "."].map((folder) => resolvePath(folder, relative)).find((path) => stat(path) !== undefined);
}

/** What stands at a path relative to the working directory, as the Host says. */
export type StatHost = (path: string) => EntryKind | undefined;

function hostHas(hostPath: string | undefined, path: string, stat: StatHost): boolean | undefined {
  if (hostPath === undefined || stat(hostPath) !== "directory") return undefined;
  return stat(resolvePath(hostPath, path)) !== undefined;
}

function imageVolumes(image: Image | undefined, container: Container): Draft[] {
  return (image?.volumes ?? []).map((volume) => ({
    target: normalisePath(volume.path),
    kind: "anonymous-volume",
    source: undefined,
    hostPath: undefined,
    readOnly: false,
    span: volume.span,
    declaredBy: volume.from === "instruction" ? "image" : "base-image",
    service: container.service,
    entry: undefined,
    volume: undefined,
    noCopy: false,
    address: `${container.address}.volume:${volume.path}`,
  }));
}

function declared(service: Service): Draft[] {
  const drafts: Draft[] = [];
  for (const entry of service.volumes) {
    const draft = ofEntry(service, entry);
    if (draft) drafts.push(draft);
  }
  return drafts;
}

function ofEntry(service: Service, entry: ServiceMount): Draft | undefined {
  const target = entry.target;
  if (target === undefined || !target.startsWith("/")) return undefined;
  const base = {
    target: normalisePath(target),
    readOnly: entry.readOnly,
    span: entry.span,
    declaredBy: "compose" as const,
    service,
    entry,
    noCopy: entry.noCopy,
    address: entry.address,
  };
  switch (entry.type) {
    case "tmpfs": return { ...base, kind: "tmpfs", source: undefined, hostPath: undefined, volume: undefined };
    case "bind": case "config": case "secret":
      return { ...base, kind: "bind-mount", source: entry.source, hostPath: hostPathOf(service, entry.source, entry.sourceSpan ?? entry.span), volume: undefined };
    case "volume": case "cluster": return ofVolume(service, entry.source, base);
    case "npipe": case "image": return undefined;
  }
}

function ofVolume(service: Service, source: string | undefined, base: Omit<Draft, "kind" | "source" | "hostPath" | "volume">): Draft {
  if (source === undefined || source === "") return { ...base, kind: "anonymous-volume", source: undefined, hostPath: undefined, volume: undefined };
  const volume = service.compose.volumes.get(source);
  return { ...base, kind: volume?.external ? "external-volume" : "named-volume", source, hostPath: deviceOf(service, volume), volume };
}

/** A volume of the local driver that is a bind in disguise has a place on the host. */
function deviceOf(service: Service, volume: VolumeDefinition | undefined): string | undefined {
  const options = volume?.driverOptions;
  if (!options?.get("o")?.value?.split(",").includes("bind")) return undefined;
  const device = options.get("device");
  return hostPathOf(service, device?.value, device?.span);
}

/** The host path relative to the working directory; undefined for absolute, home and Windows paths. */
function hostPathOf(service: Service, source: string | undefined, at: Span | undefined): string | undefined {
  if (source === undefined || !at || source.startsWith("/") || source.startsWith("~") || isWindowsPath(source)) return undefined;
  return resolvePath(service.compose.folderOf(at), source);
}

/** Mounts of other services of the same project (state-model, which mount a path gets, 6); memory is never lent. */
function borrowed(service: Service): Draft[] {
  const drafts: Draft[] = [];
  for (const from of service.volumesFrom) {
    const other = from.service === undefined || from.service === service.name ? undefined : service.compose.service(from.service);
    if (!other) continue;
    for (const mount of mountsThrough(other, new Set([service.name]))) if (mount.kind !== "tmpfs") drafts.push(lent(mount, from.span, from.readOnly));
  }
  return drafts;
}

function mountsThrough(service: Service, seen: Set<string>): readonly Draft[] {
  if (seen.has(service.name)) return [];
  seen.add(service.name);
  const direct = new Map<string, Draft>();
  for (const draft of imageVolumes(service.container.image, service.container)) direct.set(draft.target, draft);
  for (const from of service.volumesFrom) {
    const other = from.service === undefined ? undefined : service.compose.service(from.service);
    if (other) for (const draft of mountsThrough(other, seen)) direct.set(draft.target, lent(draft, from.span, from.readOnly));
  }
  for (const draft of declared(service)) if (!givesWay(draft, direct.get(draft.target))) direct.set(draft.target, draft);
  return [...direct.values()];
}

/** `- /path` or `-v /path` beside a mount that another container lends: measured, the engine makes no anonymous volume there; it does for the long syntax. */
function givesWay(draft: Draft, before: Draft | undefined): boolean {
  return before?.declaredBy === "volumes-from" && draft.kind === "anonymous-volume" && (draft.flag === "volume" || draft.entry?.syntax === "short");
}

function lent(draft: Draft, span: Span, readOnly: boolean): Draft {
  return { ...draft, span, readOnly: draft.readOnly || readOnly, declaredBy: "volumes-from" };
}
