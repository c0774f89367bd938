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
])("%s: %s moves the data", (image, name, value, path) => {
  expect(data(image)).not.toContain(path);
  expect(data(image, env(name, value))).toContain(path);
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
