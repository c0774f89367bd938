import { isWithin, nameOf } from "../paths.ts";
import type { RunMount } from "../types.ts";
import type { Effect } from "./effects.ts";
import { pathOfPlace, resolvePlace } from "./places.ts";

/**
 * What stays in the image of what a RUN does: nothing at or below the targets of its mounts (measured for bind, cache, tmpfs and
 * secret). What it copies out of one is there, with content that nobody sees here. `isDirectory` is asked of paths before the RUN.
 */
export function outsideMounts(effects: readonly Effect[], mounts: readonly RunMount[], isDirectory: (path: string) => boolean): readonly Effect[] {
  const targets = mounts.flatMap(({ target }) => target ?? []);
  if (targets.length === 0) return effects;
  const isMounted = (path: string | undefined): boolean => path !== undefined && targets.some((target) => isWithin(path, target));
  return effects.flatMap((effect) => {
    if (isMounted(pathOfPlace(effect.path))) return [];
    const from = effect.from === undefined ? undefined : pathOfPlace(effect.from);
    if (from === undefined || !isMounted(from) || effect.kind === "link") return [effect];
    return [effect.command.line.flag("-r", "-R", "-a", "--recursive", "--archive") ? { ...filled(effect), kind: "fill" as const } : { ...filled(effect), path: fileOf(effect, from, isDirectory) }];
  });
}

function filled({ path, span, command, confidence }: Effect): Effect {
  return { kind: "write", path, text: undefined, span, command, confidence };
}

/** A file that is copied to a directory keeps its name. */
function fileOf({ path, recursive }: Effect, from: string, isDirectory: (path: string) => boolean): Effect["path"] {
  const place = pathOfPlace(path);
  const name = nameOf(from);
  return recursive === true && place !== undefined && isDirectory(place) ? resolvePlace(place, name, name) : path;
}
