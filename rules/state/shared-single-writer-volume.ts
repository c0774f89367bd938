import { compose, rule, textOf, type ComposeFile, type Mount } from "#rule";

export default rule({
  id: "shared-single-writer-volume",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "Two services write one database directory",
  why: "A database expects to be alone with its files. Two of them on one directory overwrite each other's pages.",
  remedy: "Give each database a volume of its own; share through the database, not through its files.",
  peers: { same: [{ id: "kics:Shared Volumes Between Containers", options: { match: "any" } }] },
  on: "compose",
  options: {
    match: { values: ["any", "single-writer"], default: "single-writer", meaning: "single-writer: as above; any: two services have the identical volume entry, or mount the same named volume, whatever is in it and in any mode." },
  },

  *check(compose, { options }) {
    const writers = new Map<string, Mount>();
    const shared = options.match === "any" ? undefined : sharedPlaces(compose);
    if (shared?.size === 0) return;
    for (const service of compose.services) {
      const seen = new Set<string>();
      for (const mount of service.container.mounts) {
        const key = shared ? singleWriterKey(mount, shared) : sharedKey(mount);
        if (key === undefined || seen.has(key)) continue;
        seen.add(key);
        const first = writers.get(key);
        if (!first) writers.set(key, mount);
        else yield { at: mount.span, message: `${service.name} and ${first.container.name} ${options.match === "any" ? "share" : "both write"} ${mount.source ?? key}`, related: [{ at: first.span, note: `${first.container.name} has it here` }], address: mount.address };
      }
    }
  },

  examples: [
    {
      bad: compose`
        services:
          orders:
            image: mysql:8.4
            volumes:
              - data:/var/lib/mysql
          stock:
            image: mysql:8.4
            volumes:
              - data:/var/lib/mysql
        volumes:
          data:
      `,
      good: compose`
        services:
          orders:
            image: mysql:8.4
            volumes:
              - orders:/var/lib/mysql
          stock:
            image: mysql:8.4
            volumes:
              - stock:/var/lib/mysql
        volumes:
          orders:
          stock:
      `,
    },
  ],
});

function sharedKey(mount: Mount): string | undefined {
  if (mount.declaredBy !== "compose") return undefined;
  if (mount.kind === "named-volume" || mount.kind === "external-volume") return mount.source;
  return mount.entry ? textOf(mount.entry.span) : undefined;
}

/** The volumes and folders that more than one service mounts. */
function sharedPlaces({ services }: ComposeFile): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { container } of services) {
    const own = new Set(container.mounts.map(placeOf));
    for (const place of own) (seen.has(place) ? shared : seen).add(place);
  }
  return shared;
}

function placeOf({ kind, source = "", entry }: Mount): string {
  return `${kind} ${source} ${entry?.subpath ?? ""}`;
}

/** The volume or folder, where the container keeps a database in it and may write. */
function singleWriterKey(mount: Mount, shared: ReadonlySet<string>): string | undefined {
  if (mount.readOnly || mount.source === undefined || (mount.kind === "bind-mount" && mount.entry?.type !== "bind") || !shared.has(placeOf(mount))) return undefined;
  const known = mount.container.image?.known;
  if (!known || !["database", "queue", "search"].includes(known.category)) return undefined;
  return mount.container.dataPaths.some((data) => data.fate.mount === mount && data.loss === "data") ? placeOf(mount) : undefined;
}
