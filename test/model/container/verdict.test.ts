import { containerOf } from "./project.ts";

function service(yaml: string, files: Readonly<Record<string, string>> = {}): ReturnType<typeof containerOf> {
  return containerOf({ "compose.yaml": `services:\n  one:\n${yaml.trim().split("\n").map((line) => `    ${line.trim()}`).join("\n")}\nvolumes:\n  kept: {}\n`, ...files }, "one");
}

test.each([
  ["image: postgres:16\nvolumes: [kept:/var/lib/postgresql/data]", "stateless"],
  ["image: postgres:18\nvolumes: [kept:/var/lib/postgresql/data]", "stateful"],
  ["image: traefik:v3.1", "stateless"],
  ["image: example.org/nobody/knows:1", "unknown"],
])("%s is %s", (yaml, verdict) => {
  expect(service(yaml).verdict).toBe(verdict);
});

test("a version that a variable hides, and an image of which only its family is known, are unknown", () => {
  expect(service("image: postgres:${TAG}")).toMatchObject({ verdict: "unknown", unknowns: ["what postgres:${TAG} keeps depends on its version, or is not known"] });
  expect(service("image: linuxserver/wireguard").verdict).toBe("unknown");
});

test("logs that an official image sends to the console are no files", () => {
  expect(service("image: elasticsearch:8.15.0\nvolumes: [kept:/usr/share/elasticsearch/data]").verdict).toBe("stateless");
  expect(service("image: grafana/grafana:11.2.0\nvolumes: [kept:/var/lib/grafana]").verdict).toBe("stateless");
  expect(service("image: grafana/grafana:11.2.0\nenvironment: {GF_LOG_MODE: console file}\nvolumes: [kept:/var/lib/grafana]").verdict).toBe("stateful");
});

test("an own entry point that is read to its end and starts no server keeps no server's data", () => {
  const setup = { Dockerfile: "FROM elasticsearch:8.15.0\nENTRYPOINT [\"/entrypoint.sh\"]\n" };
  const build = "build: .\nvolumes: [./entrypoint.sh:/entrypoint.sh]";
  expect(service(build, { ...setup, "entrypoint.sh": "#!/bin/bash\ncurl -X PUT http://search:9200/_roles\n" })).toMatchObject({ verdict: "stateless", dataPaths: [] });
  expect(service(build, { ...setup, "entrypoint.sh": "#!/bin/bash\nexec /usr/local/bin/docker-entrypoint.sh eswrapper\n" }).verdict).toBe("stateful");
});

test("settings that each start writes anew are no state; those that it writes once are", () => {
  const at = (line: string): string => service(`image: debian:12.5\ncommand: sh -c '${line}'`).verdict;
  expect(at("envsubst < /t > /etc/shop.conf")).toBe("stateless");
  expect(at("test -f /etc/shop.conf || date > /etc/shop.conf")).toBe("stateful");
  expect(at("date >> /srv/visits.txt")).toBe("stateful");
});

test("the reason names the program", () => {
  expect(service("image: debian:12.5\ncommand: /srv/shop --fast").unknowns).toEqual(["what the program shop writes is not known"]);
});

test("an image of a repository's other programs is not the application", () => {
  expect(service("image: louislam/uptime-kuma:2").dataPaths.map(({ path }) => path)).toEqual(["/app/data"]);
  expect(service("image: louislam/uptime-kuma:base2").dataPaths).toEqual([]);
});
