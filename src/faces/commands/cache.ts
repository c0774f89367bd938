import { analyse } from "../../engine/analyse.ts";
import type { Note } from "../../model/index.ts";
import { renderNotes } from "../../report/index.ts";
import { choice, type Arguments } from "../arguments.ts";
import { deliver } from "../output.ts";
import { projectInput } from "../project-input.ts";
import { status } from "../status.ts";
import type { Streams } from "../streams.ts";
import { replayProject } from "./history.ts";

// eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
const loadReport = (): typeof import("../../report/cache/index.ts") => require("../../report/cache/index.ts") as typeof import("../../report/cache/index.ts");

/** `stowage cache`: gives back the exit status. */
export function cacheCommand(args: Arguments, streams: Streams, color: boolean): number {
  const { cacheFormats, renderCache } = loadReport();
  const format = choice(args, "format", cacheFormats, "pretty");
  const { project, report } = analyse({ ...projectInput(args, streams), catalogue: [] });
  const { found, notes } = replayProject(args, streams.cwd, project.dockerfiles);
  const all = [...report.notes, ...notes, ...emptyNotes(project.dockerfiles.length, found.length)];
  streams.error(renderNotes(args.flag("quiet") ? all.filter((note) => note.incomplete) : all, { color }));
  deliver(args, streams, renderCache(format, found, all, { color }));
  return all.some((note) => note.incomplete) ? status.unusable : status.clean;
}

/** Where nothing at all could be looked at, what was asked for was not done. */
function emptyNotes(files: number, found: number): readonly Note[] {
  if (files === 0 || found > 0) return [];
  return [{ path: ".", message: "no Dockerfile here has a history in git to count", incomplete: true }];
}
