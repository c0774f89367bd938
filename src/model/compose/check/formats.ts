import { isAddress, parseBytes, parseDuration, parsePort, parseVolume, resolveScalar, splitWords } from "../../../parse/compose/index.ts";
import type { YamlMap, YamlNode, YamlScalar } from "../../../parse/compose/tree.ts";
import { asMap } from "../values.ts";
import type { ProjectCheck } from "./project-check.ts";

/** Texts with a grammar of their own: ports, volumes, durations, sizes, numbers, hosts and devices. */
export function checkFormats(check: ProjectCheck): void {
  for (const { value } of check.services.values()) {
    const map = asMap(value);
    if (!map) continue;
    for (const { key } of map.entries) {
      for (const { path, takes, what } of textsBelow.get(key) ?? []) checkText(check, check.at(map, ...path), takes, what);
    }
    for (const key of ["command", "entrypoint"]) checkWords(check, check.at(map, key));
    checkPorts(check, map);
    checkVolumes(check, map);
    checkHosts(check, check.at(map, "extra_hosts"));
    checkHosts(check, check.at(map, "build", "extra_hosts"));
    checkDevices(check, map);
    checkLimits(check, check.at(map, "ulimits"));
    for (const key of ["configs", "secrets"]) checkModes(check, check.at(map, key));
    checkDeviceRequests(check, check.at(map, "gpus"));
    checkDeviceRequests(check, check.at(map, "deploy", "resources", "reservations", "devices"));
  }
}

const durations: readonly (readonly string[])[] = [
  ["stop_grace_period"],
  ...["interval", "timeout", "start_period", "start_interval"].map((key) => ["healthcheck", key]),
  ...["update_config", "rollback_config"].flatMap((key) => [["deploy", key, "delay"], ["deploy", key, "monitor"]]),
  ["deploy", "restart_policy", "delay"], ["deploy", "restart_policy", "window"],
];

const sizes: readonly (readonly string[])[] = [
  ["mem_limit"], ["mem_reservation"], ["memswap_limit"], ["shm_size"], ["build", "shm_size"],
  ["deploy", "resources", "limits", "memory"], ["deploy", "resources", "reservations", "memory"],
];

const numbers: readonly (readonly string[])[] = [
  ["scale"], ["deploy", "replicas"], ["healthcheck", "retries"], ["cpus"], ["deploy", "resources", "limits", "cpus"],
  ["deploy", "resources", "reservations", "cpus"], ["pids_limit"], ["mem_swappiness"], ["oom_score_adj"], ["cpu_shares"], ["blkio_config", "weight"],
];

interface CheckedText {
  readonly path: readonly string[];
  readonly takes: (text: string) => boolean;
  readonly what: string;
}

/** By the key of the service below which they stand. */
const textsBelow: ReadonlyMap<string, readonly CheckedText[]> = byKey([
  ...durations.map((path) => ({ path, takes: isDuration, what: "is no duration, such as `1m30s`" })),
  ...sizes.map((path) => ({ path, takes: isSize, what: "is no size, such as `512m`" })),
  ...numbers.map((path) => ({ path, takes: isNumber, what: "is no number" })),
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

function isSize(text: string): boolean {
  return parseBytes(text) !== undefined || /^-\d+$/.test(text);
}

function isNumber(text: string): boolean {
  return /^[-+]?(?:0[xob])?[\d_]*(?:\.\d*)?(?:e[-+]?\d+)?$/i.test(text) && /\d/.test(text);
}

/** Only texts: what YAML reads as something else the schema has looked at. */
function checkText(check: ProjectCheck, node: YamlNode | undefined, takes: (text: string) => boolean, what: string): void {
  if (node?.kind !== "scalar" || typeof node.value !== "string") return;
  const { value, span } = resolveScalar(node, check.lookup);
  if (value === undefined || value === "" || takes(value)) return;
  check.refuse("invalid-value", span, `\`${value}\` ${what}.`);
}

/** A command in one text, which Compose splits into words itself. */
function checkWords(check: ProjectCheck, node: YamlNode | undefined): void {
  if (node?.kind === "scalar" && typeof node.value === "string") checkShort(check, node, (text) => splitWords(text).fault);
}

function checkPorts(check: ProjectCheck, map: YamlMap): void {
  const node = check.at(map, "ports");
  for (const item of node?.kind === "list" ? node.items : []) {
    if (item.kind === "scalar") checkShort(check, item, (text) => parsePort(text).fault);
    else if (item.kind === "map") checkLongPort(check, item);
  }
}

function checkLongPort(check: ProjectCheck, map: YamlMap): void {
  checkText(check, map.get("host_ip")?.value, (text) => isAddress(text.replace(/^\[(.*)\]$/, "$1")), "is no IP address");
  checkText(check, map.get("target")?.value, (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, "is no port");
  checkText(check, map.get("published")?.value, (text) => /^\d{1,5}(?:-\d{1,5})?$/.test(text), "is no port or range of ports");
}

function checkVolumes(check: ProjectCheck, map: YamlMap): void {
  const node = check.at(map, "volumes");
  for (const item of node?.kind === "list" ? node.items : []) {
    if (item.kind === "scalar") checkShort(check, item, (text) => parseVolume(text).fault);
    else if (item.kind === "map" && check.text(item.get("type")?.value) === "bind" && !check.entryAt(item, "source")) {
      check.refuse("bind-without-source", item.get("type")?.keySpan ?? item.span, "A mount of type `bind` needs a `source`.");
    }
  }
}

function checkShort(check: ProjectCheck, item: YamlScalar, faultOf: (text: string) => string | undefined): void {
  const { value, span } = resolveScalar(item, check.lookup);
  const fault = value === undefined ? undefined : faultOf(value);
  if (fault !== undefined) check.refuse("invalid-value", span.end > span.start ? span : item.aliasSpan ?? span, fault);
}

function checkHosts(check: ProjectCheck, node: YamlNode | undefined): void {
  if (node?.kind !== "list") return;
  for (const { text, at } of check.texts(node)) {
    if (!/^[^=:]+[=:]./.test(text)) check.refuse("invalid-value", at, `\`${text}\` gives no address: \`HOST=IP\` was expected.`);
  }
}

function checkDevices(check: ProjectCheck, map: YamlMap): void {
  for (const { text, at } of check.texts(check.at(map, "devices"))) {
    const isCdi = /^[\w.-]+\/[\w.-]+=/.test(text);
    if (!isCdi && text.split(":").length > 3) check.refuse("invalid-value", at, `\`${text}\` has too many colons: a device is \`HOST:CONTAINER:RIGHTS\`.`);
  }
}

function checkLimits(check: ProjectCheck, node: YamlNode | undefined): void {
  for (const { value } of node?.kind === "map" ? node.entries : []) {
    for (const one of value.kind === "map" ? [value.get("soft")?.value, value.get("hard")?.value] : [value]) checkText(check, one, isNumber, "is no number");
  }
}

/** The rights of a config's or secret's file. */
function checkModes(check: ProjectCheck, node: YamlNode | undefined): void {
  for (const item of node?.kind === "list" ? node.items : []) checkText(check, asMap(item)?.get("mode")?.value, isNumber, "is no number, such as `0440`");
}

function checkDeviceRequests(check: ProjectCheck, node: YamlNode | undefined): void {
  for (const item of node?.kind === "list" ? node.items : []) {
    const map = asMap(item);
    const count = check.entryAt(map, "count");
    const ids = check.entryAt(map, "device_ids");
    if (count && ids) check.refuse("count-and-device-ids", count.keySpan, "`count` and `device_ids` exclude each other.", { at: ids.keySpan, note: "the other one" });
  }
}
