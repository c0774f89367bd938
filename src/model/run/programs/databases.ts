import { placeOf, writeTree } from "../files.ts";
import { DONE, UNSURE, type Call, type Outcome, type Program } from "../machine.ts";
import { openAll } from "./plain-files.ts";
import { readOptions } from "./options.ts";
import type { Argument } from "../types.ts";

/** Which options of a database program name its directory, and which name files. */
interface DataOptions {
  readonly directories: readonly string[];
  readonly logs?: readonly string[];
  readonly files?: readonly string[];
  readonly other?: readonly string[];
  /** The directory that is written where no option names one. */
  readonly usual?: string;
}

/** By each program's own manual page (server options of MySQL, MariaDB, PostgreSQL, MongoDB, Redis, etcd, InfluxDB 2, Prometheus; database tools). */
const HOW: Readonly<Record<string, DataOptions>> = {
  mysqld: { directories: ["--datadir"], logs: ["--log-error", "--general-log-file", "--slow-query-log-file"] },
  mysqld_safe: { directories: ["--datadir"], logs: ["--log-error"] },
  mariadbd: { directories: ["--datadir"], logs: ["--log-error"] },
  mysql_install_db: { directories: ["--datadir"] },
  "mariadb-install-db": { directories: ["--datadir"] },
  initdb: { directories: ["-D", "--pgdata", "-X", "--waldir"] },
  pg_ctl: { directories: ["-D", "--pgdata"], logs: ["-l", "--log"], other: ["-o", "-m", "-t"] },
  postgres: { directories: ["-D"], other: ["-c", "-p", "-h", "-k"] },
  postmaster: { directories: ["-D"], other: ["-c", "-p", "-h", "-k"] },
  mongod: { directories: ["--dbpath"], logs: ["--logpath"], other: ["--port", "--bind_ip", "--replSet"] },
  "redis-server": { directories: ["--dir"], logs: ["--logfile"], other: ["--port", "--appendonly", "--save"] },
  "valkey-server": { directories: ["--dir"], logs: ["--logfile"], other: ["--port", "--appendonly", "--save"] },
  "keydb-server": { directories: ["--dir"], logs: ["--logfile"] },
  etcd: { directories: ["--data-dir", "-data-dir"] },
  influxd: { directories: ["--engine-path"], files: ["--bolt-path"] },
  prometheus: { directories: ["--storage.tsdb.path"] },
  minio: { directories: [] },
  mysqldump: { directories: [], files: ["-r", "--result-file"], other: ["-u", "-h", "-P", "--user", "--host"] },
  "mariadb-dump": { directories: [], files: ["-r", "--result-file"], other: ["-u", "-h", "-P"] },
  pg_dump: { directories: [], files: ["-f", "--file"], other: ["-U", "-h", "-p", "-d", "-F", "-t", "-n"] },
  pg_dumpall: { directories: [], files: ["-f", "--file"], other: ["-U", "-h", "-p"] },
  pg_basebackup: { directories: ["-D", "--pgdata"], other: ["-h", "-U", "-p", "-F", "-X", "-R"] },
  mongodump: { directories: ["-o", "--out"], files: [], other: ["--uri", "-h", "--host", "-d", "--db", "-c", "--collection", "-u", "--username", "-p", "--password", "--port"], usual: "dump" },
};

function database(how: DataOptions): Program {
  return (call) => {
    const { machine } = call;
    const options = readOptions(call.args, [...how.directories, ...(how.logs ?? []), ...(how.files ?? []), ...(how.other ?? [])]);
    for (const directory of options.values(...how.directories)) putTree(call, directory);
    if (how.usual !== undefined && options.values(...how.directories).length === 0 && !call.args.some(({ text }) => text.startsWith("--archive"))) putUsual(call, how.usual);
    openAll(call, options.values(...(how.logs ?? [])).filter(isPath), { class: "logs" });
    openAll(call, options.values(...(how.files ?? [])), { class: "data" });
    // A server's default place is told by the known image, not by its command line.
    if (/^(mysqld|mysqld_safe|mariadbd|postgres|mongod|.*-server|etcd|influxd|prometheus|minio)$/.test(call.name)) machine.journal.unknownProgram = true;
    return UNSURE;
  };
}

function isPath({ value }: Argument): boolean {
  return value === undefined || /[/.]/.test(value);
}

function putTree({ machine, shell }: Call, directory: Argument): void {
  const place = directory.value === "" || directory.glob ? undefined : placeOf(machine, shell, directory);
  if (place) writeTree(machine, shell, place.path, directory, { class: "data" });
}

function putUsual({ machine, shell, args }: Call, usual: string): void {
  const place = machine.world.resolve(shell.cwd, usual);
  const [at] = args;
  if (place && at) writeTree(machine, shell, place.path, at, { class: "data" });
}

function sqlite(call: Call): Outcome {
  const options = readOptions(call.args, ["-cmd", "-init", "-separator", "-newline", "-nullvalue", "-mode"]);
  const [file] = options.operands;
  if (!file || file.value === ":memory:" || file.value === "" || options.has("-readonly")) return { status: 0, output: undefined };
  openAll(call, [file], { class: "data" });
  return { ...DONE, output: undefined };
}

/** Database servers and their tools. */
export const DATABASES: Readonly<Record<string, Program>> = {
  ...Object.fromEntries(Object.entries(HOW).map(([name, how]) => [name, database(how)])),
  sqlite3: sqlite, sqlite: sqlite,
};
