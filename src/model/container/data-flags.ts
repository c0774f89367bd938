import type { Invocation } from "../types.ts";
import { isPlainPath, type MovedData } from "./moved-data.ts";

/** Command-line flags and server programs of known images, by the image's name in our data. */
interface ServerFacts {
  /** Flags whose value is the data directory. */
  readonly flags: readonly string[];
  /** Programs that serve; a command that begins with another program is no server. */
  readonly programs: RegExp;
}

/**
 * By each server's own documentation of its command line: PostgreSQL (postgres, server configuration), MySQL and MariaDB (server
 * options), MongoDB (mongod), Redis (configuration: arguments), Prometheus and Alertmanager (`--help`), VictoriaMetrics, etcd,
 * Consul (agent), NATS (server flags), CockroachDB (cockroach start), InfluxDB 2 and 3 (influxd, influxdb3 serve), Portainer,
 * Meilisearch, Typesense, RethinkDB, CrateDB and Elasticsearch (command-line options).
 */
const FACTS: readonly (readonly [RegExp, ServerFacts])[] = [
  [/postg|timescale|pgvector/, { flags: ["-D", "--data_directory", "--data-directory", "data_directory"], programs: /postgres|patroni|docker-ensure-initdb/ }],
  [/mongo/, { flags: ["--dbpath"], programs: /mongo[ds]\b/ }],
  [/mysql|mariadb|percona/, { flags: ["--datadir", "-h"], programs: /mysqld|mariadbd/ }],
  [/redis|valkey|keydb/, { flags: ["--dir"], programs: /(redis|valkey|keydb)-(server|sentinel)/ }],
  [/prometheus/, { flags: ["--storage.tsdb.path"], programs: /prometheus/ }],
  [/alertmanager/, { flags: ["--storage.path"], programs: /alertmanager/ }],
  [/victoria/, { flags: ["-storageDataPath", "--storageDataPath"], programs: /victoria|vm/ }],
  [/etcd/, { flags: ["--data-dir"], programs: /etcd\b/ }],
  [/consul/, { flags: ["-data-dir", "--data-dir"], programs: /agent|consul/ }],
  [/nats/, { flags: ["-sd", "--store_dir"], programs: /nats/ }],
  [/cockroach/, { flags: ["--store", "-s"], programs: /(^|\s)start(-single-node)?(\s|$)/ }],
  [/fabric-ca$/, { flags: ["--home", "-H"], programs: /fabric-ca-server/ }],
  [/influx/, { flags: ["--engine-path", "--data-dir"], programs: /influxd?/ }],
  [/portainer/, { flags: ["--data", "-d"], programs: /portainer/ }],
  [/meilisearch/, { flags: ["--db-path"], programs: /meilisearch/ }],
  [/typesense/, { flags: ["--data-dir", "-d"], programs: /typesense/ }],
  [/rethinkdb/, { flags: ["--directory", "-d"], programs: /rethinkdb/ }],
  [/^crate$/, { flags: ["-Cpath.data"], programs: /crate/ }],
  [/^(docker\.elastic\.co\/elasticsearch\/)?elasticsearch$/, { flags: ["-Epath.data", "path.data"], programs: /elasticsearch|eswrapper/ }],
  [/traefik/, { flags: [], programs: /traefik/ }],
  [/pulsar/, { flags: [], programs: /pulsar (standalone|bookie|zookeeper)/ }],
  [/dgraph/, { flags: [], programs: /dgraph (alpha|zero|server)/ }],
];

const CLIENTS = /^(psql|pg_dump|pg_dumpall|pg_restore|pg_basebackup|pg_isready|mysql|mysqldump|mariadb|mariadb-dump|mysqladmin|mongo|mongosh|mongodump|mongorestore|mongoimport|redis-cli|valkey-cli|redis-benchmark|rabbitmqadmin|influx|etcdctl|mc|curl|wget|sleep|tail|cat|echo|true|false|tini|crond|cron|bash|sh|ash|python3?|node|ls|cp|rsync|tar|restic|wp)$/;

function factsFor(image: string): ServerFacts | undefined {
  return FACTS.find(([pattern]) => pattern.test(image))?.[1];
}

/** All words of a command, with the text of a shell form. */
function textOfInvocation(invocation: Invocation): string {
  return [...invocation.words, invocation.script?.text ?? ""].join(" ");
}

/**
 * Whether a container of a known image still runs the image's server, as its command and entry point say: false for a client
 * (`psql`, `mysqldump`, a shell that sleeps), undefined where an own entry point does not tell.
 */
export function runsServer(image: string, entrypoint: Invocation | undefined, command: Invocation | undefined): boolean | undefined {
  const facts = factsFor(image);
  for (const invocation of [entrypoint, command]) if (invocation && facts?.programs.test(textOfInvocation(invocation))) return true;
  for (const invocation of [entrypoint, command]) if (invocation && /entrypoint/.test(textOfInvocation(invocation))) return true;
  if (entrypoint) return false;
  const first = firstWord(command);
  if (first === undefined || first.startsWith("-")) return true;
  return CLIENTS.test(first.slice(first.lastIndexOf("/") + 1)) ? false : facts ? undefined : true;
}

function firstWord(command: Invocation | undefined): string | undefined {
  if (!command) return undefined;
  if (command.script) return command.script.text.trim().split(/\s+/)[0];
  return command.words[0];
}

/** The directory that a flag of the command gives a known image for its data; `unknown` where that is several, or a pattern. */
export function dataFlag(image: string, ...invocations: readonly (Invocation | undefined)[]): MovedData {
  const flags = factsFor(image)?.flags ?? [];
  for (const invocation of invocations) {
    if (!invocation) continue;
    const words = invocation.script ? invocation.script.text.split(/\s+/) : invocation.words;
    for (const [at, word] of words.entries()) {
      // CockroachDB's store is `path=/here,size=20%`.
      const value = flagValue(word, words[at + 1], flags)?.replace(/^path=([^,]+).*$/, "$1");
      if (value?.startsWith("/")) return isPlainPath(value) ? { path: value, span: invocation.itemSpans[at] ?? invocation.span } : "unknown";
    }
  }
  return undefined;
}

function flagValue(word: string, next: string | undefined, flags: readonly string[]): string | undefined {
  for (const flag of flags) {
    if (word === flag) return next;
    if (word.startsWith(`${flag}=`)) return word.slice(flag.length + 1);
  }
  return undefined;
}
