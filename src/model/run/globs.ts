import type { Machine } from "./machine.ts";
import type { Shell } from "./shell.ts";

/**
 * The paths that a pattern such as `out/*.log` stands for, where all of the directory's content is known.
 * Undefined elsewhere, and for patterns that no name decides.
 */
export function pathsOfPattern(machine: Machine, shell: Shell, pattern: string): readonly string[] | undefined {
  const slash = pattern.lastIndexOf("/");
  const directory = slash < 0 ? "." : pattern.slice(0, slash) || "/";
  if (/[*?[\\]/.test(directory) || /[\\]/.test(pattern)) return undefined;
  const place = machine.world.resolve(shell.cwd, directory);
  if (place && (place.reachable === false || machine.world.directory(place.path) === false)) return [];
  const accepts = expressionOf(pattern.slice(slash + 1));
  if (!place || !accepts) return undefined;
  const names = machine.world.namesIn(place.path) ?? (place.path === "/" && !SYSTEM_ROOT.some((name) => accepts.test(name)) ? machine.world.ownNamesInRoot() : undefined);
  if (!names) return undefined;
  return [...names].filter((name) => accepts.test(name) && (!name.startsWith(".") || pattern.charAt(slash + 1) === ".")).sort().map((name) => pattern.slice(0, slash + 1) + name);
}

/** What an operating system has in `/`. */
const SYSTEM_ROOT = [
  "afs", "bin", "bin.usr-is-merged", "boot", "dev", "etc", "home", "lib", "lib.usr-is-merged", "lib32", "lib64", "libx32", "lost+found", "media", "mnt", "opt", "proc", "root", "run", "sbin", "sbin.usr-is-merged",
  "srv", "sys", "tmp", "usr", "var", "anaconda-post.log", "pkg",
];

/** A pattern of one name; runs of `*` are one, so that matching stays quick. */
function expressionOf(pattern: string): RegExp | undefined {
  if (pattern.length > 100 || (pattern.match(/\*+/g)?.length ?? 0) > 3) return undefined;
  const source = pattern.replace(/\*+|\?|\[[!^]?[\w-]+\]|[^\w]/g, (part) => {
    if (part.startsWith("*")) return "[^/]*";
    if (part === "?") return "[^/]";
    return part.length > 1 ? part.replace(/^\[!/, "[^") : `\\${part}`;
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return undefined;
  }
}
