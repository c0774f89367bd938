import { isWithin } from "../paths.ts";
import type { Container, DataClass, DataPath, Invocation } from "../types.ts";

/** `unknown` where the image keeps something, and settings that are not there to read say where. */
type Condition = (container: Container) => boolean | "unknown";

/**
 * Data paths that an image only uses when it is started or set up in a certain way; facts from the notes of the image data, and from
 * the Dockerfiles of Vault and Consul and the docs on their dev servers, and Keycloak docs, configuring the database.
 */
const CONDITIONS: readonly { readonly image: RegExp; readonly path: string; readonly used: Condition; readonly otherwise?: DataClass }[] = [
  { image: /mongo/, path: "/data/configdb", used: (container) => says(container, "--configsvr") },
  { image: /^apache\/kafka$/, path: "/var/lib/kafka/data", used: () => false },
  { image: /^nats$/, path: "/data", used: (container) => says(container, "-js", "--jetstream", "-sd", "--store_dir") },
  { image: /keycloak/, path: "/opt/keycloak/data", used: (container) => !keepsElsewhere(container) },
  // The official images log to the console; plugins and add-ons are put there by people, not by the server.
  { image: /^(docker\.elastic\.co\/elasticsearch\/)?elasticsearch$/, path: "/usr/share/elasticsearch/logs", used: () => false },
  { image: /^(docker\.elastic\.co\/elasticsearch\/)?elasticsearch$/, path: "/usr/share/elasticsearch/plugins", used: () => false },
  { image: /^grafana\/grafana/, path: "/var/log/grafana", used: (container) => /file/.test(container.env.get("GF_LOG_MODE")?.value ?? "") },
  { image: /^grafana\/grafana/, path: "/var/lib/grafana", used: (container) => !/^(mysql|postgres)/.test(container.env.get("GF_DATABASE_TYPE")?.value ?? "") && !container.env.has("GF_DATABASE_URL"), otherwise: "cache" },
  { image: /^registry$/, path: "/var/lib/registry", used: (container) => !/^(s3|azure|gcs|swift|oss|inmemory)/.test(container.env.get("REGISTRY_STORAGE")?.value ?? "") && !hasAny(container, /^REGISTRY_STORAGE_(S3|AZURE|GCS|SWIFT|OSS)_/) },
  { image: /^eclipse-mosquitto$/, path: "/mosquitto/log", used: () => false },
  { image: /^hashicorp\/vault$/, path: "/vault/logs", used: () => false },
  // Both images start a server that keeps all in memory unless they are told otherwise.
  { image: /^hashicorp\/vault$/, path: "/vault/file", used: vaultFiles },
  { image: /^hashicorp\/consul$/, path: "/consul/data", used: (container) => !isDevelopmentServer(container) },
  { image: /^odoo$/, path: "/mnt/extra-addons", used: () => false },
  { image: /^apache\/kafka$/, path: "/mnt/shared/config", used: () => false },
  // The start script of both images demands that the keystores are there already; the broker only reads them.
  { image: /^(apache\/kafka|confluentinc\/cp-kafka)$/, path: "/etc/kafka/secrets", used: () => false },
  { image: /^influxdb$/, path: "/var/lib/influxdb3/plugins", used: () => false },
  { image: /zabbix/, path: "/var/lib/zabbix/export", used: (container) => container.env.has("ZBX_EXPORTFILESIZE") || container.env.has("ZBX_EXPORTTYPE") },
  { image: /orientdb/, path: "/orientdb/backup", used: () => false },
  { image: /sonarqube/, path: "/opt/sonarqube/data", used: (container) => !hasAny(container, /^SONAR(QUBE)?_JDBC_URL$/i) },
  { image: /rocket/, path: "/app/uploads", used: () => true },
  { image: /paperless/, path: "/usr/src/paperless/consume", used: () => false },
  { image: /paperless/, path: "/usr/src/paperless/export", used: () => false },
  { image: /qdrant/, path: "/qdrant/snapshots", used: () => false },
  { image: /arangodb/, path: "/var/lib/arangodb3-apps", used: () => false },
  { image: /docker-mailserver|mailserver/, path: "/var/mail-state", used: (container) => container.env.get("ONE_DIR")?.value !== "0" },
  { image: /^metabase\//, path: "/metabase.db", used: (container) => !/^(postgres|mysql|mariadb)/.test(container.env.get("MB_DB_TYPE")?.value ?? "") && !container.env.has("MB_DB_CONNECTION_URI") },
  { image: /\/memos$/, path: "/var/opt/memos", used: (container) => !/^(mysql|postgres)/.test(container.env.get("MEMOS_DRIVER")?.value ?? "") },
  { image: /\/linkwarden$/, path: "/data/data", used: (container) => !hasAny(container, /^SPACES_/) },
  { image: /\/hedgedoc$/, path: "/hedgedoc/public/uploads", used: (container) => (container.env.get("CMD_IMAGE_UPLOAD_TYPE")?.value ?? "filesystem") === "filesystem" },
  { image: /^lldap\//, path: "/data", used: (container) => !container.env.has("LLDAP_KEY_SEED") || /^sqlite/.test(container.env.get("LLDAP_DATABASE_URL")?.value ?? "sqlite") },
  { image: /^cockroachdb\//, path: "/cockroach/cockroach-data", used: ({ command }) => !/\btype=mem\b/.test(wordsOf(command).join(" ")) },
  { image: /^directus\//, path: "/directus/uploads", used: (container) => /(^|,)\s*local\b/.test(container.env.get("STORAGE_LOCATIONS")?.value ?? "local") },
  { image: /^directus\//, path: "/directus/database", used: (container) => (container.env.get("DB_CLIENT")?.value ?? "sqlite3") === "sqlite3" },
  { image: /^apachepulsar\//, path: "/pulsar/data", used: ({ entrypoint, command }) => /\b(standalone|bookie|zookeeper)\b/.test([...wordsOf(entrypoint), ...wordsOf(command)].join(" ")) },
  { image: /^dgraph\//, path: "/dgraph", used: ({ entrypoint, command }) => /\bdgraph (alpha|zero|server)\b|standalone/.test([...wordsOf(entrypoint), ...wordsOf(command)].join(" ")) },
  { image: /^woodpeckerci\//, path: "/var/lib/woodpecker", used: (container) => (container.env.get("WOODPECKER_DATABASE_DRIVER")?.value ?? "sqlite3") === "sqlite3" },
  { image: /^vikunja\//, path: "/db", used: (container) => (container.env.get("VIKUNJA_DATABASE_TYPE")?.value ?? "sqlite") === "sqlite" && !container.env.has("VIKUNJA_DATABASE_PATH") },
  { image: /^rundeck\//, path: "/home/rundeck/server/data", used: (container) => !container.env.has("RUNDECK_DATABASE_URL") },
  { image: /^(redis|valkey\/valkey|bitnami\/redis|redis\/redis-stack-server|sameersbn\/redis|eqalpha\/keydb)$/, path: "*", used: (container) => wantsPersistence(container), otherwise: "cache" },
];

/**
 * The class of what the container, started as it is, keeps at the data path; undefined where it keeps nothing there, `unknown` where
 * that cannot be told.
 * @param persists what the server's settings file says of keeping data on disk at all, where it says it
 */
export function classInUse(image: string, data: DataPath, container: Container, persists?: boolean): DataClass | "unknown" | undefined {
  const found = CONDITIONS.find((entry) => entry.image.test(image) && (entry.path === "*" || entry.path === data.path));
  if (/^(eclipse-mosquitto|registry)$/.test(image) && persists === false && data.loss === "data") return undefined;
  const used = found?.used(container) ?? true;
  if (used === "unknown") return used;
  return !found || used || (found.path === "*" && persists === true) ? data.loss : found.otherwise;
}

/** Vault's storage is what its settings say; the image brings none but for the development server. */
function vaultFiles(container: Container): boolean | "unknown" {
  const local = container.env.get("VAULT_LOCAL_CONFIG");
  if (local) return local.value?.includes("/vault/file") ? true : "unknown";
  if (container.fateOf("/vault/file").kind !== "anonymous-volume") return true;
  return isDevelopmentServer(container) && !container.mounts.some(({ target }) => isWithin(target, "/vault/config")) ? false : "unknown";
}

/** No command is given, and the image's own is `server -dev` (Vault) or `agent -dev` (Consul); or the given one says `-dev`. */
function isDevelopmentServer(container: Container): boolean {
  return (container.entrypoint === undefined && container.command === undefined) || says(container, "-dev", "--dev");
}

/** Keycloak with a database of another kind than `dev-file`, the default: a file below its data directory. */
function keepsElsewhere(container: Container): boolean {
  const flag = /(?:^|\s)--db[=\s](\S+)/.exec(wordsOf(container.command).join(" "))?.[1];
  if (container.env.has("KC_DB") || flag !== undefined) return (container.env.get("KC_DB")?.value ?? flag) !== "dev-file";
  return container.env.has("DB_VENDOR") || container.env.has("KC_DB_URL");
}

function hasAny(container: Container, name: RegExp): boolean {
  for (const key of container.env.keys()) if (name.test(key)) return true;
  return false;
}

function wordsOf(invocation: Invocation | undefined): readonly string[] {
  return invocation ? (invocation.script ? invocation.script.text.split(/\s+/) : invocation.words) : [];
}

function says(container: Container, ...flags: readonly string[]): boolean {
  const words = [...wordsOf(container.entrypoint), ...wordsOf(container.command)];
  return words.some((word) => flags.includes(word.split("=")[0] ?? word));
}

/** Redis keeps snapshots by default, but a service that never asks for it is usually a cache; asking is a flag or a mount. */
function wantsPersistence(container: Container): boolean {
  const text = [...wordsOf(container.entrypoint), ...wordsOf(container.command), container.env.get("REDIS_ARGS")?.value ?? ""].join(" ");
  if (/--appendonly\s+["']?yes|--save\s+["']?\d/.test(text)) return true;
  return container.env.get("REDIS_AOF_ENABLED")?.value === "yes";
}
