import type { Span } from "#text";
import { parseVolume } from "../../../parse/compose/index.ts";
import type { YamlMap } from "../../../parse/compose/tree.ts";
import { asMap, pairs } from "../values.ts";
import type { ProjectCheck } from "./project-check.ts";

interface Named {
  readonly text: string;
  readonly at: Span;
}

/**
 * What services name and the project does not have, and services that wait for each other in a circle.
 * @param whole false for a file that may be laid over another one with `-f`: what it lacks may stand there
 */
export function checkReferences(check: ProjectCheck, whole: boolean): void {
  const edges = new Map<string, readonly Named[]>();
  for (const [name, entry] of check.services) {
    const map = asMap(entry.value);
    if (!map) continue;
    const needed = neededServices(check, map);
    edges.set(name, needed);
    if (check.loaded.partial || !whole) continue;
    for (const { text, at } of needed) {
      if (!check.services.has(text)) check.refuse("undefined-service", at, `The service \`${name}\` needs the service \`${text}\`, which the project does not have.`);
    }
    checkResources(check, name, map);
    checkContexts(check, name, map);
  }
  checkCycles(check, edges);
}

/** Every way in which a service needs another one to be there first. */
function neededServices(check: ProjectCheck, map: YamlMap): readonly Named[] {
  const shared = ["network_mode", "ipc", "pid", "uts"].flatMap((key) => check.texts(map.get(key)?.value))
    .flatMap(({ text, at }) => (text.startsWith("service:") ? [{ text: text.slice("service:".length), at }] : []));
  const from = check.texts(map.get("volumes_from")?.value).filter(({ text }) => !text.startsWith("container:"));
  const linked = [...from, ...check.texts(map.get("links")?.value)].map(({ text, at }) => ({ text: text.split(":", 1)[0] ?? text, at }));
  return [...check.names(map.get("depends_on")?.value), ...shared, ...linked];
}

function checkResources(check: ProjectCheck, service: string, map: YamlMap): void {
  const build = asMap(map.get("build")?.value);
  const uses: readonly (readonly [section: string, word: string, names: readonly Named[]])[] = [
    ["networks", "network", check.names(map.get("networks")?.value).filter(({ text }) => text !== "default")],
    ["configs", "config", check.names(map.get("configs")?.value)],
    ["secrets", "secret", [...check.names(map.get("secrets")?.value), ...check.names(build?.get("secrets")?.value)]],
    ["models", "model", check.names(map.get("models")?.value)],
    ["volumes", "volume", namedVolumes(check, map)],
  ];
  for (const [section, word, names] of uses) {
    if (names.length === 0) continue;
    const defined = new Set(check.section(section).map((entry) => entry.key));
    for (const { text, at } of names) {
      if (!defined.has(text)) check.lacks(word, text, at, `The service \`${service}\` names the ${word} \`${text}\`, which the top-level \`${section}\` do not define.`);
    }
  }
}

/** Other services as build contexts: Compose builds those first. */
function checkContexts(check: ProjectCheck, service: string, map: YamlMap): void {
  for (const [key, { value, span }] of pairs(asMap(map.get("build")?.value)?.get("additional_contexts")?.value, check.lookup)) {
    if (value?.startsWith("service:") !== true) continue;
    const name = value.slice("service:".length);
    const other = check.services.get(name);
    if (other && check.entryAt(asMap(other.value), "build")) continue;
    const why = other ? "is not built" : "the project does not have";
    check.refuse("undefined-service", span, `The build context \`${key}\` of \`${service}\` is the service \`${name}\`, which ${why}.`);
  }
}

function namedVolumes(check: ProjectCheck, map: YamlMap): readonly Named[] {
  const node = map.get("volumes")?.value;
  if (node?.kind !== "list") return [];
  return node.items.flatMap((item) => {
    if (item.kind === "map") return check.text(item.get("type")?.value) === "volume" ? check.texts(item.get("source")?.value).filter(({ text }) => text !== "") : [];
    return check.texts(item).flatMap(({ text, at }) => {
      const volume = parseVolume(text);
      return volume.fault === undefined && volume.type === "volume" && volume.source ? [{ text: volume.source.text, at }] : [];
    });
  });
}

function checkCycles(check: ProjectCheck, edges: ReadonlyMap<string, readonly Named[]>): void {
  const done = new Set<string>();
  for (const start of edges.keys()) {
    const way: { readonly name: string; readonly next: Iterator<Named> }[] = [];
    const onWay = new Set<string>();
    const enter = (name: string): void => {
      way.push({ name, next: (edges.get(name) ?? [])[Symbol.iterator]() });
      onWay.add(name);
    };
    if (!done.has(start)) enter(start);
    for (let here = way.at(-1); here; here = way.at(-1)) {
      const step = here.next.next();
      if (step.done) {
        done.add(here.name);
        onWay.delete(here.name);
        way.pop();
      } else if (onWay.has(step.value.text)) {
        const names = way.map(({ name }) => name);
        const circle = [...names.slice(names.indexOf(step.value.text)), step.value.text];
        check.refuse("dependency-cycle", step.value.at, `Services wait for each other in a circle: ${circle.join(" needs ")}.`);
      } else if (!done.has(step.value.text) && edges.has(step.value.text)) enter(step.value.text);
    }
  }
}

