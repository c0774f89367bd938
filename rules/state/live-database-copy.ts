import { compose, rule, type Container, type Mount, type Service, type Span, type TraceStep } from "#rule";

export default rule({
  id: "live-database-copy",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The files of a running database are copied",
  why: "The copy is taken while the database writes, file after file. Its parts do not belong to one moment, and a restore may fail or lose data without a word.",
  remedy: "Use the database's own dump (`pg_dump`, `mysqldump`, `mongodump`, `.backup`), or stop the database for the copy.",
  confidence: "likely",
  on: "container",

  *check(container) {
    const { service } = container;
    if (!service || container.purpose === "test") return;
    for (const mount of container.mounts) {
      const copy = copierOf(container, mount);
      const owner = copy && liveOwner(service, mount);
      if (!owner) continue;
      yield {
        at: copy.at,
        message: `${copy.name} copies ${mount.source ?? mount.target} while ${owner.service.name} keeps its ${owner.what} there`,
        related: [{ at: mount.span, note: `the files of ${owner.service.name}` }],
        trace: copy.trace,
      };
      return;
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
          backup:
            image: alpine:3.20
            command: sh -c 'tar czf /backups/db.tgz /stock'
            volumes:
              - db:/stock:ro
              - ./backups:/backups
        volumes:
          db:
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - db:/var/lib/mysql
          backup:
            image: mysql:8.4
            command: sh -c 'mysqldump --single-transaction -h db --all-databases > /backups/db.sql'
            volumes:
              - ./backups:/backups
        volumes:
          db:
      `,
    },
  ],
});

/** The service that keeps a database on the same volume or folder. */
function liveOwner(service: Service, mount: Mount): { readonly service: Service; readonly what: string } | undefined {
  if (mount.source === undefined) return undefined;
  for (const other of service.compose.services) {
    if (other === service) continue;
    const database = other.container.databaseFiles.find(({ fate, confidence }) => confidence === "certain" && fate.mount?.kind === mount.kind && fate.mount.source === mount.source);
    if (database && !isStoppedFor(other)) return { service: other, what: database.what };
  }
  return undefined;
}

/** What the container runs that copies the mount: an archiver of its command, or an image made for it. */
function copierOf(container: Container, mount: Mount): { readonly name: string; readonly at: Span; readonly trace: readonly TraceStep[] } | undefined {
  if (container.startCommands.some(({ name, args }) => /^(pg_dump|pg_dumpall|pg_basebackup|mysqldump|mariadb-dump|mongodump|sqlite3)$/.test(name) || (name === "docker" && args.some((arg) => arg === "stop" || arg === "pause")))) return undefined;
  for (const { name, args, span, trace } of container.startCommands) {
    if (isCopier(name, args) && args.some((arg) => arg !== undefined && isMount(arg, mount))) return { name, at: span, trace };
  }
  const image = container.service?.image;
  return image?.value !== undefined && /^(docker\.io\/)?offen\/docker-volume-backup[:@]/.test(image.value) && mount.target.startsWith("/backup/") ? { name: container.name, at: mount.span, trace: [] } : undefined;
}

function isCopier(name: string, args: readonly (string | undefined)[]): boolean {
  if (name === "tar") return args.some((arg, at) => arg !== undefined && (/^--create$/.test(arg) || (at === 0 ? /^-?[abd-zA-Z]*c[a-zA-Z]*$/.test(arg) : /^-[abd-zA-Z]*c[a-zA-Z]*$/.test(arg))));
  if (name === "restic" || name === "borg" || name === "rclone") return args.some((arg) => arg === "backup" || arg === "create" || arg === "copy" || arg === "sync");
  return name === "rsync" || name === "zip" || (name === "cp" && args.some((arg) => arg !== undefined && /^-[a-zA-Z]*[raR]/.test(arg)));
}

function isMount(arg: string, mount: Mount): boolean {
  const path = arg.replace(/(?<=^\/|[^/])\/+\.?$/, "");
  return path === mount.target || path.startsWith(`${mount.target}/`);
}

/** Offen's tool stops what bears its label. */
function isStoppedFor(service: Service): boolean {
  const labels = service.get("labels");
  const names = labels?.kind === "map" ? labels.entries.map((entry) => entry.key) : service.list("labels").map((label) => label.value ?? label.raw);
  return names.some((name) => /^docker-volume-backup\.(stop-during-backup|archive-pre|exec-pre|copy-pre)/.test(name));
}
