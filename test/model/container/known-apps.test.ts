import { containerOf } from "./project.ts";

function container(image: string, rest = ""): ReturnType<typeof containerOf> {
  return containerOf({ "compose.yaml": `services:\n  one:\n    image: ${image}\n${rest}volumes:\n  kept:\n` }, "one");
}

const kept = (image: string, rest = ""): readonly string[] => container(image, rest).dataPaths.filter(({ loss }) => loss !== "cache").map(({ path }) => path);
const env = (...settings: readonly string[]): string => `    environment:\n${settings.map((setting) => `      - "${setting}"\n`).join("")}`;

test.each([
  ["ghcr.io/open-webui/open-webui:main", "/app/backend/data"],
  ["lldap/lldap:stable", "/data"],
  ["kanboard/kanboard:v1.2.40", "/var/www/app/data"],
  ["percona/percona-xtradb-cluster:5.7", "/var/lib/mysql"],
  ["hyperledger/fabric-peer:2.5", "/var/hyperledger/production"],
  ["couchbase/server:7.6.0", "/opt/couchbase/var"],
  ["fallenbagel/jellyseerr:2.0.1", "/app/config"],
  ["ghcr.io/immich-app/postgres:14-vectorchord0.3.0", "/var/lib/postgresql/data"],
  ["codeberg.org/forgejo/forgejo:11", "/data"],
  ["codeberg.org/forgejo/forgejo:10", "/data"],
  ["harness/gitness:3.0", "/data"],
  ["woodpeckerci/woodpecker-server:v3", "/var/lib/woodpecker"],
  ["technitium/dns-server:13.4", "/etc/dns"],
  ["dokuwiki/dokuwiki:stable", "/storage"],
  ["matrixdotorg/synapse:v1.120.0", "/data"],
  ["mdillon/postgis:11", "/var/lib/postgresql/data"],
  ["jenkinsci/blueocean:1.25", "/var/jenkins_home"],
])("%s loses %s without a volume, and keeps it with one", (image, path) => {
  expect(kept(image)).toEqual([path]);
  expect(container(image).verdict).toBe("stateful");
  expect(container(image, `    volumes: [ "kept:${path}" ]\n`).verdict).toBe("stateless");
});

test.each(["excalidraw/excalidraw", "corentinth/it-tools:2024.10", "guacamole/guacd:1.5.5", "adminer:4", "prom/node-exporter:v1.8.1", "containrrr/watchtower", "mailhog/mailhog"])("%s keeps nothing", (image) => {
  expect(container(image).verdict).toBe("stateless");
});

test.each([
  ["metabase/metabase:v0.50.0", [], ["MB_DB_TYPE=postgres"]],
  ["neosmemo/memos:0.22", [], ["MEMOS_DRIVER=postgres"]],
  ["ghcr.io/linkwarden/linkwarden:v2.7", [], ["SPACES_KEY=x"]],
  ["quay.io/hedgedoc/hedgedoc:1.9.9", [], ["CMD_IMAGE_UPLOAD_TYPE=s3"]],
  ["lldap/lldap:stable", [], ["LLDAP_DATABASE_URL=postgres://db/users", "LLDAP_KEY_SEED=x"]],
  ["lldap/lldap:stable", ["/data"], ["LLDAP_DATABASE_URL=postgres://db/users"]],
  ["metabase/metabase:v0.50.0", ["/srv/own.db"], ["MB_DB_FILE=/srv/own.db"]],
  ["woodpeckerci/woodpecker-server:v3", [], ["WOODPECKER_DATABASE_DRIVER=postgres"]],
  ["rundeck/rundeck:5.0.0", [], ["RUNDECK_DATABASE_URL=jdbc:mysql://db/rundeck"]],
  ["vikunja/vikunja:0.24.6", ["/app/vikunja/files"], ["VIKUNJA_DATABASE_TYPE=postgres"]],
  ["directus/directus:11.1.1", ["/directus/uploads"], ["DB_CLIENT=pg"]],
  ["directus/directus:11.1.1", [], ["DB_CLIENT=pg", "STORAGE_LOCATIONS=s3"]],
  ["hyperledger/fabric-ca:1.5", ["/srv/authority"], ["FABRIC_CA_SERVER_HOME=/srv/authority"]],
  ["koenkk/zigbee2mqtt:1.40", ["/srv/bee"], ["ZIGBEE2MQTT_DATA=/srv/bee"]],
] as const)("%s keeps %j with %j", (image, paths, settings) => {
  expect(kept(image)).not.toEqual([]);
  expect(kept(image, env(...settings))).toEqual(paths);
});

test("Pulsar and Dgraph keep data where the command starts a part that stores some", () => {
  expect(kept("apachepulsar/pulsar:3.1.2", "    command: bin/pulsar standalone\n")).toEqual(["/pulsar/data"]);
  expect(kept("apachepulsar/pulsar:3.1.2", "    command: bin/pulsar broker\n")).toEqual([]);
  expect(kept("dgraph/dgraph:v24.0.0", "    command: dgraph zero --my=zero:5080\n")).toEqual(["/dgraph"]);
  expect(kept("dgraph/dgraph:v24.0.0", "    command: dgraph-ratel\n")).toEqual([]);
});

test("CockroachDB keeps its store where --store says, and a client keeps nothing", () => {
  const image = "cockroachdb/cockroach:v24.1.0";
  const run = (command: string): readonly string[] => kept(image, `    command: ${command}\n`);
  expect(run("start-single-node --insecure")).toEqual(["/cockroach/cockroach-data"]);
  expect(run("start --insecure --store=path=/srv/db,size=20%")).toEqual(["/srv/db"]);
  expect(run("start-single-node --insecure --store=type=mem,size=1GiB")).toEqual([]);
  expect(run("init --insecure --host=roach1")).toEqual([]);
});

test("a certificate authority that a shell starts, and its client", () => {
  expect(kept("hyperledger/fabric-ca:1.5", "    command: sh -c 'fabric-ca-server start -b admin:adminpw'\n")).toEqual(["/etc/hyperledger/fabric-ca-server"]);
  expect(kept("hyperledger/fabric-ca:1.5", "    command: sh -c 'fabric-ca-client enroll'\n")).toEqual([]);
});

test("the front end of Mealie is another program", () => {
  expect(container("hkotel/mealie:frontend-v1.0.0beta-5").image?.known).toBeUndefined();
});
