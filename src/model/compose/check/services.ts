import type { Span } from "#text";
import { numberOf, parseBytes, parseTmpfs, parseVolume } from "../../../parse/compose/index.ts";
import type { YamlEntry, YamlMap, YamlNode } from "../../../parse/compose/tree.ts";
import { normalisePath } from "../../paths.ts";
import { asMap } from "../values.ts";
import type { ProjectCheck } from "./project-check.ts";

/** What each service must have, and keys that exclude or contradict each other. */
export function checkServices(check: ProjectCheck): void {
  const containers = new Map<string, YamlEntry>();
  for (const entry of check.services.values()) {
    const map = asMap(entry.value);
    if (!map || entry.key.startsWith("x-")) continue;
    checkOrigin(check, entry, map);
    checkNetworkMode(check, map);
    checkScale(check, map);
    checkTwins(check, map);
    checkHealthTest(check, map);
    checkBuild(check, map);
    checkWatch(check, map);
    checkTargets(check, map);
    checkContainerName(check, entry, map, containers);
  }
}

function checkOrigin(check: ProjectCheck, entry: YamlEntry, map: YamlMap): void {
  if ((map.get("image") && check.text(map.get("image")?.value) !== "") || map.get("build") || map.get("provider")) return;
  if (check.loaded.open.has(entry.key)) return;
  check.refuse("no-image", entry.keySpan, `The service \`${entry.key}\` has neither \`image\` nor \`build\`: there is nothing to run.`);
}

function checkNetworkMode(check: ProjectCheck, map: YamlMap): void {
  const mode = check.entryAt(map, "network_mode");
  const networks = check.entryAt(map, "networks");
  if (!mode || !networks) return;
  const count = networks.value.kind === "list" ? networks.value.items.length : networks.value.kind === "map" ? networks.value.entries.length : 0;
  if (count > 0) check.refuse("network-mode-and-networks", mode.keySpan, "`network_mode` and `networks` exclude each other.", { at: networks.keySpan, note: "the networks" });
}

function checkScale(check: ProjectCheck, map: YamlMap): void {
  const name = check.entryAt(map, "container_name");
  const scale = check.entryAt(map, "scale") ?? check.entryAt(map, "deploy", "replicas");
  const count = numberOf(scale?.value, check.lookup)?.value;
  if (!name || !scale || count === undefined || count <= 1) return;
  check.refuse("scaled-container-name", name.keySpan, `A service with a \`container_name\` can have one container only, and \`${scale.key}\` asks for ${String(count)}.`, { at: scale.keySpan, note: "the number of containers" });
}

const twins: readonly (readonly [key: string, twin: readonly string[], size: boolean])[] = [
  ["scale", ["deploy", "replicas"], false],
  ["cpus", ["deploy", "resources", "limits", "cpus"], false],
  ["mem_limit", ["deploy", "resources", "limits", "memory"], true],
  ["mem_reservation", ["deploy", "resources", "reservations", "memory"], true],
  ["pids_limit", ["deploy", "resources", "limits", "pids"], false],
];

/**
 * The map in which the other key is missing, which Compose takes for 0 where the map is there (measured): limits without
 * `memory` contradict `mem_limit`.
 */
function zeroIn(check: ProjectCheck, map: YamlMap, path: readonly string[]): YamlEntry | undefined {
  return path.length > 2 ? check.entryAt(map, ...path.slice(0, -1)) : undefined;
}

/** Two keys for one setting must agree. */
function checkTwins(check: ProjectCheck, map: YamlMap): void {
  for (const [key, path, size] of twins) {
    const one = check.entryAt(map, key);
    const other = one && (check.entryAt(map, ...path) ?? zeroIn(check, map, path));
    if (!one || !other) continue;
    const [first, second] = [amount(check, one.value, size), other.key === path.at(-1) ? amount(check, other.value, size) : 0];
    // nothing is set where the short one is 0; the numbers of containers always count
    if (first === undefined || second === undefined || first === second || (first === 0 && key !== "scale")) continue;
    check.refuse("contradicting-twins", one.keySpan, `\`${key}\` and \`${path.join(".")}\` are one setting and say different things.`, { at: other.keySpan, note: "the other value" });
  }
}

function amount(check: ProjectCheck, node: YamlNode, size: boolean): number | undefined {
  const text = check.text(node);
  if (text === undefined) return undefined;
  const value = size ? parseBytes(text) : Number(text);
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

function checkHealthTest(check: ProjectCheck, map: YamlMap): void {
  const test = check.at(map, "healthcheck", "test");
  if (test?.kind !== "list") return;
  const [first] = test.items;
  const text = check.text(first);
  if (!first || text === undefined || text === "NONE" || text === "CMD" || text === "CMD-SHELL") return;
  check.refuse("healthcheck-test", first.span, "A list in `healthcheck.test` must begin with `CMD`, `CMD-SHELL` or `NONE`.");
}

function checkBuild(check: ProjectCheck, map: YamlMap): void {
  const build = asMap(check.at(map, "build"));
  const inline = check.entryAt(build, "dockerfile_inline");
  const file = check.entryAt(build, "dockerfile");
  if (inline && file && check.text(inline.value) !== "" && check.text(file.value) !== "") check.refuse("two-dockerfiles", inline.keySpan, "`dockerfile_inline` and `dockerfile` exclude each other.", { at: file.keySpan, note: "the other one" });
  const platform = check.entryAt(map, "platform");
  const platforms = check.at(build, "platforms");
  const wanted = check.text(platform?.value);
  if (!platform || wanted === undefined || platforms?.kind !== "list" || platforms.items.length === 0) return;
  const known = check.texts(platforms);
  if (known.length < platforms.items.length || known.some(({ text }) => text === wanted)) return;
  check.refuse("platform-not-built", platform.keySpan, `The service runs on \`${wanted}\`, and \`build.platforms\` does not have it.`, { at: platforms.span, note: "what is built" });
}

function checkWatch(check: ProjectCheck, map: YamlMap): void {
  const watch = check.at(map, "develop", "watch");
  for (const item of watch?.kind === "list" ? watch.items : []) {
    const trigger = asMap(item);
    const action = trigger?.get("action");
    const name = check.text(action?.value);
    if (!trigger || !action || name === undefined) continue;
    if (check.text(trigger.get("path")?.value) === "") check.refuse("watch-without-path", trigger.get("path")?.keySpan ?? action.keySpan, "A watch needs a `path`.");
    if (name.startsWith("sync") && isBlank(check, trigger.get("target")?.value)) check.refuse("watch-without-target", action.keySpan, `The watch action \`${name}\` needs a \`target\`.`);
  }
}

function isBlank(check: ProjectCheck, node: YamlNode | undefined): boolean {
  return node === undefined || check.text(node) === "";
}

/** A tmpfs and a volume at one place, or two of them. Of two volumes the later one counts, which has a rule of its own. */
function checkTargets(check: ProjectCheck, map: YamlMap): void {
  const taken = new Map<string, Span>();
  for (const { text, at } of check.texts(check.at(map, "tmpfs"))) {
    const target = parseTmpfs(text).target.text;
    const other = taken.get(normalisePath(target));
    if (other && at.document.slice(other.start, other.end) !== text) check.refuse("duplicate-target", at, `\`${target}\` is mounted twice by \`tmpfs\`.`, { at: other, note: "the other one" });
    taken.set(normalisePath(target), at);
  }
  const volumes = check.at(map, "volumes");
  if (taken.size === 0 || volumes?.kind !== "list") return;
  for (const item of volumes.items) {
    const target = item.kind === "map" ? check.text(item.get("target")?.value) : check.texts(item).map(({ text }) => parseVolume(text).target?.text)[0];
    const other = target === undefined ? undefined : taken.get(normalisePath(target));
    if (other) check.refuse("duplicate-target", item.span, `\`${target ?? ""}\` is mounted twice, by \`tmpfs\` and by \`volumes\`.`, { at: other, note: "the tmpfs" });
  }
}

function checkContainerName(check: ProjectCheck, entry: YamlEntry, map: YamlMap, containers: Map<string, YamlEntry>): void {
  const node = check.entryAt(map, "container_name");
  const name = check.text(node?.value);
  if (!node || name === undefined) return;
  const other = containers.get(name);
  if (!other) containers.set(name, entry);
  else check.refuse("duplicate-container-name", node.value.span, `The container name \`${name}\` is already that of \`${other.key}\`.`, { at: other.keySpan, note: "the other service" });
}
