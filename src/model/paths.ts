/** Where programs are looked for when nothing sets PATH; Docker's own default. */
export const SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** A part that is empty, `.` or `..`; the slash of an absolute path has nothing in front of it. */
const untidy = /\/\.{0,2}(?:\/|$)|^\.{1,2}(?:\/|$)|^$/;

/**
 * Removes `.`, `..`, doubled and trailing slashes. `..` at the root stays at the root; in a relative path it is kept in front.
 * The empty result is `.` for a relative path and `/` for an absolute one.
 */
export function normalisePath(path: string): string {
  if (!untidy.test(path)) return path;
  const absolute = path.startsWith("/");
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && kept.length > 0 && kept[kept.length - 1] !== "..") kept.pop();
    else if (part !== ".." || !absolute) kept.push(part);
  }
  const joined = kept.join("/");
  return absolute ? `/${joined}` : joined || ".";
}

/** `path` as seen from `directory`: absolute paths stay, relative ones hang on the directory; normalised. */
export function resolvePath(directory: string, path: string): string {
  return normalisePath(path.startsWith("/") ? path : `${directory}/${path}`);
}

/** The folder that holds a path; `.` for a bare name, `/` for the root. */
export function parentOf(path: string): string {
  const at = path.lastIndexOf("/");
  if (at < 0) return ".";
  return at === 0 ? "/" : path.slice(0, at);
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** True where `path` is `directory` itself or lies below it; both normalised. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || directory === "/" || path.startsWith(`${directory}/`);
}

/** True for a Windows path: a drive letter, or a UNC share. */
export function isWindowsPath(path: string): boolean {
  return /^[A-Za-z]:[\\/]/.test(path) || path.startsWith("\\\\");
}
