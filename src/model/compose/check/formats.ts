import { parseBytes, parseDuration, splitWords } from "../../../parse/compose/index.ts";
import type { YamlMap, YamlNode } from "../../../parse/compose/tree.ts";
import { asMap } from "../values.ts";
import { checkListed } from "./listed.ts";
import type { ProjectCheck } from "./project-check.ts";
import { checkText, isFloat, isInteger, type TextKind } from "./texts.ts";

/** Texts with a grammar of their own: ports, volumes, durations, sizes, numbers, hosts and devices. */
export function checkFormats(check: ProjectCheck): void {
  for (const { value } of check.services.values()) {
    const map = asMap(value);
    if (!map) continue;
    for (const { key } of map.entries) {
      for (const { path, kind } of textsBelow.get(key) ?? []) checkText(check, check.at(map, ...path), kind);
    }
    for (const key of ["command", "entrypoint"]) checkWords(check, check.at(map, key));
    checkHooks(check, map);
    checkListed(check, map);
  }
}

const updates: readonly string[] = ["update_config", "rollback_config"];

const durations: readonly (readonly string[])[] = [
  ["stop_grace_period"],
  ...["interval", "timeout", "start_period", "start_interval"].map((key) => ["healthcheck", key]),
  ...updates.flatMap((key) => [["deploy", key, "delay"], ["deploy", key, "monitor"]]),
  ["deploy", "restart_policy", "delay"], ["deploy", "restart_policy", "window"],
];

const sizes: readonly (readonly string[])[] = [
  ["mem_limit"], ["mem_reservation"], ["memswap_limit"], ["mem_swappiness"], ["shm_size"], ["build", "shm_size"],
  ["deploy", "resources", "limits", "memory"], ["deploy", "resources", "reservations", "memory"],
];

const counts: readonly (readonly string[])[] = [
  ["scale"], ["deploy", "replicas"], ["healthcheck", "retries"], ...updates.map((key) => ["deploy", key, "parallelism"]),
  ["deploy", "restart_policy", "max_attempts"], ["deploy", "placement", "max_replicas_per_node"],
];

const integers: readonly (readonly string[])[] = [
  ["cpu_count"], ["cpu_shares"], ["cpu_quota"], ["cpu_period"], ["cpu_rt_period"], ["cpu_rt_runtime"], ["oom_score_adj"], ["pids_limit"],
  ["deploy", "resources", "limits", "pids"],
];

const floats: readonly (readonly string[])[] = [
  ["cpus"], ["cpu_percent"], ["deploy", "resources", "limits", "cpus"], ["deploy", "resources", "reservations", "cpus"],
  ...updates.map((key) => ["deploy", key, "max_failure_ratio"]),
];

interface CheckedText {
  readonly path: readonly string[];
  readonly kind: TextKind;
}

const duration: TextKind = { takes: isDuration, what: "is no duration, such as `1m30s`" };
const count: TextKind = { takes: (text) => /^(?:\+?\d+|-0+)$/.test(text), what: "is no number of 0 or more", least: 0 };

/** What Compose takes for a size (measured): a number with a unit. Only what YAML reads as a number may be negative. */
const size: TextKind = { takes: (text) => parseBytes(text) !== undefined, what: "is no size, such as `512m`" };

/** By the key of the service below which they stand. */
const textsBelow: ReadonlyMap<string, readonly CheckedText[]> = byKey([
  ...durations.map((path) => ({ path, kind: duration })),
  ...sizes.map((path) => ({ path, kind: size })),
  ...counts.map((path) => ({ path, kind: count })),
  ...integers.map((path) => ({ path, kind: { takes: isInteger, what: "is no whole number" } })),
  ...floats.map((path) => ({ path, kind: { takes: isFloat, what: "is no number" } })),
]);

function byKey(texts: readonly CheckedText[]): ReadonlyMap<string, readonly CheckedText[]> {
  const found = new Map<string, CheckedText[]>();
  for (const text of texts) {
    const key = text.path[0] ?? "";
    const known = found.get(key);
    if (known) known.push(text);
    else found.set(key, [text]);
  }
  return found;
}

/** Compose reads days and weeks too. */
function isDuration(text: string): boolean {
  return parseDuration(text) !== undefined || /^[-+]?(?:\d+(?:\.\d*)?(?:ns|us|µs|μs|ms|s|m|h|d|w))+$/.test(text);
}

/** A command in one text, which Compose splits into words itself. */
function checkWords(check: ProjectCheck, node: YamlNode | undefined): void {
  if (node?.kind === "scalar" && typeof node.value === "string") check.fault(node, (text) => splitWords(text).fault);
}

function checkHooks(check: ProjectCheck, map: YamlMap): void {
  for (const key of ["post_start", "pre_stop", "pre_start"]) {
    const hooks = map.get(key)?.value;
    for (const hook of hooks?.kind === "list" ? hooks.items : []) checkWords(check, asMap(hook)?.get("command")?.value);
  }
}
