import { isWithin, normalisePath } from "../paths.ts";
import type { Container, FateKind, Mount, Survives } from "../types.ts";

/** Links that Debian-family and Alpine images have (state-model, which mount a path gets, 8). */
const LINKS: readonly (readonly [string, string])[] = [["/var/run", "/run"], ["/var/lock", "/run/lock"]];

const ENGINE_FILES = new Set(["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"]);
const KERNEL = ["/proc", "/sys", "/dev"];

/** More links than this on one way lead nowhere. */
const MOST_LINKS = 20;

/** The path that a path stands for after the links that every common base image has, and those that the image itself makes. */
export function throughLinks(path: string, own?: ReadonlyMap<string, string>): string {
  let real = path;
  for (let count = 0; count < MOST_LINKS; count++) {
    const next = own && own.size > 0 ? throughOwn(real, own) : real;
    const link = LINKS.find(([one]) => isWithin(next, one));
    const led = link ? link[1] + next.slice(link[0].length) : next;
    if (led === real) return real;
    real = led;
  }
  return path;
}

function throughOwn(path: string, links: ReadonlyMap<string, string>): string {
  for (let end = path.indexOf("/", 1); ; end = path.indexOf("/", end + 1)) {
    const head = end < 0 ? path : path.slice(0, end);
    const target = links.get(head);
    if (target !== undefined) return normalisePath(target + path.slice(head.length));
    if (end < 0) return path;
  }
}

/** The mount that decides a path: the longest target that holds it (state-model, which mount a path gets, 4). `real` follows links. */
export function mountAt(mounts: readonly Mount[], path: string, real: (target: string) => string = throughLinks): Mount | undefined {
  let best: Mount | undefined;
  let length = -1;
  for (const mount of mounts) {
    const target = real(mount.target);
    if (!isWithin(path, target) || target.length <= length) continue;
    best = mount;
    length = target.length;
  }
  return best;
}

/** Where a path without a mount lands. */
export function unmountedFate(path: string): FateKind {
  if (ENGINE_FILES.has(path)) return "engine-file";
  return KERNEL.some((root) => isWithin(path, root)) ? "kernel-fs" : "writable-layer";
}

const LOST: Survives = { restart: false, recreate: false, down: false, downVolumes: false, otherHost: false };
const KEPT_HERE: Survives = { restart: true, recreate: true, down: true, downVolumes: true, otherHost: false };
const LAYER: Survives = { restart: true, recreate: false, down: false, downVolumes: false, otherHost: false };
const NETWORK = /^(nfs4?|cifs|smb3?|smbfs|glusterfs|ceph|fuse\.)/i;

/** What a kind of place survives (state-model, what survives what, measured). */
export function survives(kind: FateKind, mount: Mount | undefined, container: Pick<Container, "kind" | "removedOnExit">): Survives {
  // `docker run --rm`, on exit: the layer is lost, an anonymous volume deleted
  if (container.removedOnExit && (kind === "writable-layer" || kind === "anonymous-volume")) return LOST;
  switch (kind) {
    case "image-layer": return { ...KEPT_HERE, otherHost: true };
    case "writable-layer": case "engine-file": return LAYER;
    // compose carries an anonymous volume over to the new container; `docker rm` and `docker run` do not
    case "anonymous-volume": return { ...LAYER, recreate: container.kind === "service" };
    case "named-volume": return namedVolume(mount);
    case "external-volume": case "bind-mount": return KEPT_HERE;
    case "tmpfs": case "kernel-fs": return LOST;
  }
}

/** True for a volume whose options make it memory, so that it is empty after every stop. */
export function isMemoryVolume(mount: Mount): boolean {
  return mount.volume?.driverOptions.get("type")?.value === "tmpfs";
}

/** True for a volume that lies on another machine by its driver options. */
export function isNetworkVolume(mount: Mount): boolean {
  return NETWORK.test(mount.volume?.driverOptions.get("type")?.value ?? "");
}

function namedVolume(mount: Mount | undefined): Survives {
  if (mount && isMemoryVolume(mount)) return LOST;
  if (mount && isNetworkVolume(mount)) return { ...KEPT_HERE, otherHost: true };
  return { ...KEPT_HERE, downVolumes: false };
}
