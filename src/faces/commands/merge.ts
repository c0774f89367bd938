import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { atLeast } from "../../engine/presets.ts";
import { renderNotes, visible } from "../../report/index.ts";
import { UsageError, choice, type Arguments } from "../arguments.ts";
import { nodeHost } from "../node-host.ts";
import { deliver } from "../output.ts";
import { status } from "../status.ts";
import type { Streams } from "../streams.ts";
import { baselineOf } from "./baseline.ts";
import { failOn } from "./fail-on.ts";

/** Bytes above which a report is not read. */
const sizeLimit = 400_000_000;

/** `stowage merge`: joins the reports of shards; gives back the exit status that a single run has. */
export function mergeCommand(args: Arguments, streams: Streams, color: boolean): number {
  const threshold = choice(args, "fail-on", failOn, "warning");
  if (args.paths.length === 0) throw new UsageError("`stowage merge` needs the files to join: stowage merge shard-1.json shard-2.json");
  const { mergeReports } = mergeModule();
  const baseline = args.value("baseline");
  const { joined, render } = mergeReports(args.paths.map((name) => ({ name: visible(name), text: textOf(streams.cwd, name) })), baseline === undefined ? undefined : baselineOf(baseline, streams.cwd, nodeHost(streams.cwd, [baseline])));
  const incomplete = joined.notes.some((note) => note.incomplete);
  const found = threshold !== "never" && joined.findings.some(({ severity }) => atLeast(severity, threshold));
  const result = joined.faults > 0 ? status.internal : incomplete ? status.unusable : found ? status.findings : status.clean;
  streams.error(renderNotes(args.flag("quiet") ? joined.notes.filter((note) => note.incomplete) : joined.notes, { color }));
  deliver(args, streams, render(result));
  return result;
}

function textOf(cwd: string, name: string): string {
  const path = resolve(cwd, name);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new UsageError(`${visible(name)} does not exist: give the files that the shards wrote`);
  if (!stats.isFile() || stats.size > sizeLimit) throw new UsageError(`${visible(name)} is ${stats.isFile() ? "too large" : "no file"}: give the files that the shards wrote`);
  return readFileSync(path, "utf8");
}

function mergeModule(): typeof import("../../report/merge/index.ts") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  return require("../../report/merge/index.ts") as typeof import("../../report/merge/index.ts");
}
