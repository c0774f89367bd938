import { containerOf } from "./project.ts";

/** What a service that is built from a Dockerfile is told to write, and its verdict. */
function written(steps: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const container = containerOf({ "compose.yaml": "services:\n  one:\n    build: .\n", Dockerfile: steps, ...files }, "one");
  return container.writes.map(({ path, class: kind, confidence, fate }) => `${path} ${kind} ${confidence} ${fate.kind}`);
}

test("a database server that is told no place uses its own", () => {
  expect(written('FROM debian:12\nRUN apt-get install -y mongodb-server\nENTRYPOINT ["/usr/bin/mongod"]\n')).toEqual(["/data/db data likely writable-layer"]);
  expect(written("FROM debian:12\nCMD mysqld_safe & apache2ctl -D FOREGROUND\n")).toEqual(["/var/lib/mysql data likely writable-layer"]);
  expect(written("FROM debian:12\nVOLUME /var/lib/mysql\nCMD service mysql start && tail -f /dev/null\n")).toEqual(["/var/lib/mysql data likely anonymous-volume"]);
  expect(written("FROM debian:12\nCMD /etc/init.d/mysql restart && apache2-foreground\n")).toEqual(["/var/lib/mysql data likely writable-layer"]);
});

test("a place that is named, a settings file, a question and an official image keep what they say", () => {
  expect(written('FROM debian:12\nCMD ["mongod", "--dbpath", "/srv/records"]\n')).toEqual(["/srv/records data certain writable-layer"]);
  expect(written('FROM debian:12\nCMD ["mongod", "--config", "/etc/mongod.conf"]\n')).toEqual([]);
  expect(written('FROM debian:12\nCMD ["mysqld", "--verbose", "--help"]\n')).toEqual([]);
  expect(written("FROM debian:12\nCMD service mysql status\n")).toEqual([]);
  expect(written('FROM debian:12\nCOPY my.cnf /etc/mysql/my.cnf\nCMD ["mysqld"]\n', { "my.cnf": "[mysqld]\ndatadir = /srv/records\n" }).filter((line) => line.includes("/var/lib/mysql"))).toEqual([]);
  expect(written('FROM mongo:8\nCMD ["mongod"]\n').filter((line) => line.startsWith("/data/db "))).toEqual(["/data/db data certain anonymous-volume"]);
});

test("what a started service writes is unknown, unless it is one that keeps nothing", () => {
  const verdict = (command: string): string => containerOf({ "compose.yaml": "services:\n  one:\n    build: .\n", Dockerfile: `FROM debian:12\nCMD ${command} && sleep infinity\n` }, "one").verdict;
  expect(verdict("service postgresql start")).toBe("unknown");
  expect(verdict("service cron start")).toBe("stateless");
  expect(verdict("service postgresql status")).toBe("stateless");
});
