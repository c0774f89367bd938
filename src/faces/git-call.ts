import { spawnSync } from "node:child_process";

/** What a call of git gave; `status` is null where git could not be started. */
export interface GitResult {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Settings that could start a program or reach the network are overruled. */
const harmless = [
  "--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.sshCommand=false",
  "-c", "diff.external=", "-c", "protocol.allow=never", "-c", "credential.helper=", "-c", "log.showSignature=false",
];

/**
 * Runs git so that nothing which a repository's configuration names is started. Only commands that list and read objects are
 * meant to be run so: what compares or changes the work tree would run filters.
 */
export function callGit(cwd: string, args: readonly string[], input = ""): GitResult {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_NO_LAZY_FETCH: "1", GIT_ALLOW_PROTOCOL: "", LC_ALL: "C" };
  const result = spawnSync("git", [...harmless, ...args], { cwd, env, input, maxBuffer: 1 << 29, timeout: 60_000, windowsHide: true });
  if (result.error) return { status: null, stdout: Buffer.alloc(0), stderr: result.error.message };
  return { status: result.status, stdout: result.stdout, stderr: result.stderr.toString("utf8") };
}
