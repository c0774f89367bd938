import { isAddress, parseBytes, parsePort, parseVolume } from "../../../parse/compose/index.ts";
import type { YamlMap, YamlNode } from "../../../parse/compose/tree.ts";
import { asMap } from "../values.ts";
import type { ProjectCheck } from "./project-check.ts";
import { checkText, isInteger, type TextKind } from "./texts.ts";

/** The items of a service's lists and maps: each in its short or long form. */
export function checkListed(check: ProjectCheck, map: YamlMap): void {
  for (const { key, value } of map.entries) checks.get(key)?.(check, value);
}

type Check = (check: ProjectCheck, node: YamlNode) => void;

const port: TextKind = { takes: (text) => /^\+?\d+$/.test(text), what: "is no port", least: 0 };
const address: TextKind = { takes: isAddress, what: "is no IP address" };
const size: TextKind = { takes: (text) => parseBytes(text) !== undefined, what: "is no size, such as `512m`" };
const rights: TextKind = { takes: (text) => /^[-+]?[0-7]+$/.test(text), what: "is no number, such as `0440`" };
const limit: TextKind = { takes: isInteger, what: "is no number" };
const bareNumber: TextKind = { takes: () => false, what: "must be a number without quotes", least: 0 };
const devices: TextKind = { takes: (text) => text === "all" || isInteger(text), what: "is no number of devices, and not `all`" };

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["ports", checkPorts],
  ["volumes", checkVolumes],
  ["expose", checkWholeNumbers],
  ["group_add", checkWholeNumbers],
  ["extra_hosts", checkHosts],
  ["environment", checkEnvironment],
  ["devices", checkDevices],
  ["ulimits", checkLimits],
  ["configs", checkFiles],
  ["secrets", checkFiles],
  ["gpus", checkDeviceRequests],
  ["env_file", checkEnvironmentFiles],
  ["blkio_config", checkBlockDevices],
  ["build", checkBuild],
  ["deploy", (check, node) => checkDeviceRequests(check, check.at(asMap(node), "resources", "reservations", "devices"))],
]);

function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === "list" ? node.items : [];
}

function checkPorts(check: ProjectCheck, node: YamlNode): void {
  for (const item of itemsOf(node)) {
    if (item.kind === "scalar") check.fault(item, portFault(item.value));
    else if (item.kind === "map") checkLongPort(check, item);
  }
}

/** A number stands for itself, however it is written. */
function portFault(value: string | number | boolean | null): (text: string) => string | undefined {
  if (typeof value !== "number") return (text) => parsePort(text).fault;
  return (text) => (Number.isInteger(value) && isWritten(text) ? parsePort(String(value)).fault : `\`${text}\` is no port.`);
}

/** A number with a point or an exponent is no port; nor is `080`, which is no octal number and so one with a point. */
function isWritten(text: string): boolean {
  return /^[-+]?0[xob]/i.test(text) || !/[.e]|^0\d*[89]/i.test(text);
}

function checkLongPort(check: ProjectCheck, map: YamlMap): void {
  checkText(check, map.get("host_ip")?.value, address);
  checkText(check, map.get("target")?.value, port);
  if (!map.get("target")) check.refuse("missing-key", map.span, "A port in long form needs a `target`.");
}

function checkVolumes(check: ProjectCheck, node: YamlNode): void {
  for (const item of itemsOf(node)) {
    if (item.kind === "scalar") check.fault(item, (text) => parseVolume(text).fault);
    else if (item.kind === "map") checkLongVolume(check, item);
  }
}

function checkLongVolume(check: ProjectCheck, map: YamlMap): void {
  checkText(check, check.at(map, "tmpfs", "size"), size);
  checkText(check, check.at(map, "tmpfs", "mode"), bareNumber);
  const type = map.get("type");
  if (!map.get("target")) check.refuse("missing-key", type?.keySpan ?? map.span, "A mount in long form needs a `target`.");
  if (check.text(type?.value) === "bind" && !check.entryAt(map, "source")) {
    check.refuse("bind-without-source", type?.keySpan ?? map.span, "A mount of type `bind` needs a `source`.");
  }
}

function checkWholeNumbers(check: ProjectCheck, node: YamlNode): void {
  for (const item of itemsOf(node)) {
    if (item.kind === "scalar" && typeof item.value === "number" && !Number.isInteger(item.value)) check.refuse("invalid-value", item.span, `\`${item.text}\` is no whole number.`);
  }
}

function checkHosts(check: ProjectCheck, node: YamlNode | undefined): void {
  if (node?.kind !== "list") return;
  for (const { text, at } of check.texts(node)) {
    const name = /^([^=]+)=/.exec(text)?.[1] ?? /^([^:]+):/.exec(text)?.[1];
    if (name === undefined || name.includes(":")) check.refuse("invalid-value", at, `\`${text}\` gives no address: \`HOST=IP\` was expected.`);
  }
}

function checkEnvironment(check: ProjectCheck, node: YamlNode): void {
  if (node.kind !== "list") return;
  for (const { text, at } of check.texts(node)) {
    if (/^[^=]*\s=/.test(text)) check.refuse("invalid-value", at, `A blank stands before the \`=\` of \`${text.slice(0, text.indexOf("=")).trim()}\`: it would be part of the name.`);
  }
}

function checkDevices(check: ProjectCheck, node: YamlNode): void {
  for (const { text, at } of check.texts(node)) {
    if (text.split(":").length > 3) check.refuse("invalid-value", at, `\`${text}\` has too many colons: a device is \`HOST:CONTAINER:RIGHTS\`.`);
  }
  for (const item of itemsOf(node)) {
    const map = asMap(item);
    if (map && !map.get("target")) check.refuse("missing-key", map.get("source")?.keySpan ?? map.span, "A device in long form needs a `target`.");
  }
}

function checkLimits(check: ProjectCheck, node: YamlNode | undefined): void {
  for (const { value } of node?.kind === "map" ? node.entries : []) {
    for (const one of value.kind === "map" ? [value.get("soft")?.value, value.get("hard")?.value] : [value]) checkText(check, one, limit);
  }
}

/** Configs and secrets that a service or a build takes. */
function checkFiles(check: ProjectCheck, node: YamlNode | undefined): void {
  for (const item of itemsOf(node)) {
    const map = asMap(item);
    if (!map) continue;
    const mode = map.get("mode")?.value;
    checkText(check, mode, rights);
    if (mode?.kind === "scalar" && typeof mode.value === "number" && !Number.isInteger(mode.value)) check.refuse("invalid-value", mode.span, `\`${mode.text}\` is no number, such as \`0440\`.`);
    const source = map.get("source");
    if (!source || check.text(source.value) === "") check.refuse("missing-key", source?.keySpan ?? map.span, "This needs a `source`: the name of what it takes.");
  }
}

function checkDeviceRequests(check: ProjectCheck, node: YamlNode | undefined): void {
  for (const item of itemsOf(node)) {
    const map = asMap(item);
    const count = check.entryAt(map, "count");
    const ids = check.entryAt(map, "device_ids");
    checkText(check, count?.value, devices);
    if (count && ids) check.refuse("count-and-device-ids", count.keySpan, "`count` and `device_ids` exclude each other.", { at: ids.keySpan, note: "the other one" });
  }
}

function checkEnvironmentFiles(check: ProjectCheck, node: YamlNode): void {
  for (const item of itemsOf(node)) {
    const format = asMap(item)?.get("format")?.value;
    checkText(check, format, { takes: (text) => text === "raw" || text === "", what: "is no format of an environment file: there is only `raw`" });
  }
}

function checkBlockDevices(check: ProjectCheck, node: YamlNode): void {
  const map = asMap(node);
  checkText(check, map?.get("weight")?.value, bareNumber);
  for (const item of itemsOf(map?.get("weight_device")?.value)) checkText(check, asMap(item)?.get("weight")?.value, bareNumber);
  for (const key of ["device_read_bps", "device_write_bps", "device_read_iops", "device_write_iops"]) {
    for (const item of itemsOf(map?.get(key)?.value)) checkText(check, asMap(item)?.get("rate")?.value, size);
  }
}

function checkBuild(check: ProjectCheck, node: YamlNode): void {
  const map = asMap(node);
  checkHosts(check, check.at(map, "extra_hosts"));
  checkLimits(check, check.at(map, "ulimits"));
  checkFiles(check, check.at(map, "secrets"));
  for (const { text, at } of check.texts(asList(check.at(map, "ssh")))) {
    if (!text.includes("=") && text !== "default") check.refuse("invalid-value", at, `\`${text}\` names no key: \`default\` or \`ID=PATH\` was expected.`);
  }
  for (const { text, at } of check.texts(asList(check.at(map, "additional_contexts")))) {
    if (!text.includes("=")) check.refuse("invalid-value", at, `\`${text}\` gives no context: \`NAME=CONTEXT\` was expected.`);
  }
}

function asList(node: YamlNode | undefined): YamlNode | undefined {
  return node?.kind === "list" ? node : undefined;
}
