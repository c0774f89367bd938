import { spawnSync } from "node:child_process";
import { findProgram } from "./programs.ts";

/** What a call of git gave; `status` is null where git could not be started. */
export interface GitResult {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Settings that could start a program or reach the network are overruled, and a repository without a work tree, which may lie as
 * plain files in another one, is not taken for the repository.
 */
const harmless = [
  "--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.sshCommand=false",
  "-c", "core.alternateRefsCommand=false", "-c", "diff.external=", "-c", "protocol.allow=never", "-c", "credential.helper=",
  "-c", "log.showSignature=false", "-c", "gpg.program=false", "-c", "safe.bareRepository=explicit",
];

/** Where the user's own settings lie (they say which folders are safe) and how far up a repository is looked for. */
const kept = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"];

/**
 * Runs git so that nothing which a repository's configuration names is started. Only commands that list and read objects are
 * meant to be run so: what compares or changes the work tree would run filters. Variables that lead git to another repository,
 * or that name programs, files and settings, are not handed on.
 */
export function callGit(cwd: string, args: readonly string[], input = ""): GitResult {
  const program = findProgram("git", process.env["PATH"], cwd);
  if (program === undefined) return notStarted("git is not on the PATH");
  const result = spawnSync(program, [...harmless, ...args], { cwd, env: environment(process.env), input, maxBuffer: 1 << 29, timeout: 60_000, windowsHide: true });
  if (result.error) return notStarted(result.error.message);
  return { status: result.status, stdout: result.stdout, stderr: result.stderr.toString("utf8") };
}

function environment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const harmlessOnes = Object.entries(own).filter(([name]) => !name.startsWith("GIT_") || kept.includes(name));
  return { ...Object.fromEntries(harmlessOnes), GIT_TERMINAL_PROMPT: "0", GIT_NO_LAZY_FETCH: "1", GIT_ALLOW_PROTOCOL: "", LC_ALL: "C" };
}

function notStarted(reason: string): GitResult {
  return { status: null, stdout: Buffer.alloc(0), stderr: reason };
}
