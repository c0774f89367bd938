// Whole processes, measured in turn, so that a busy machine slows all of them alike.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const clock = () => Number(process.hrtime.bigint()) / 1e6;

/**
 * Runs the commands `rounds` times, one after the other in each round. Gives for each the median wall time in milliseconds,
 * the median of its ratio to the first command of the same round, and the ratios' quartiles.
 */
export function compare(commands, rounds) {
  const times = commands.map(() => []);
  for (const command of commands) run(command);
  for (let round = 0; round < rounds; round++) commands.forEach((command, at) => times[at].push(run(command)));
  return commands.map(({ name }, at) => {
    const ratios = times[at].map((time, round) => time / times[0][round]);
    return { name, time: quantile(times[at], 0.5), ratio: quantile(ratios, 0.5), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
  });
}

function run({ name, command, args, cwd, env }) {
  const start = clock();
  const { error, signal, status } = spawnSync(command, args, { cwd, env: { ...process.env, ...env }, stdio: "pipe", maxBuffer: 1 << 30 });
  const time = clock() - start;
  if (error || signal || status > 2) throw new Error(`${name} failed: ${error?.message ?? signal ?? `exit status ${status}`}`);
  return time;
}

/** The most memory a stowage run holds, in bytes: asked of the process itself at its end. */
export function peakMemory(start, args, cwd) {
  const script = `require(${JSON.stringify(start)}).start(); process.stderr.write("\\npeak " + process.resourceUsage().maxRSS + "\\n")`;
  const { stderr, status } = spawnSync(process.execPath, ["-e", script, "--", "stowage", ...args], { cwd, encoding: "utf8", stdio: "pipe", maxBuffer: 1 << 30 });
  const peak = /\npeak (\d+)\n$/.exec(stderr);
  if (!peak || status > 2) throw new Error(`the run for its memory failed with ${status}: ${stderr.slice(0, 500)}`);
  return Number(peak[1]) * 1024;
}

export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const low = Math.floor(place);
  return sorted[low] + ((sorted[Math.ceil(place)] ?? sorted[low]) - sorted[low]) * (place - low);
}

/** A program's path, undefined where it is not on PATH. */
export function onPath(name) {
  return (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name)).find((path) => existsSync(path));
}
