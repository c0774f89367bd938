import type { Arguments } from "../arguments.ts";
import { projectRoots } from "../node-host.ts";
import type { ProjectPlace } from "../project-input.ts";
import type { Streams } from "../streams.ts";
import { ResultCache } from "./index.ts";
import { Place } from "./place.ts";

/** What changes files, or depends on more than files: nothing is kept of such a run. */
const uncached = ["fix", "fix-unsafe", "diff", "changed", "history", "write-baseline", "shellcheck"];

/** What findings depend on besides files. */
const deciding = ["config", "no-config", "preset", "rule", "baseline", "shard"];

/** What else the output depends on. */
const shaping = ["format", "fail-on", "quiet"];

/**
 * The results that `check --cache` keeps; undefined where the run is one whose results cannot be kept, or there is no place
 * for them. Throws a `UsageError` for a `--cache-location` that is no folder.
 */
export function cacheForCheck(args: Arguments, streams: Streams, project: ProjectPlace, color: boolean): ResultCache | undefined {
  const { build, cwd } = streams;
  if (build === undefined || project.given || uncached.some((name) => args.flag(name) && args.value(name) !== "off")) return undefined;
  const place = Place.find(args.value("cache-location"), build, streams.env, cwd);
  if (!place) return undefined;
  const config = args.value("config");
  const roots = [...projectRoots(cwd, config === undefined ? project.paths : [...project.paths, config])];
  return new ResultCache({
    host: project.host, cwd, roots, place, configured: typeof project.config === "string" ? project.config : undefined,
    key: JSON.stringify([build, cwd, roots, project.paths, valuesOf(args, deciding)]),
    output: JSON.stringify([color, streams.width ?? 0, valuesOf(args, shaping)]),
  });
}

function valuesOf(args: Arguments, names: readonly string[]): readonly (readonly [name: string, values: readonly string[]])[] {
  return names.filter((name) => args.flag(name)).map((name) => [name, args.values(name)]);
}
