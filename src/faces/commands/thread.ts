import { catalogue } from "../../../rules/index.ts";
import { nodeHost } from "../node-host.ts";

/* eslint-disable @typescript-eslint/no-require-imports -- synchronous lazy chunks: most runs have one thread */
/** Runs in a thread of `check --jobs`. */
export function work(): void {
  const { serve } = require("../jobs/thread.ts") as typeof import("../jobs/thread.ts");
  const { doJob } = require("../../engine/jobs.ts") as typeof import("../../engine/jobs.ts");
  serve(({ job, cwd, named }, next, send) => { doJob(job, nodeHost(cwd, named), catalogue, next, send); });
}
/* eslint-enable @typescript-eslint/no-require-imports */
