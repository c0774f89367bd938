import { nameOf, parentOf } from "../paths.ts";
import type { Machine } from "./machine.ts";
import type { Shell } from "./shell.ts";

/**
 * The paths that a pattern such as `out/*.log` stands for, where the start itself made the directory and so all of its content
 * is known. Undefined elsewhere, and for patterns that no name decides.
 */
export function pathsOfPattern(machine: Machine, shell: Shell, pattern: string): readonly string[] | undefined {
  const slash = pattern.lastIndexOf("/");
  const directory = slash < 0 ? "." : pattern.slice(0, slash) || "/";
  if (/[*?[\\]/.test(directory) || /[\\]/.test(pattern)) return undefined;
  const place = machine.world.resolve(shell.cwd, directory);
  const files = place && machine.world.filesBelow(place.path);
  if (!files) return undefined;
  const names = new Set(files.map((file) => firstBelow(place.path, file)));
  const accepts = expressionOf(pattern.slice(slash + 1));
  if (!accepts) return undefined;
  return [...names].filter((name) => accepts.test(name) && (!name.startsWith(".") || pattern.charAt(slash + 1) === ".")).sort().map((name) => pattern.slice(0, slash + 1) + name);
}

function firstBelow(directory: string, file: string): string {
  let at = file;
  while (parentOf(at) !== directory && at !== "/") at = parentOf(at);
  return nameOf(at);
}

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
