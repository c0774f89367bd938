import type { Edit } from "#text";
import type { Container } from "../model/index.ts";
import { addListItem, addTopLevelVolume } from "./compose-edits.ts";
import type { Fix } from "./rule.ts";

/**
 * A fix that mounts a named volume at a path of a service and declares it at the top level; nothing for containers that no
 * compose file starts, or where the file is written in a way that cannot be added to. Unsafe: the container then starts with
 * an empty (or copied-up) volume.
 */
export function persistAt(container: Container, path: string, title = `mount a named volume at ${path}`): { readonly fix?: Fix } {
  const service = container.service;
  if (!service || isShared(path) || bringsFiles(container, path)) return {};
  const name = freeName(service.compose.volumes, `${service.name}-data`);
  const mount = addListItem(service, "volumes", `${name}:${path}`);
  const declaration = addTopLevelVolume(service.compose, name);
  if (!mount || !declaration) return {};
  const edits: readonly Edit[] = [...mount, ...declaration];
  return { fix: { title, safe: false, edits } };
}

/** The root and the folders right below it that hold more than one program's data. */
function isShared(path: string): boolean {
  return /^\/(|app|bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)$/.test(path);
}

/** A volume over files that the image brings would keep their first version for ever. */
function bringsFiles(container: Container, path: string): boolean {
  return container.image?.contentBelow(path).some((content) => content.by === "copy") ?? false;
}

function freeName(taken: ReadonlyMap<string, unknown>, wanted: string): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}`;
  return name;
}
