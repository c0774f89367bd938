import { lstatSync, mkdirSync, readdirSync, rmSync, statSync, type Stats } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";

/**
 * The folder for compiled code of one build and Node version; made where it is missing. Undefined where there is no place
 * that only the user can write to: what lies there is run, so nobody else may have put it there, nor a repository that is
 * being looked at.
 */
export function cacheFolder(key: string, env: Readonly<NodeJS.ProcessEnv> = process.env, cwd = process.cwd()): string | undefined {
  if (env["NODE_DISABLE_COMPILE_CACHE"] === "1") return undefined;
  try {
    const base = userCache(env);
    if (base === undefined || isInside(base, cwd) || isInRepository(base)) return undefined;
    const own = join(base, "stowage");
    const folder = join(own, key);
    if (isPrivate(own) && isPrivate(folder)) return folder;
    return make(base, own, folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

function userCache(env: Readonly<NodeJS.ProcessEnv>): string | undefined {
  const given = process.platform === "win32" ? env["LOCALAPPDATA"] : env["XDG_CACHE_HOME"];
  if (given !== undefined && isAbsolute(given)) return given;
  const home = homeOf(env);
  if (!isAbsolute(home) || dirname(home) === home) return undefined;
  return process.platform === "darwin" ? join(home, "Library/Caches") : join(home, ".cache");
}

/** As Node works it out, whose module for that is loaded only where the environment does not say it. */
function homeOf(env: Readonly<NodeJS.ProcessEnv>): string {
  const given = process.platform === "win32" ? undefined : env["HOME"];
  if (given !== undefined && given !== "") return given;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
  return (require("node:os") as typeof import("node:os")).homedir();
}

function make(base: string, own: string, folder: string): boolean {
  for (const path of [base, own, folder]) {
    // Not `recursive`: below /proc, Node would try for ever.
    if (!statSync(path, { throwIfNoEntry: false })) mkdirSync(path, { mode: 0o700 });
    if (path !== base && !isPrivate(path)) return false;
  }
  dropOld(own, folder);
  return true;
}

/** Folders of other builds that have not been written to for a month. */
function dropOld(own: string, folder: string): void {
  const before = Date.now() - 30 * 24 * 60 * 60 * 1000;
  for (const name of readdirSync(own)) {
    const path = join(own, name);
    if (path !== folder && statSync(path).mtimeMs < before) rmSync(path, { recursive: true, force: true });
  }
}

/** A real folder of the user's own into which nobody else may write or look. Windows keeps the user's folders from others. */
export function isPrivate(path: string): boolean {
  const stats = lstat(path);
  if (stats?.isDirectory() !== true) return false;
  return process.getuid === undefined || (stats.uid === process.getuid() && (stats.mode & 0o077) === 0);
}

function lstat(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}

/** Whether a work tree of git holds the path: what a repository brings along could lie there. */
export function isInRepository(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (lstat(join(at, ".git"))) return true;
    if (dirname(at) === at) return false;
  }
}
