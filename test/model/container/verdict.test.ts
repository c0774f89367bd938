import { containerOf, projectOf } from "./project.ts";

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
  expect(service("image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0\nvolumes: [kept:/usr/share/elasticsearch/data]").verdict).toBe("stateless");
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

test.each([
  ["a download that may be executed", "RUN curl -o /run.sh https://example.org/run.sh && chmod +x /run.sh\nCMD [\"/run.sh\"]"],
  ["a download that a shell runs", "RUN curl -o /run.sh https://example.org/run.sh\nCMD sh /run.sh"],
  ["a download that `install` puts in place", "RUN curl -o /got https://example.org/x && install -m 755 /got /opt/x/x\nCMD [\"/opt/x/x\"]"],
  ["an archive unpacked by a RUN", "RUN curl -L https://example.org/x.tgz | tar xz -C /opt/x\nCMD [\"/opt/x/bin/x\"]"],
  ["an archive unpacked at the root", "RUN wget https://example.org/x.tgz && tar xf x.tgz -C /\nCMD [\"/x/bin/x\"]"],
  ["an archive unpacked over a file", "RUN gunzip -c /x.gz | tar -C /x -xvf - > /x/run\nCMD [\"/x/run\"]"],
  ["an archive unpacked by ADD", "ADD x.tgz /x\nCMD [\"/x/bin/x\"]"],
  ["a repository that git clones", "RUN git clone https://example.org/x /x\nCMD [\"/x/bin/x\"]"],
  ["a repository that ADD fetches", "ADD https://github.com/example/x.git /x\nCMD [\"/x/bin/x\"]"],
  ["what another image holds", "COPY --from=example/x:1 /dir /opt\nCMD [\"/opt/x/run\"]"],
  ["what the project's own build makes", "WORKDIR /x\nCOPY server.js /x/\nRUN npm run build\nCMD [\"/x/out/run\"]"],
])("a program from %s may write anything", (_, steps) => {
  const [container] = projectOf({ Dockerfile: `FROM debian:12.5\n${steps}\n` }).containers;
  expect(container?.verdict).toBe("unknown");
});

test("a program that the steps do not put there writes nothing: nothing starts", () => {
  const [container] = projectOf({ Dockerfile: "FROM debian:12.5\nRUN curl -o /run.sh https://example.org/run.sh\nCMD [\"/run.sh\"]\n" }).containers;
  expect(container?.verdict).toBe("stateless");
});

test("an image whose command is --help is started with other words; in a script it only prints", () => {
  const verdictOf = (cmd: string): string | undefined => projectOf({ Dockerfile: `FROM debian:12.5\nRUN apt-get install -y ledgerd\nCMD ${cmd}\n` }).containers[0]?.verdict;
  expect(verdictOf('["ledgerd", "--help"]')).toBe("unknown");
  expect(verdictOf("ledgerd --help && echo ready")).toBe("stateless");
});
