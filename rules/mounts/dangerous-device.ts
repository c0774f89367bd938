import { compose, rule } from "#rule";

export default rule({
  id: "dangerous-device",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A raw device of the host is passed into a container",
  why: "Who reads or writes the host's disks below its file systems goes past every permission, and can replace any file of the host. The kernel's log tells where things lie in memory.",
  remedy: "Mount the folder that holds the files instead, or pass in the one device that is meant.",
  securitySeverity: 8.2,
  peers: { same: [{ id: "compose-lint:CL-0016" }] },
  on: "service",

  *check(service) {
    const devices = service.get("devices");
    for (const [at, item] of (devices?.kind === "list" ? devices.items : []).entries()) {
      const source = item.kind === "map" ? item.get("source")?.value : item;
      if (source?.kind !== "scalar") continue;
      const text = service.compose.resolve(source).value?.split(":", 1)[0];
      if (text === undefined || !RAW_DEVICE.test(normalised(text))) continue;
      yield { at: source.span, message: `${service.name} gets the device ${text} of the host`, address: `${service.address}.devices[${String(at)}]` };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          backup:
            image: example/backup:3
            devices:
              - /dev/sda1:/dev/sda1
              - source: /dev/disk/by-id/ata-disk
                target: /dev/xvdc
      `,
      good: compose`
        services:
          backup:
            image: example/backup:3
            devices:
              - /dev/net/tun
              - /dev/fuse:/dev/fuse
      `,
    },
  ],
});

const RAW_DEVICE = /^\/dev\/((sd|hd|vd|xvd)[a-z]+\d*|nvme\d+(n\d+(p\d+)?)?|mmcblk\d\w*|md\d+(p\d+)?|md_d\d+(p\d+)?|md\/.+|loop\d+(p\d+)?|loop-control|dm-\d+|mapper\/.+|zd\d+(p\d+)?|zfs|zvol\/.+|rbd\d+(p\d+)?|rbd\/.+|disk\/by-[\w-]+\/.+|kmsg)$/;

/** The path without `.`, `..` and doubled slashes. */
function normalised(path: string): string {
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") kept.pop();
    else if (part !== "" && part !== ".") kept.push(part);
  }
  return `/${kept.join("/")}`;
}
