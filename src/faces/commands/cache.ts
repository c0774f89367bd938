import { analyse } from "../../engine/analyse.ts";
import type { Note } from "../../model/index.ts";
import { renderNotes } from "../../report/index.ts";
import { UsageError, choice, type Arguments } from "../arguments.ts";
import { deliver } from "../output.ts";
import { projectInput } from "../project-input.ts";
import { status } from "../status.ts";
import type { Streams } from "../streams.ts";

/** Commits that are looked at where `--commits` does not say otherwise. */
const usualCommits = 100;

/* eslint-disable @typescript-eslint/no-require-imports -- synchronous lazy chunks: no other command needs them */
const loadModel = (): typeof import("../../model/history/index.ts") => require("../../model/history/index.ts") as typeof import("../../model/history/index.ts");
const loadReplays = (): typeof import("../replays.ts") => require("../replays.ts") as typeof import("../replays.ts");
const loadReport = (): typeof import("../../report/cache/index.ts") => require("../../report/cache/index.ts") as typeof import("../../report/cache/index.ts");
/* eslint-enable @typescript-eslint/no-require-imports */

/** `stowage cache`: gives back the exit status. */
export function cacheCommand(args: Arguments, streams: Streams, color: boolean): number {
  const { cacheFormats, renderCache } = loadReport();
  const format = choice(args, "format", cacheFormats, "pretty");
  const commits = commitCount(args);
  const { project, report } = analyse({ ...projectInput(args, streams), catalogue: [] });
  const { found, notes } = loadReplays().replaysOf(project.dockerfiles, streams.cwd, commits, loadModel());
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

/** The number that `--commits` gives. Throws a `UsageError`. */
export function commitCount(args: Arguments): number {
  const given = args.value("commits");
  if (given === undefined) return usualCommits;
  if (!/^[1-9]\d{0,4}$/.test(given)) throw new UsageError(`--commits takes a number from 1 to 99999, not \`${given}\``);
  return Number(given);
}
