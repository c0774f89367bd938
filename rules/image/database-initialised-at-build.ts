import { dockerfile, rule, textOf, type Command } from "#rule";

export default rule({
  id: "database-initialised-at-build",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A database is set up while the image is built",
  why: "The data directory becomes a layer. Every container starts from that copy with the same passwords, a volume mounted over it hides later changes to it, and the files are kept twice as soon as one byte changes.",
  remedy: "Set the database up at the first start, such as with scripts in `/docker-entrypoint-initdb.d`.",
  confidence: "likely",
  on: "stage",
  needs: { instructions: ["RUN"], words: ["initdb", "mysql_install_db", "mariadb-install-db", "pg_createcluster", "mysqld", "mariadbd", "mysqld_safe", "pg_ctl", "pg_ctlcluster", "service", "init.d", "mongod"] },

  *check(stage) {
    if (!stage.shipped) return;
    for (const step of stage.steps) {
      if (step.instruction.keyword !== "RUN" || step.mounts.some(({ type }) => type === "cache" || type === "tmpfs")) continue;
      const found = step.commands.find(initialises) ?? (step.commands.some(seeds) ? step.commands.find(startsServer) : undefined);
      if (found) yield { at: found.span, message: `${found.name} puts a data directory into the image` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN service postgresql start && su postgres -c "psql -c 'CREATE USER app'"
      `,
      good: dockerfile`
        FROM debian:12 AS dump
        RUN initdb -D /data && dump-schema > /schema.sql

        FROM postgres:17.2
        COPY --from=dump /schema.sql /docker-entrypoint-initdb.d/
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        RUN mysqld --initialize-insecure --user=mysql
      `,
      good: dockerfile`
        FROM debian:12
        RUN service postgresql start && make test
      `,
    },
  ],
});

function initialises({ name, args }: Command): boolean {
  const words = args.map(({ value }) => value ?? "");
  if (words.some((word) => word === "--version" || word === "--help")) return false;
  if (["initdb", "mysql_install_db", "mariadb-install-db", "pg_createcluster"].includes(name)) return true;
  if (/^(?:mysqld|mariadbd|mysqld_safe)$/.test(name)) return words.some((word) => /^--initialize(?:-insecure)?$/.test(word));
  return name === "pg_ctl" && (words.includes("initdb") || words.includes("init"));
}

const SERVER = /^(?:mysql|mysqld|mariadb|postgresql|mongod|mongodb)$/;

function startsServer({ name, args, span, shell }: Command): boolean {
  const words = args.map(({ value }) => value ?? "");
  if (name === "service") return SERVER.test(words[0] ?? "") && /^(?:re)?start$/.test(words[1] ?? "");
  if (textOf(span).startsWith("/etc/init.d/")) return SERVER.test(name) && /^(?:re)?start$/.test(words[0] ?? "");
  if (/^(?:mysqld_safe|mysqld|mariadbd|mongod)$/.test(name)) return shell?.background === true || words.includes("--fork") || words.includes("--daemonize");
  return name === "pg_ctl" && words.includes("start") || name === "pg_ctlcluster" && words.includes("start");
}

/** Something that needs the running server and writes to it. */
function seeds({ name, args }: Command): boolean {
  return ["mysql", "mariadb", "psql", "createdb", "createuser", "mongo", "mongosh", "mysqladmin", "mongorestore", "pg_restore"].includes(name) && args.length > 0;
}
