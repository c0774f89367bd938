import { compose, rule, type Mount } from "#rule";

export default rule({
  id: "sqlite-file-mount",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "Only the database file is mounted, not what SQLite writes beside it",
  why: "SQLite keeps a journal (-wal, -shm, -journal) next to the file. With a mount of the file alone these stay in the container: the last transactions go with it, and the file may be damaged.",
  remedy: "Mount the folder that holds the database.",
  on: "mount",

  *check(mount) {
    const { container } = mount;
    if (mount.kind !== "bind-mount" || mount.declaredBy !== "compose" || mount.entry?.type !== "bind" || mount.readOnly || container.purpose === "test") return;
    if (!isSqlite(mount) || mount.sourceHas(".") !== undefined) return;
    yield {
      at: mount.span,
      message: `${mount.target} is mounted as a single file: what SQLite writes beside it stays in ${container.name}`,
      confidence: /\.db$/i.test(mount.target) ? "likely" : "certain",
      address: mount.address,
    };
  },

  examples: [
    {
      bad: compose`
        services:
          shop:
            image: example/shop:3
            volumes:
              - ./shop.sqlite3:/srv/shop/shop.sqlite3
      `,
      good: compose`
        services:
          shop:
            image: example/shop:3
            volumes:
              - ./data:/srv/shop/data
      `,
    },
  ],
});

/** `.db` is SQLite by habit; other stores with one file use it too and say so in their names. */
function isSqlite(mount: Mount): boolean {
  if (/\.(sqlite3?|db3|s3db)$/i.test(mount.target)) return true;
  if (!/\.db$/i.test(mount.target) || /^\/(etc|usr|lib|opt\/geoip)\//.test(mount.target)) return false;
  return !/bolt|badger|level|rocks|influx|geo|portainer|alias|acme/i.test(`${mount.target} ${mount.container.image?.reference ?? ""}`);
}
