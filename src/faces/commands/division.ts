import type { AnalyseInput } from "../../engine/analyse.ts";
import type { Report } from "../../engine/report.ts";
import type { Shard } from "../../engine/shard.ts";
import { UsageError, type Arguments } from "../arguments.ts";
import type { ResultCache } from "../result-cache/index.ts";

/** How a run is divided. */
export interface Divided {
  readonly input: Pick<AnalyseInput, "divide">;
  /** The report with what the division adds to it. */
  finish(report: Report, faults: number): Report;
}

const undivided: Divided = { input: {}, finish: (report) => report };

/** What cannot be said of a share alone. */
const notOfShares = ["fix", "fix-unsafe", "diff", "history", "write-baseline", "stdin"];

/** What findings depend on besides files. */
const deciding = ["preset", "rule", "config", "no-config", "shellcheck"];

/** How `--shard` and `--cache` divide the run. Throws a `UsageError` where that cannot be. */
export function divisionOf(args: Arguments, cache: ResultCache | undefined): Divided {
  if (args.flag("shard")) return sharded(args);
  if (cache) return { ...undivided, input: { divide: (work) => partsModule().cachedDivision(work, () => cache.open(work)) } };
  return undivided;
}

function sharded(args: Arguments): Divided {
  const { Shard: Share, readShare } = shardModule();
  const given = args.value("shard") ?? "";
  const share = readShare(given);
  if (!share) throw new UsageError(`--shard takes I/N, such as 1/3 for the first of three shards, not \`${given}\``);
  const other = notOfShares.find((name) => args.flag(name));
  if (other !== undefined) throw new UsageError(`--${other} and --shard do not go together: run it without --shard`);
  if (args.flag("baseline")) throw new UsageError("--baseline and --shard do not go together: give the baseline to `stowage merge`");
  const options = JSON.stringify(deciding.map((name) => args.values(name)));
  let shard: Shard | undefined;
  return {
    input: { divide: (work) => (shard = new Share(work, share, options)) },
    finish: (report, faults) => shard?.report(report, faults) ?? report,
  };
}

/* eslint-disable @typescript-eslint/no-require-imports -- synchronous lazy chunks: most runs are not divided */
function partsModule(): typeof import("../../engine/cache/parts.ts") {
  return require("../../engine/cache/parts.ts") as typeof import("../../engine/cache/parts.ts");
}

function shardModule(): typeof import("../../engine/shard.ts") {
  return require("../../engine/shard.ts") as typeof import("../../engine/shard.ts");
}
/* eslint-enable @typescript-eslint/no-require-imports */
