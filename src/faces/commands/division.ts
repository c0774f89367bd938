import type { AnalyseInput } from "../../engine/analyse.ts";
import type { Report } from "../../engine/report.ts";
import type { Shard, Share } from "../../engine/shard.ts";
import { UsageError, type Arguments } from "../arguments.ts";
import type { ProjectPlace } from "../project-input.ts";
import type { ResultCache } from "../result-cache/index.ts";
import type { Streams } from "../streams.ts";

/** How a run is divided. */
export interface Divided {
  readonly input: Pick<AnalyseInput, "divide" | "onFound">;
  /** The report with what the division adds to it. */
  finish(report: Report, faults: number): Report;
}

const undivided: Divided = { input: {}, finish: (report) => report };

/** What cannot be said of a share alone. */
const notOfShares = ["fix", "fix-unsafe", "diff", "history", "write-baseline", "stdin"];

/** What findings depend on besides files. */
const deciding = ["preset", "rule", "config", "no-config", "shellcheck"];

/** How `--shard`, `--cache` and `--jobs` divide the run. */
export function divisionOf(args: Arguments, streams: Streams, base: AnalyseInput & Pick<ProjectPlace, "named">, cache: ResultCache | undefined): Divided {
  const jobs = jobsOf(args);
  if (args.flag("shard")) return sharded(args);
  if (cache) return { ...undivided, input: { divide: (work) => partsModule().cachedDivision(work, () => cache.open(work)) } };
  if (jobs !== 1 && streams.launcher !== undefined && !oneThread.some((name) => args.flag(name) && args.value(name) !== "off")) return inThreads(jobs, streams, streams.launcher, base);
  return undivided;
}

/** The number of `--jobs`, 1 where it is left out. */
function jobsOf(args: Arguments): number | "auto" {
  const given = args.value("jobs") ?? "1";
  if (given === "auto") return given;
  if (!/^[1-9]\d{0,3}$/.test(given)) throw new UsageError(`--jobs takes a number from 1 on, or auto, not \`${given}\``);
  return Number(given);
}

/** What is done by one thread. */
const oneThread = ["shellcheck", "stdin"];

/** So many characters of Dockerfiles and compose files take longer than two threads take to start; measured on two cores. */
const muchText = 120_000;
const mostThreads = 8;

function inThreads(jobs: number | "auto", streams: Streams, launcher: string, { paths, config, preset, rules, directoryName, named }: AnalyseInput & Pick<ProjectPlace, "named">): Divided {
  const { jobsDivision } = jobsModule();
  const { ThreadTeam, parallelism } = teamModule();
  const count = jobs === "auto" ? Math.min(mostThreads, parallelism()) : jobs;
  const job = {
    paths, ...(config === undefined ? {} : { config }), ...(preset === undefined ? {} : { preset }), ...(rules ? { rules } : {}),
    ...(directoryName === undefined ? {} : { directoryName }),
  };
  const onLoaded = (): void => streams.onLongRun?.();
  return {
    ...undivided,
    input: {
      onFound: () => undefined,
      divide: (work) => {
        const isSmall = jobs === "auto" && [...work.discovery.texts.values()].reduce((sum, { length }) => sum + length, 0) < muchText;
        return jobsDivision(work, job, new ThreadTeam({ count: isSmall ? 1 : count, launcher, cwd: streams.cwd, named, onLoaded }));
      },
    },
  };
}

/** Throws a `UsageError` where `--jobs` or `--shard` cannot be meant. */
export function requireDivision(args: Arguments): void {
  jobsOf(args);
  if (!args.flag("shard")) return;
  shareOf(args);
  const other = notOfShares.find((name) => args.flag(name));
  if (other !== undefined) throw new UsageError(`--${other} and --shard do not go together: run it without --shard`);
  if (args.flag("baseline")) throw new UsageError("--baseline and --shard do not go together: give the baseline to `stowage merge`");
}

function shareOf(args: Arguments): Share {
  const given = args.value("shard") ?? "";
  const share = shardModule().readShare(given);
  if (!share) throw new UsageError(`--shard takes I/N, such as 1/3 for the first of three shards, not \`${given}\``);
  return share;
}

function sharded(args: Arguments): Divided {
  const { Shard: OneShard } = shardModule();
  const share = shareOf(args);
  const options = JSON.stringify(deciding.map((name) => args.values(name)));
  let shard: Shard | undefined;
  return {
    input: { divide: (work) => (shard = new OneShard(work, share, options)) },
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

function jobsModule(): typeof import("../../engine/jobs.ts") {
  return require("../../engine/jobs.ts") as typeof import("../../engine/jobs.ts");
}

function teamModule(): typeof import("../jobs/team.ts") {
  return require("../jobs/team.ts") as typeof import("../jobs/team.ts");
}
/* eslint-enable @typescript-eslint/no-require-imports */
