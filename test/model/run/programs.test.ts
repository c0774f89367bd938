import { classOf } from "../../../src/model/run/index.ts";
import { start } from "./start.ts";

const run = (text: string): readonly string[] =>
  start({ cmd: text, cwd: "/wares", directories: ["/wares", "/data", "/srv/data"], files: { "/app/config.json": "{}" } })
    .writes.map(({ path, type, class: kind, confidence }) => `${type} ${path} ${kind} ${confidence}`).sort();

describe("what programs write", () => {
  it.each([
    ["tee -a /data/x.log", ["file /data/x.log logs certain"]],
    ["mkdir -p -m 755 /data/a/b", ["directory /data/a/b data certain"]],
    ["cp /app/config.json /data/", ["file /data/config.json data certain"]],
    ["cp -r /defaults/* /data/", ["tree /data data certain"]],
    ["install -m 600 /app/config.json /etc/app.json", ["file /etc/app.json config certain"]],
    ["dd if=/dev/zero of=/data/swap bs=1M", ["file /data/swap data certain"]],
    ["tar -xzf /tmp/a.tgz -C /srv/data", ["tree /srv/data data certain"]],
    ["tar czf /data/b.tgz /srv", ["file /data/b.tgz data certain"]],
    ["unzip -q a.zip -d /data/x", ["directory /data/x data certain", "tree /data/x data certain"]],
    ["sed -i 's/a/b/' /app/config.json", ["file /app/config.json data certain"]],
    ["curl -fsSL -o /data/m.bin https://example.org/m", ["file /data/m.bin data certain"]],
    ["curl -O https://example.org/d/f.txt?x=1", ["file /wares/f.txt data certain"]],
    ["curl -OJL https://example.org/d/f.txt", []],
    ["wget --content-disposition https://example.org/d/f.txt", []],
    ["wget -qP /data -O /data/w https://example.org/a/b.iso", ["file /data/w data certain"]],
    ["mongodump --uri mongodb://db --db shop", ["tree /wares/dump data certain"]],
    ["mongodump --host db -o /data/kept", ["tree /data/kept data certain"]],
    ["mongodump --host db --archive --gzip", []],
    ["influxd --bolt-path /data/i.bolt --engine-path=/data/engine", ["file /data/i.bolt data certain", "tree /data/engine data certain"]],
    ["wget -qO /data/w https://example.org/", ["file /data/w data certain"]],
    ["wget -P /data https://example.org/a/b.iso", ["file /data/b.iso data certain"]],
    ["wget -qO- https://example.org/", []],
    ["git clone --depth 1 https://example.org/o/repo.git", ["tree /wares/repo data certain"]],
    ["git clone https://example.org/o/repo.git /data/r", ["tree /data/r data certain"]],
    ["sqlite3 /data/app.db 'create table t(x)'", ["file /data/app.db data certain"]],
    ["sqlite3 :memory: 'select 1'", []],
    ["mysqld --datadir=/data/mysql", ["tree /data/mysql data certain"]],
    ["mongod --dbpath /data/db --logpath /var/log/m.log", ["file /var/log/m.log logs certain", "tree /data/db data certain"]],
    ["redis-server --dir /data --appendonly yes", ["tree /data data certain"]],
    ["initdb -D /data/pg", ["tree /data/pg data certain"]],
    ["openssl req -x509 -newkey rsa:2048 -keyout /data/k.pem -out /data/c.pem", ["file /data/c.pem secrets certain", "file /data/k.pem secrets certain"]],
    ["ssh-keygen -t ed25519 -f /data/id_ed25519 -N ''", ["file /data/id_ed25519 secrets certain", "file /data/id_ed25519.pub config certain"]],
    ["myserver --log-file /data/s.log --data-dir=/data/state", ["file /data/s.log logs likely", "tree /data/state data likely"]],
    ["ls /data | sort -o /data/sorted", ["file /data/sorted data certain"]],
    ["chown -R app /data && chmod 700 /data", []],
    ["sudo -u app sh -c 'touch /data/a'", ["file /data/a data certain"]],
    ["su app -c 'touch /data/b'", ["file /data/b data certain"]],
    ["gosu app touch /data/c", ["file /data/c data certain"]],
    ["tini -- sh -c 'touch /data/d'", ["file /data/d data certain"]],
    ["timeout 5 nice -n 5 touch /data/e", ["file /data/e data certain"]],
    ["chroot /mnt touch /data/f", []],
  ])("%s", (text, writes) => {
    expect(run(text)).toEqual(writes);
  });

  it("tells deleting and moving", () => {
    const { removals, writes } = start({ cmd: "rm -rf /data/* /srv/data/cache; mv /app/config.json /data/c.json", directories: ["/data", "/srv/data"], files: { "/app/config.json": "{}" } });
    expect(removals.map(({ path }) => path)).toEqual(["/data/*", "/srv/data/cache", "/app/config.json"]);
    expect(writes.map(({ path }) => path)).toEqual(["/data/c.json"]);
  });

  it("tells the commands that run, with what is around them", () => {
    const { startCommands } = start({ cmd: "cd /app && pip install -r requirements.txt && exec gunicorn app:app", directories: ["/app"] });
    expect(startCommands.map(({ name, args, cwd }) => [name, args, cwd])).toEqual([
      ["sh", ["-c", "cd /app && pip install -r requirements.txt && exec gunicorn app:app"], "/"],
      ["pip", ["install", "-r", "requirements.txt"], "/app"], ["gunicorn", ["app:app"], "/app"],
    ]);
  });
});

describe("the class of a path", () => {
  it.each([
    ["/tmp/x", "scratch"], ["/var/run/app.pid", "scratch"], ["/data/app.lock", "scratch"], ["/var/cache/x", "cache"], ["/root/.cache/pip", "cache"],
    ["/var/log/app/out", "logs"], ["/data/app.log", "logs"], ["/etc/app.conf", "config"], ["/data/tls/server.key", "secrets"],
    ["/root/.ssh/id_rsa", "secrets"], ["/data/sessions/1", "session"], ["/data/app.db", "data"], ["/home/number.txt", "data"],
  ])("%s is %s", (path, kind) => {
    expect(classOf(path)).toBe(kind);
  });
});
