import type { DataCoverage } from "../../../src/model/index.ts";
import { containerOf } from "./project.ts";

function coverage(image: string, ...volumes: readonly string[]): DataCoverage {
  return containerOf({ "compose.yaml": `services:\n  one:\n    image: ${image}\n    volumes:\n${volumes.map((volume) => `      - ${volume}\n`).join("")}volumes:\n  kept: {}\n` }, "one").coverage;
}

test.each([
  ["mcr.microsoft.com/mssql/server:2019-latest", "/var/opt/mssql/data"], ["mcr.microsoft.com/mssql/server:2019-latest", "/var/opt/mssql"],
  ["rabbitmq:3.13", "/var/lib/rabbitmq/mnesia"], ["rabbitmq:3.13", "/var/lib/rabbitmq"], ["solr:9", "/var/solr/data"], ["solr:9", "/var/solr"],
  ["cassandra:5", "/var/lib/cassandra/data"], ["matomo:5", "/var/www/html/config"], ["syncthing/syncthing:1.27", "/var/syncthing/config"],
  ["bitnami/mysql:9.0", "/bitnami/mysql/data"], ["bitnami/mysql:9.0", "/bitnami/mysql"], ["bitnami/kafka:3.6", "/bitnami/kafka"], ["bitnami/cassandra:5.0", "/bitnami"],
])("%s is kept by a volume at %s", (image, target) => {
  expect(coverage(image, `kept:${target}`)).toMatchObject({ lost: [], misses: [] });
});

test("files that the project brings into the data are not meant to hold it", () => {
  expect(coverage("grafana/grafana:11.2.0", "./dashboards:/var/lib/grafana/dashboards").misses).toEqual([]);
  expect(coverage("wordpress:6", "./themes/shop:/var/www/html/wp-content/themes/shop").misses).toEqual([]);
  expect(coverage("jenkins/jenkins:lts", "./casc:/var/jenkins_home/casc_configs").misses).toEqual([]);
});

test("a volume or a folder for data inside the data path is meant for it", () => {
  expect(coverage("mysql:8.0", "kept:/var/lib/mysql/sub").misses).toMatchObject([{ how: "child" }]);
  expect(coverage("mysql:8.0", "./data:/var/lib/mysql/data").misses).toMatchObject([{ how: "child" }]);
});

test.each([
  ["docker.elastic.co/elasticsearch/elasticsearch:7.17.11", "/var/lib/elasticsearch/data"], ["mongo:7", "/var/lib/mongodb"], ["postgres:16", "/data/postgres"], ["postgres:16", "/var/lib/pgsql/data"],
  ["mariadb:11", "/data/mysql"], ["jenkins/jenkins:lts", "/var/lib/jenkins"], ["sonarqube:10-community", "/var/lib/sonarqube"],
])("%s: a volume at %s bears the program's name and misses its data", (image, target) => {
  expect(coverage(image, `kept:${target}`).misses).toMatchObject([{ how: "sibling", mount: { target } }]);
});

test("settings, logs, sockets and a mount beside one that keeps the data miss nothing", () => {
  expect(coverage("mongo:7", "kept:/var/log/mongodb", "kept:/run/mongodb", "kept:/etc/mongodb", "kept:/backup/mongodb").misses).toEqual([]);
  expect(coverage("mongo:7", "kept:/data/db", "kept:/srv/mongodb").misses).toEqual([]);
});

test("data that a setting moves off its mount", () => {
  const moved = (variable: string): DataCoverage => containerOf({ "compose.yaml": `services:\n  one:\n    image: postgres:16\n    environment: {PGDATA: ${variable}}\n    volumes: [kept:/var/lib/postgresql/data]\nvolumes:\n  kept: {}\n` }, "one").coverage;
  expect(moved("/data/postgres").movedOff).toMatchObject([{ data: { path: "/data/postgres" }, mount: { target: "/var/lib/postgresql/data" } }]);
  expect(moved("/var/lib/postgresql/data/pgdata").movedOff).toEqual([]);
});
