import { lstatSync, statSync, type Stats } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Host } from "../../model/index.ts";
import { askHost, type FactKey } from "./recorder.ts";

/**
 * What tells a file or folder from a changed one without reading it: number, size, times of content and of state. `0`: it was too
 * new to say; `-1`: no stamp can say.
 */
export type Stamp = readonly [inode: number, size: number, modified: number, changed: number] | 0 | -1;

/** A file system's clock may tick so slowly, in milliseconds: what changed less than that before the look may change again unseen. */
const slowestTick = 2000;

/** Facts of a run with stamps, so that a later run can tell whether they still hold. Paths are the host's. */
export interface StampedFacts {
  /** Texts that were read and folders that were listed: key, digest, stamp. */
  readonly content: readonly (readonly [key: FactKey, digest: string, stamp: Stamp])[];
  /** What paths were, or why they could not be read, by the folder in which that is decided: while it is unchanged, so are they. */
  readonly places: readonly (readonly [folder: string, stamp: Stamp, facts: readonly (readonly [key: FactKey, digest: string])[]])[];
}

/** Adds stamps to facts. `started` is when the run began, in milliseconds since 1970: what changed since then gets none. */
export function stampFacts(facts: ReadonlyMap<FactKey, string>, cwd: string, started: number, linked: ReadonlySet<string>): StampedFacts {
  const content: StampedFacts["content"][number][] = [];
  const places = new Map<string, [FactKey, string][]>();
  const stamps = new Stamps(cwd, started);
  for (const [key, digest] of facts) {
    const path = key.slice(1);
    if (!isPlace(key, digest)) {
      content.push([key, digest, key.startsWith("l") && linked.has(path) ? -1 : stamps.of(path)]);
      continue;
    }
    const folder = isPermission(key, digest, cwd) ? "" : stamps.folderOf(path);
    const list = places.get(folder);
    if (list) list.push([key, digest]);
    else places.set(folder, [[key, digest]]);
  }
  return { content, places: [...places].map(([folder, list]) => [folder, folder === "" ? -1 : stamps.of(folder), list]) };
}

/** Whether a fact is about what stands at a path, not about what is in it. */
function isPlace(key: FactKey, digest: string): boolean {
  return key.startsWith("s") || digest === "" || digest.startsWith("!");
}

/** A file that is there and cannot be read, or a folder that cannot be listed: its own state decides. */
function isPermission(key: FactKey, digest: string, cwd: string): boolean {
  return key.startsWith("l") ? lstatOf(resolve(cwd, key.slice(1))) !== undefined : digest.startsWith("!") && !digest.startsWith("!missing:");
}

/** The folders with links of stamped facts. */
export function linkedFolders({ content }: StampedFacts): ReadonlySet<string> {
  return new Set(content.filter(([, , stamp]) => stamp === -1).map(([key]) => key.slice(1)));
}

class Stamps {
  readonly #cwd: string;
  readonly #before: number;
  readonly #known = new Map<string, Stamp>();

  constructor(cwd: string, started: number) {
    this.#cwd = cwd;
    this.#before = started - slowestTick;
  }

  of(path: string): Stamp {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const stamp = stampOf(this.#cwd, path, this.#before);
    this.#known.set(path, stamp);
    return stamp;
  }

  /** The nearest folder above a path, as a host's path; `""` where a link decides what the path is. */
  folderOf(path: string): string {
    let child = resolve(this.#cwd, path);
    for (let folder = dirname(child); ; child = folder, folder = dirname(folder)) {
      const stats = statOf(folder);
      if (!stats) {
        if (dirname(folder) === folder) return "";
        continue;
      }
      return stats.isDirectory() && lstatOf(join(folder, basename(child)))?.isSymbolicLink() !== true && folder !== child ? folder : "";
    }
  }
}

function stampOf(cwd: string, path: string, before: number): Stamp {
  const stats = statOf(resolve(cwd, path));
  if (!stats || stats.mtimeMs > before || stats.ctimeMs > before) return 0;
  return [stats.ino, stats.isDirectory() ? 0 : stats.size, stats.mtimeMs, stats.ctimeMs];
}

/** What facts of an earlier run are now, by their stamps: undefined where these do not say. */
export class FactCheck {
  readonly #cwd: string;
  readonly #known = new Map<FactKey, { readonly digest: string; readonly stamp: Stamp; readonly path: string }>();
  readonly #unchanged = new Map<string, boolean>();

  constructor(cwd: string, earlier: StampedFacts | undefined) {
    this.#cwd = cwd;
    for (const [key, digest, stamp] of earlier?.content ?? []) this.#known.set(key, { digest, stamp, path: key.slice(1) });
    for (const [path, stamp, facts] of earlier?.places ?? []) for (const [key, digest] of facts) this.#known.set(key, { digest, stamp, path });
  }

  digestOf(key: FactKey): string | undefined {
    const known = this.#known.get(key);
    if (!known) return undefined;
    const unchanged = this.#unchanged.get(known.path) ?? holds(this.#cwd, known.path, known.stamp);
    this.#unchanged.set(known.path, unchanged);
    return unchanged ? known.digest : undefined;
  }
}

/** Whether every fact of an earlier run still holds, and whether new stamps would tell so sooner. */
export function allHold(host: Host, cwd: string, { content, places }: StampedFacts): { readonly hold: boolean; readonly stale: boolean } {
  let stale = false;
  for (const [key, digest, stamp] of content) {
    if (holds(cwd, key.slice(1), stamp)) continue;
    stale ||= stamp !== -1;
    if (askHost(host, key) !== digest) return { hold: false, stale };
  }
  for (const [folder, stamp, facts] of places) {
    if (holds(cwd, folder, stamp)) continue;
    stale ||= stamp !== -1;
    if (!facts.every(([key, digest]) => askHost(host, key) === digest)) return { hold: false, stale };
  }
  return { hold: true, stale };
}

function holds(cwd: string, path: string, stamp: Stamp): boolean {
  if (stamp === 0 || stamp === -1) return false;
  const stats = statOf(resolve(cwd, path));
  return stats !== undefined && stats.mtimeMs === stamp[2] && stats.ctimeMs === stamp[3] && stats.ino === stamp[0] && (stats.isDirectory() || stats.size === stamp[1]);
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function lstatOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
