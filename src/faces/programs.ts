import { realpathSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, sep } from "node:path";
import { projectRoot } from "./node-host.ts";

/**
 * The first program of that name in the folders of `path` (a PATH), or undefined. Folders that are not absolute, and those below
 * the project that holds `cwd`, are passed over: `npx` puts `node_modules/.bin` first, and a repository under review could bring
 * a program of its own there.
 */
export function findProgram(name: string, path: string | undefined, cwd: string): string | undefined {
  const top = real(projectRoot(cwd));
  const names = process.platform === "win32" ? [`${name}.exe`] : [name];
  const folders = (path ?? "").split(delimiter).filter((folder) => isAbsolute(folder) && !isBelow(top, real(folder)));
  return folders.flatMap((folder) => names.map((one) => join(folder, one))).find((one) => isProgram(one) && !isBelow(top, real(one)));
}

/** Whether a regular file with the right to be executed is there. */
export function isProgram(path: string): boolean {
  try {
    const stats = statSync(path);
    return stats.isFile() && (process.platform === "win32" || (stats.mode & 0o111) !== 0);
  } catch {
    return false;
  }
}

/** The file system's root is nobody's project. */
function isBelow(top: string, path: string): boolean {
  return dirname(top) !== top && (path === top || path.startsWith(top + sep));
}

function real(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
