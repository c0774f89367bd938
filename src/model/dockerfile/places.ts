import { isWindowsPath, normalisePath } from "../paths.ts";

/**
 * A directory of an image for comparison: an absolute path, or one below a stand-in for what is not known (the working directory
 * of an unknown base image, a variable). Two places that begin with the same stand-in are below the same unknown directory.
 */
export type Place = string;

const UNKNOWN = "\u0000";

/** The stand-in for a directory that only `what` says. */
export function unknownPlace(what: string): Place {
  return `/${UNKNOWN}${what.replaceAll("/", UNKNOWN)}`;
}

/** True where a stand-in decides the place. */
export function isUnknownPlace(place: Place): boolean {
  return place.includes(UNKNOWN);
}

/** The place as a path; undefined where it is not known. */
export function pathOfPlace(place: Place): string | undefined {
  return isUnknownPlace(place) ? undefined : place;
}

/** `path` as seen from a place. A path with an unknown variable gives a stand-in of its own. */
export function resolvePlace(from: Place, path: string | undefined, raw: string): Place {
  if (path === undefined) return unknownPlace(raw);
  if (isWindowsPath(path) || /^[A-Za-z]:$/.test(path)) return windowsPath(path);
  const slashed = isWindowsPath(from) ? path.replaceAll("\\", "/") : path;
  if (slashed.startsWith("/")) return isWindowsPath(from) ? windowsPath(`${from.slice(0, 2)}${slashed}`) : normalisePath(slashed);
  return isWindowsPath(from) ? windowsPath(`${from}/${slashed}`) : normalisePath(`${from}/${slashed}`);
}

/** Windows paths are kept with `/` and an upper-case drive letter. */
function windowsPath(path: string): string {
  const normal = normalisePath(path.replaceAll("\\", "/"));
  const drive = normal.slice(0, 1).toUpperCase() + normal.slice(1);
  return drive.length === 2 ? `${drive}/` : drive;
}
