import { readBaseline, type Baseline } from "../../engine/baseline.ts";
import type { Host } from "../../model/index.ts";
import { UsageError } from "../arguments.ts";
import { hostPath } from "../node-host.ts";

/** The findings of a `--baseline` file. Throws a `UsageError` where it is none. */
export function baselineOf(path: string, cwd: string, host: Host): Baseline {
  const result = host.read(hostPath(cwd, path));
  if (!result.ok) throw new UsageError(`the baseline ${path} ${result.message}: write one with --write-baseline`);
  const baseline = readBaseline(result.text);
  if (typeof baseline === "string") throw new UsageError(`the baseline ${path} ${baseline}`);
  return baseline;
}
