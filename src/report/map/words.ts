import type { FateKind, Survives } from "../../model/index.ts";
import type { MapContainer, MapMount, MapWrite, StorageMap } from "./facts.ts";

/** Where a path lands, in words. */
export const fateWords: Readonly<Record<FateKind, string>> = {
  "image-layer": "image layer", "writable-layer": "container layer", "anonymous-volume": "anonymous volume", "named-volume": "named volume",
  "external-volume": "external volume", "bind-mount": "bind mount", tmpfs: "memory (tmpfs)", "engine-file": "file of the engine", "kernel-fs": "kernel file system",
};

/** What a path may outlive, from the mildest to the hardest. */
export const events: readonly { readonly key: keyof Survives; readonly word: string }[] = [
  { key: "restart", word: "restart" }, { key: "recreate", word: "recreate" }, { key: "down", word: "down" },
  { key: "downVolumes", word: "down -v" }, { key: "otherHost", word: "other host" },
];

/** Why a container got its verdict: one sentence. */
export function verdictReason(container: MapContainer, map: StorageMap): string {
  if (container.verdict === "unknown") {
    const [first] = unknownsOf(container, map);
    return first ?? "what it writes cannot be told";
  }
  const kept = container.writes.filter((write) => write.class !== "scratch");
  const lost = [...new Set(kept.filter((write) => !write.survives.down).map((write) => `${write.path} (${fateWords[write.fate]})`))];
  if (lost.length > 0) return container.verdict === "stateful" ? `removing the container loses ${listed(lost)}` : `what removing it loses comes back by itself: ${listed(lost)}`;
  if (kept.length === 0) return container.writes.length === 0 ? "it is not seen to write anything" : "it writes nothing but scratch files";
  return "all that it writes outlives the container";
}

/** The reasons why parts of a container are unknown. */
export function unknownsOf(container: MapContainer, map: StorageMap): readonly string[] {
  return map.unknown.filter((one) => one.container === container.name).map((one) => one.why);
}

/** The mount on which a path lands: the one with the longest target that holds it. */
export function mountOf(path: string, container: MapContainer): MapMount | undefined {
  const holds = (mount: MapMount): boolean => path === mount.target || path.startsWith(mount.target === "/" ? "/" : `${mount.target}/`);
  return container.mounts.filter(holds).sort((a, b) => b.target.length - a.target.length)[0];
}

/** Where a write lands, with the mount's source. */
export function landing(write: MapWrite, container: MapContainer): string {
  const mount = mountOf(write.path, container);
  const source = mount && mount.kind === write.fate && mount.source !== null ? ` ${mount.source}` : "";
  return fateWords[write.fate] + source;
}

/** Mounts to which nothing is seen to write. */
export function idleMounts(container: MapContainer): readonly MapMount[] {
  const used = new Set(container.writes.map((write) => mountOf(write.path, container)));
  return container.mounts.filter((mount) => !used.has(mount));
}

function listed(items: readonly string[]): string {
  const shown = items.slice(0, 3);
  const more = items.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
