import { compose, rule } from "#rule";

export default rule({
  id: "database-on-desktop-bind",
  since: "0.1.0",
  severity: "warning",
  recommended: false,
  title: "A database writes into a folder of a desktop's file system",
  why: "Docker Desktop hands such folders to the container through a shared file system with other rules for locks and flushing. Databases are slow on it and can damage their files.",
  remedy: "Use a named volume, which lies in the virtual machine's own file system.",
  on: "container",

  *check(container) {
    for (const database of container.databaseFiles) {
      const mount = database.fate.mount;
      if (mount?.kind !== "bind-mount" || mount.readOnly || !isOfDesktop(mount.source)) continue;
      yield { at: mount.span, message: `${container.name} keeps its ${database.what} in ${mount.source ?? "a folder"} of the desktop's file system`, trace: database.trace, confidence: database.confidence, address: mount.address };
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
              - /Users/kim/stock:/var/lib/mysql
      `,
      good: compose`
        services:
          db:
            image: mysql:8.4
            volumes:
              - stock:/var/lib/mysql
        volumes:
          stock:
      `,
    },
  ],
});

/** A drive letter, a home of macOS, or a Windows drive as WSL and Docker Desktop mount it. */
function isOfDesktop(source: string | undefined): boolean {
  return source !== undefined && /^[A-Za-z]:[\\/]|^\/Users\/|^\/mnt\/[a-z]\/|^\/\/?[a-z]\/(Users|users)\/|^\/(run\/desktop\/mnt\/host|host_mnt)\//.test(source);
}
