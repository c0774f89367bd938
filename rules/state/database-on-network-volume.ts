import { compose, rule, type Mount } from "#rule";

export default rule({
  id: "database-on-network-volume",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "A database keeps its files on a network file system",
  why: "Databases rely on locks and on writes that are on disk when they say so. NFS, CIFS and FUSE give neither for certain; a lost connection can damage the files.",
  remedy: "Keep the data on a volume of the host, and copy backups to the network.",
  on: "container",

  *check(container) {
    if (!container.mounts.some((mount) => networkOf(mount))) return;
    const reported = new Set<Mount>();
    for (const database of container.databaseFiles) {
      const mount = database.fate.mount;
      if (!mount || mount.readOnly || reported.has(mount)) continue;
      const network = networkOf(mount);
      if (!network || (network.supported && database.kind === "server")) continue;
      reported.add(mount);
      yield {
        at: mount.span,
        message: `${container.name} keeps its ${database.what} on ${network.name}${network.worse ? ` with ${network.worse}` : ""}`,
        related: mount.volume ? [{ at: mount.volume.keySpan, note: `${mount.volume.key} lies on the network` }] : [],
        trace: database.trace,
        confidence: database.confidence,
        severity: network.worse || network.name !== "NFS" || database.kind === "embedded" ? "error" : "warning",
        address: mount.address,
      };
    }
  },

  examples: [
    {
      bad: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
        volumes:
          db:
            driver: local
            driver_opts:
              type: nfs
              o: addr=10.0.0.5,nolock,soft,rw
              device: ":/exports/db"
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
        volumes:
          db:
      `,
    },
    {
      about: "NFS without a hard mount is a warning; a hard mount that keeps locks passes for a server.",
      bad: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
        volumes:
          db:
            driver_opts:
              type: nfs
              o: addr=10.0.0.5,rw
              device: ":/exports/db"
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
        volumes:
          db:
            driver_opts:
              type: nfs
              o: addr=10.0.0.5,rw,hard,nfsvers=4
              device: ":/exports/db"
      `,
    },
  ],
});

interface Network {
  readonly name: string;
  /** An option that gives up locks or the certainty that data is written. */
  readonly worse: string | undefined;
  /** A hard NFS mount that keeps locks, which several servers support. */
  readonly supported: boolean;
}

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^nfs\d?$|netshare|nfs/i, "NFS"],
  [/^(cifs|smb3?|smbfs)$|cifs|smb/i, "a Windows share"],
  [/sshfs/i, "SSHFS"],
  [/rclone/i, "rclone"],
  [/^fuse/i, "a FUSE file system"],
];

/** What the volume's driver options or its driver's name say; undefined for volumes of the host and where nothing tells. */
function networkOf(mount: Mount): Network | undefined {
  const volume = mount.volume;
  if (!volume) return undefined;
  const said = volume.driver === undefined || volume.driver === "local" ? volume.driverOptions.get("type")?.value : volume.driver;
  const name = said === undefined ? undefined : NAMES.find(([pattern]) => pattern.test(said))?.[1];
  if (name === undefined) return undefined;
  const options = volume.driverOptions.get("o")?.value?.split(",").map((option) => option.trim()) ?? [];
  const worse = options.find((option) => option === "soft" || option === "nolock" || option === "async");
  return { name, worse, supported: name === "NFS" && worse === undefined && options.includes("hard") };
}
