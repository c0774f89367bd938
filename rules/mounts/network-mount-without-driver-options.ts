import { compose, rule, type Sourced } from "#rule";

export default rule({
  id: "network-mount-without-driver-options",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "A network volume lacks what it needs to mount",
  why: "The local driver hands its options to mount. Without type, device and address the volume cannot be mounted and the container does not start; a soft NFS mount gives up in the middle of a write.",
  remedy: "Give `type`, `device` and `o` with `addr=` for NFS, and mount data `hard`.",
  on: "compose",

  *check(file) {
    for (const volume of file.volumes.values()) {
      if (volume.external || (volume.driver !== undefined && volume.driver !== "local")) continue;
      const [type, device, o] = ["type", "device", "o"].map((key) => volume.driverOptions.get(key));
      const fault = faultOf(type?.value, device, o);
      if (fault !== undefined) yield { at: (o ?? type ?? device)?.span ?? volume.keySpan, message: `${volume.key} ${fault}`, address: `volumes.${volume.key}` };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          web:
            image: nginx:1.27
            volumes: [site:/usr/share/nginx/html]
        volumes:
          site:
            driver_opts:
              type: nfs
              o: rw
              device: ":/exports/site"
      `,
      good: compose`
        services:
          web:
            image: nginx:1.27
            volumes: [site:/usr/share/nginx/html]
        volumes:
          site:
            driver_opts:
              type: nfs
              o: addr=10.0.0.5,rw,hard
              device: ":/exports/site"
      `,
    },
  ],
});

function faultOf(type: string | undefined, device: Sourced<string> | undefined, o: Sourced<string> | undefined): string | undefined {
  if ((device && device.value === undefined) || (o && o.value === undefined)) return undefined;
  const options = o?.value?.split(",").map((option) => option.trim()) ?? [];
  const hasAddress = options.some((option) => /^addr=./.test(option));
  const isNfs = type !== undefined && /^nfs4?$/.test(type);
  if (!isNfs && !(type !== undefined && /^(cifs|smb3)$/.test(type))) return type === undefined && hasAddress ? "has an address and no type, so nothing mounts it" : undefined;
  if (!device) return "names no device to mount";
  if (isNfs && !hasAddress && !/^[^:/]+:\//.test(device.value ?? "")) return "has no addr for its NFS server";
  if (isNfs && options.includes("soft")) return "mounts its NFS share soft, so writes can be lost";
  return undefined;
}
