import { analyse } from "../../engine/analyse.ts";
import { mapFormats, renderMap, renderNotes } from "../../report/index.ts";
import { choice, type Arguments } from "../arguments.ts";
import { deliver } from "../output.ts";
import { projectInput } from "../project-input.ts";
import { status } from "../status.ts";
import type { Streams } from "../streams.ts";

/** `stowage map`: gives back the exit status. */
export function mapCommand(args: Arguments, streams: Streams, color: boolean): number {
  const format = choice(args, "format", mapFormats, "pretty");
  const { project, report } = analyse({ ...projectInput(args, streams), catalogue: [] });
  const notes = args.flag("quiet") ? report.notes.filter((note) => note.incomplete) : report.notes;
  streams.error(renderNotes(notes, { color }));
  deliver(args, streams, renderMap(format, project, { color }));
  return report.notes.some((note) => note.incomplete) ? status.unusable : status.clean;
}
