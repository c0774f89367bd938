import { normalisePath } from "../paths.ts";
import type { Service, ServiceMount, VolumeDefinition } from "../types.ts";
import type { HostBind } from "./types.ts";

/** Places of the host that a service mounts, in the order of its mounts; configs and secrets are not among them. */
export function hostBindsOf(service: Service): readonly HostBind[] {
  return service.volumes.flatMap((entry) => {
    if (entry.source === undefined || entry.type === "config" || entry.type === "secret" || entry.type === "tmpfs" || entry.type === "image") return [];
    if (isPath(entry.source)) return [ofEntry(entry, entry.source)];
    const volume = service.compose.volumes.get(entry.source);
    const bind = volume && ofVolume(entry, volume);
    return bind ? [bind] : [];
  });
}

function ofEntry(entry: ServiceMount, source: string): HostBind {
  return { path: hostPath(source), readOnly: entry.readOnly, entry, span: entry.sourceSpan ?? entry.span, through: "entry" };
}

/** The local driver hands its options to mount(8): with `o: bind` or `rbind` the device is a path of the host. */
function ofVolume(entry: ServiceMount, volume: VolumeDefinition): HostBind | undefined {
  if (volume.driver !== undefined && volume.driver !== "local") return undefined;
  const device = volume.driverOptions.get("device");
  const options = volume.driverOptions.get("o")?.value?.split(",").map((option) => option.trim()) ?? [];
  if (device?.value === undefined || !(options.includes("bind") || options.includes("rbind")) || !isPath(device.value)) return undefined;
  return { path: hostPath(device.value), readOnly: entry.readOnly || options.includes("ro"), entry, span: device.span, through: "volume" };
}

function isPath(source: string): boolean {
  return /^[/.~]/.test(source) || /^\$(HOME\b|\{HOME(:?-[^}]*)?\})/.test(source);
}

function hostPath(source: string): string {
  const home = source.replace(/^\$(HOME\b|\{HOME(:?-[^}]*)?\})/, "~");
  return normalisePath(home);
}
