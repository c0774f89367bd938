import { containerOf } from "./project.ts";

function data(image: string, rest = ""): readonly string[] {
  const container = containerOf({ "compose.yaml": `services:\n  one:\n    image: ${image}\n${rest}` }, "one");
  return container.dataPaths.filter(({ loss }) => loss === "data" || loss === "secrets").map(({ path }) => path);
}

const env = (name: string, value: string): string => `    environment:\n      ${name}: "${value}"\n`;

test.each([
  ["influxdb:2.7", "INFLUXD_ENGINE_PATH", "/srv/engine", "/srv/engine"],
  ["neo4j:5", "NEO4J_server_directories_data", "/srv/graph", "/srv/graph"],
  ["registry:2", "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", "/srv/blobs", "/srv/blobs"],
  ["n8nio/n8n:1.60.0", "N8N_USER_FOLDER", "/srv/n8n", "/srv/n8n/.n8n"],
  ["elasticsearch:8.15.0", "path.data", "/srv/search", "/srv/search"],
  ["rabbitmq:3.13", "RABBITMQ_MNESIA_BASE", "/srv/queue", "/srv/queue"],
  ["influxdb:3-core", "INFLUXDB3_DB_DIR", "/srv/points", "/srv/points"],
  ["ghost:5.87", "paths__contentPath", "/srv/blog", "/srv/blog"],
  ["typesense/typesense:27.1", "TYPESENSE_DATA_DIR", "/srv/find", "/srv/find"],
  ["louislam/uptime-kuma:2.0.0", "DATA_DIR", "/srv/kuma", "/srv/kuma"],
  ["ghcr.io/paperless-ngx/paperless-ngx:2.11", "PAPERLESS_MEDIA_ROOT", "/srv/papers", "/srv/papers"],
  ["wurstmeister/kafka:2.13-2.8.1", "KAFKA_LOG_DIRS", "/srv/log", "/srv/log"],
])("%s: %s moves the data", (image, name, value, path) => {
  expect(data(image)).not.toContain(path);
  expect(data(image, env(name, value))).toContain(path);
});

test.each([
  ["influxdb:2.7", "INFLUXD_BOLT_PATH", "/srv/meta/influxd.bolt", "/var/lib/influxdb2"],
  ["rabbitmq:3.13", "RABBITMQ_DATA_DIR", "/srv/queue", "/var/lib/rabbitmq/mnesia"],
  ["gitea/gitea:1.22", "GITEA_CUSTOM", "/etc/gitea", "/data"],
  ["ghost:5.87", "GHOST_CONTENT", "/srv/blog", "/var/lib/ghost/content"],
  ["sonatype/nexus3:3.70.0", "NEXUS_DATA", "/srv/nexus", "/nexus-data"],
  ["mcr.microsoft.com/mssql/server:2022-latest", "MSSQL_DATA_DIR", "/srv/sql", "/var/opt/mssql/data"],
])("%s: %s does not move what the image keeps", (image, name, value, path) => {
  expect(data(image, env(name, value))).toContain(path);
  expect(data(image, env(name, value))).not.toContain(value);
});

test.each([
  ["confluentinc/cp-kafka:7.6.0", "KAFKA_LOG_DIRS", "/disk1,/disk2"],
  ["minio/minio:RELEASE.2024-01-01T00-00-00Z", "MINIO_VOLUMES", "/disk{1...4}"],
  ["typesense/typesense:27.1", "TYPESENSE_DATA_DIR", "/srv/$${NAME}"],
])("%s: several places in %s are told as no place", (image, name, value) => {
  expect(data(image, env(name, value))).toEqual([]);
});

test.each([
  ["percona/percona-server-mongodb:8.0", "mongod --dbpath /srv/db", "/srv/db"],
  ["getmeili/meilisearch:v1.9", "meilisearch --db-path=/srv/db", "/srv/db"],
  ["typesense/typesense:27.1", "--data-dir /srv/db --api-key=x", "/srv/db"],
  ["rethinkdb:2.4", "rethinkdb --bind all -d /srv/db", "/srv/db"],
  ["crate:5.8", "crate -Cpath.data=/srv/db", "/srv/db"],
  ["elasticsearch:8.15.0", "elasticsearch -E path.data=/srv/db", "/srv/db"],
  ["postgres:16", "postgres --data_directory=/srv/db", "/srv/db"],
])("%s: %s", (image, command, path) => {
  expect(data(image, `    command: ${command}\n`)).toEqual([path]);
});

test("a server that keeps all in memory keeps nothing here", () => {
  expect(data("hashicorp/vault:1.17")).toEqual([]);
  expect(data("hashicorp/vault:1.17", "    environment:\n      VAULT_LOCAL_CONFIG: '{\"storage\": {\"file\": {\"path\": \"/vault/file\"}}}'\n")).toEqual(["/vault/file"]);
  expect(data("hashicorp/vault:1.17", "    command: server\n    volumes: [\"files:/vault/file\"]\n")).toEqual(["/vault/file"]);
  expect(data("hashicorp/consul:1.19")).toEqual([]);
  expect(data("hashicorp/consul:1.19", "    command: agent -dev -client 0.0.0.0\n")).toEqual([]);
  expect(data("hashicorp/consul:1.19", "    command: agent -server\n")).toEqual(["/consul/data"]);
});

test("what lies where nobody can tell makes a container unknown, not stateless", () => {
  const verdict = (image: string, rest: string): string => containerOf({ "compose.yaml": `services:\n  one:\n    image: ${image}\n${rest}` }, "one").verdict;
  expect(verdict("postgres:16", env("PGDATA", "${WHERE}"))).toBe("unknown");
  expect(verdict("confluentinc/cp-kafka:7.6.0", env("KAFKA_LOG_DIRS", "/disk1,/disk2"))).toBe("unknown");
  // Vault's settings stand in a file that is not there to read
  expect(verdict("hashicorp/vault:1.17", "    command: server\n    volumes: [\"./vault.hcl:/vault/config/vault.hcl\", \"raft:/vault/raft\"]\n")).toBe("unknown");
  expect(verdict("hashicorp/vault:1.17", "    volumes: [\"./vault.hcl:/vault/config/vault.hcl\"]\n")).toBe("unknown");
  expect(verdict("hashicorp/vault:1.17", "")).toBe("stateless");
});

test("Keycloak keeps a file unless it has a database", () => {
  const keycloak = "quay.io/keycloak/keycloak:25.0";
  expect(data(keycloak, "    command: start --db=postgres\n")).toEqual([]);
  expect(data(keycloak, "    command: start --db postgres\n")).toEqual([]);
  expect(data(keycloak, env("KC_DB", "postgres"))).toEqual([]);
  expect(data(keycloak, env("KC_DB", "dev-file"))).toEqual(["/opt/keycloak/data"]);
  expect(data(keycloak, "    command: start-dev\n")).toEqual(["/opt/keycloak/data"]);
});

test("Kafka only reads its keystores", () => {
  expect(data("confluentinc/cp-kafka:7.6.0", "    hostname: broker\n    volumes: [\"log:/var/lib/kafka/data\"]\n")).toEqual(["/var/lib/kafka/data"]);
});

test("MinIO keeps its objects where its command says", () => {
  const minio = "minio/minio:RELEASE.2024-01-01T00-00-00Z";
  expect(data(minio, "    command: server /export --console-address :9001\n")).toEqual(["/export"]);
  expect(data(minio, "    command: [\"server\", \"--console-address\", \":9001\", \"/objects\"]\n")).toEqual(["/objects"]);
  expect(data(minio, "    command: server /disk1 /disk2\n")).toEqual([]);
  expect(data(minio, "    command: server http://m{1...4}/data\n")).toEqual([]);
});

test("a store elsewhere leaves nothing here", () => {
  expect(data("registry:2", env("REGISTRY_STORAGE", "s3"))).toEqual([]);
  expect(data("grafana/grafana:11.2.0", env("GF_DATABASE_TYPE", "postgres"))).toEqual([]);
  expect(data("grafana/grafana:11.2.0", env("GF_DATABASE_TYPE", "sqlite3"))).toEqual(["/var/lib/grafana"]);
});

test("a data directory that a flag names is told once", () => {
  const container = containerOf({ "compose.yaml": "services:\n  one:\n    image: mongo:7\n    command: mongod --dbpath /srv/mongo\n" }, "one");
  expect(container.writes.map(({ path }) => path)).toEqual(["/srv/mongo"]);
});
