import { isKnownDataPath, knownImage, type KnownImage } from "../../../src/model/images/index.ts";

function known(reference: string): KnownImage {
  const found = knownImage(reference);
  if (!found) throw new Error(`nothing is known of ${reference}`);
  return found;
}

const paths = (reference: string): readonly string[] => known(reference).dataPaths.map(({ path }) => path);

describe("names", () => {
  test.each([
    "postgres:16", "library/postgres:16", "docker.io/postgres:16", "docker.io/library/postgres:16", "index.docker.io/library/postgres:16",
    "registry-1.docker.io/library/postgres:16", "mirror.gcr.io/library/postgres:16", "public.ecr.aws/docker/library/postgres:16",
  ])("%s is the official image", (reference) => expect(known(reference)).toMatchObject({ image: "postgres", category: "database" }));

  test.each([
    ["docker.elastic.co/kibana/kibana:8.15.0", "kibana"], ["clickhouse/clickhouse-server", "clickhouse"], ["bitnamilegacy/redis:7", "bitnami/redis"],
    ["public.ecr.aws/bitnami/redis:7", "bitnami/redis"], ["quay.io/keycloak/keycloak:26", "keycloak/keycloak"], ["lscr.io/linuxserver/sonarr", "linuxserver/sonarr"],
    ["grafana/grafana-oss", "grafana/grafana"], ["quay.io/coreos/etcd:v3.5.0", "gcr.io/etcd-development/etcd"],
  ])("%s goes by another name", (reference, image) => expect(known(reference).image).toBe(image));

  test.each(["example.com/postgres:16", "me/postgres", "${REGISTRY}/postgres:16", "${IMAGE}", "postgres16", "Postgres", "", "constructor", "ghcr.io/postgres"])(
    "nothing is said of %j", (reference) => expect(knownImage(reference)).toBeUndefined());
});

describe("versions", () => {
  test.each([
    ["postgres:16-alpine", "/var/lib/postgresql/data"], ["postgres:9.6.24", "/var/lib/postgresql/data"], ["postgres:18", "/var/lib/postgresql/18/docker"],
    ["postgres:19beta1-trixie", "/var/lib/postgresql/19/docker"], ["postgres", "/var/lib/postgresql/18/docker"], ["postgres:latest", "/var/lib/postgresql/18/docker"],
    ["postgres:alpine", "/var/lib/postgresql/18/docker"], ["postgis/postgis:17-3.5", "/var/lib/postgresql/data"], ["postgis/postgis:18-3.6", "/var/lib/postgresql/18/docker"],
    ["timescale/timescaledb:2.14.2-pg16", "/var/lib/postgresql/data"], ["timescale/timescaledb:latest-pg18", "/var/lib/postgresql/18/docker"],
    ["influxdb:1.8-alpine", "/var/lib/influxdb"], ["gitea/gitea:1.22", "/data"], ["gitea/gitea:1.22-rootless", "/var/lib/gitea"],
    ["docker:27-dind", "/var/lib/docker"], ["docker:dind", "/var/lib/docker"], ["docker:27-dind-rootless", "/home/rootless/.local/share/docker"],
    ["mcr.microsoft.com/mssql/server:2022-latest", "/var/opt/mssql/data"], ["mysql:5.7", "/var/lib/mysql"],
  ])("%s keeps its data in %s", (reference, path) => expect(paths(reference)[0]).toBe(path));

  test("the tag's version is certain, the newest one for latest is not", () => {
    expect(known("postgres:16")).toMatchObject({ versionCertain: true, factsCertain: true, volumes: ["/var/lib/postgresql/data"], alternatives: [] });
    const latest = known("postgres:latest");
    expect(latest).toMatchObject({ versionCertain: false, factsCertain: false, volumes: ["/var/lib/postgresql"] });
    expect(latest.alternatives.map(({ versions }) => versions)).toEqual(["<18", ">=18"]);
    expect(known("mysql")).toMatchObject({ versionCertain: false, factsCertain: true });
  });

  test.each(["postgres:${TAG}", "postgres:${TAG:-16}", `postgres@sha256:${"0".repeat(64)}`])("of %s only what all versions share is known", (reference) => {
    const found = known(reference);
    expect(found).toMatchObject({ versionCertain: false, factsCertain: false, dataPaths: [], volumes: [], volumesKnown: false, imageUser: "root", ports: ["5432"], stopSignal: "SIGINT" });
    expect(found.alternatives.map((facts) => facts.dataPaths[0]?.path)).toEqual(["/var/lib/postgresql/data", "/var/lib/postgresql/18/docker"]);
  });

  test("a digest beside a tag hides nothing", () => {
    expect(paths(`postgres:16@sha256:${"0".repeat(64)}`)).toEqual(["/var/lib/postgresql/data"]);
  });

  test("what is alike in all versions is certain without a version", () => {
    expect(known("redis:${TAG}")).toMatchObject({ factsCertain: true, volumes: ["/data"] });
    expect(known("mariadb:${TAG}")).toMatchObject({ volumes: ["/var/lib/mysql"], imageUser: undefined });
  });

  test("a version that nobody looked at has the data path of the one looked at, but no volumes", () => {
    expect(known("logstash:5.6")).toMatchObject({ factsCertain: false, volumesKnown: false, volumes: [], category: "tool" });
    expect(known("apache/kafka:4.0.0").volumes).toEqual([]);
  });

  test("an image that changed hands: Elasticsearch declares a volume before version 6, where its owner took over", () => {
    expect(known("elasticsearch:2.4")).toMatchObject({ factsCertain: true, volumes: ["/usr/share/elasticsearch/data"] });
    expect(known("elasticsearch:7.17.1")).toMatchObject({ factsCertain: true, volumesKnown: true, volumes: [], category: "search" });
    expect(known("docker.elastic.co/elasticsearch/elasticsearch:5.6.2")).toMatchObject({ factsCertain: true, volumes: [] });
    expect(paths("elasticsearch:${TAG}")[0]).toBe("/usr/share/elasticsearch/data");
  });

  test("beyond a bound nothing but the kind is said", () => {
    expect(known("solr:8")).toMatchObject({ category: "search", dataPaths: [], volumesKnown: false, user: undefined });
  });

  test("a variant that no entry names has what all variants share", () => {
    expect(known("php:8.3")).toMatchObject({ category: "runtime", stateless: true, workdir: undefined });
    expect(known("docker:27")).toMatchObject({ volumesKnown: false, dataPaths: [] });
  });
});

test("facts come with class, variable, notes and accounts", () => {
  const { dataPaths: [cluster], note } = known("postgres:18");
  expect(cluster).toMatchObject({ loss: "data", env: "PGDATA" });
  expect(note).toContain("/var/lib/postgresql");
  expect(known("rabbitmq:3").requires).toEqual(["hostname"]);
  expect(known("mysql:8").user).toBe("mysql");
  expect(known("confluentinc/cp-kafka").imageUser).toBeUndefined();
  expect(known("nginx")).toMatchObject({ stateless: true, category: "proxy", stopSignal: "SIGQUIT" });
  expect(known("wordpress")).toMatchObject({ inherits: "php:8.4-apache", volumes: ["/var/www/html"], workdir: "/var/www/html" });
});

test("a family's convention is only a hint", () => {
  const found = known("lscr.io/linuxserver/socket-proxy:latest");
  expect(found).toMatchObject({ weak: true, dataPaths: [], factsCertain: false });
  expect(found.alternatives[0]?.dataPaths[0]?.path).toBe("/config");
  expect(known("linuxserver/plex").weak).toBe(false);
});

test("data paths of any image are known, places for settings are not among them", () => {
  expect(isKnownDataPath("/var/lib/mysql")).toBe(true);
  expect(isKnownDataPath("/docker-entrypoint-initdb.d")).toBe(false);
  expect(isKnownDataPath("/opt/my-app")).toBe(false);
});

test.each([
  ["mcr.microsoft.com/azure-sql-edge:1.0.4", "/var/opt/mssql/data"],
  ["mysql/mysql-server:8.0", "/var/lib/mysql"],
  ["pgvector/pgvector:pg16", "/var/lib/postgresql/data"],
  ["pgvector/pgvector:0.8.0-pg18", "/var/lib/postgresql/18/docker"],
  ["itzg/minecraft-server", "/data"],
  ["yandex/clickhouse-server:21.3", "/var/lib/clickhouse"],
  ["bitwardenrs/server:latest", "/data"],
  ["jenkins:2.60.3", "/var/jenkins_home"],
  ["nodered/node-red", "/data"],
  ["mcr.microsoft.com/mssql/server:2017-latest", "/var/opt/mssql/data"],
  ["bitnami/cassandra:5.0", "/bitnami/cassandra/data"],
  ["gvenzl/oracle-xe:11-slim", "/u01/app/oracle/oradata"],
  ["gvenzl/oracle-xe", "/opt/oracle/oradata"],
])("%s keeps its data in %s", (reference, path) => {
  expect(knownImage(reference)?.dataPaths.map((data) => data.path)).toContain(path);
});
