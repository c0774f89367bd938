import { start, type Start } from "./start.ts";

const likely = (given: Start): readonly string[] => start(given).writes.filter(({ type }) => type === "file").map(({ path, confidence, span }) => `${path} ${confidence} ${span.document.path}:${String(span.document.position(span.start).line)}`);

const script = (text: string, more: Partial<Start> = {}): Start => ({ cmd: '["/run.sh"]', cwd: "/srv/site", ...more, files: { "/run.sh": `#!/bin/sh\n${text}\n`, ...more.files } });

describe("a directory made for a database file that a variable names", () => {
  test("is a likely write of that file", () => {
    expect(likely(script('DIR=/srv/site/var\nFILE="$DIR/guests.sqlite"\nif [ ! -f "$FILE" ]; then\n  mkdir -p "$DIR"\nfi\nsite-server'))).toEqual(["/srv/site/var/guests.sqlite likely run.sh:5"]);
    expect(likely(script('FILE=/srv/site/var/guests.sqlite\nmkdir -p /srv/site/var\nsleep 60'))).toEqual([]);
  });
  test("gives way to the write itself", () => {
    expect(likely(script('FILE=/srv/site/var/a.db\nmkdir -p /srv/site/var\nsqlite3 "$FILE" "select 1"'))).toEqual(["/srv/site/var/a.db certain run.sh:4"]);
  });
  test("is nothing for a file elsewhere, a relative name or an unset variable", () => {
    expect(likely(script('A=/other/a.db\nB=b.sqlite\nC="$UNSET/var/c.db"\nmkdir -p /srv/site/var'))).toEqual([]);
  });
});

describe("airflow", () => {
  const env = { AIRFLOW_HOME: "/opt/flow" };
  test("keeps SQLite in its home", () => {
    expect(likely(script("airflow db init", { env }))).toEqual(["/opt/flow/airflow.db likely run.sh:2"]);
    expect(likely(script("airflow initdb"))).toEqual(["/root/airflow/airflow.db likely run.sh:2"]);
  });
  test("does not where a connection is set by environment or file", () => {
    expect(likely(script("airflow db migrate", { env: { ...env, AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: undefined } }))).toEqual([]);
    expect(likely(script("airflow db migrate", { env, files: { "/opt/flow/airflow.cfg": "[core]\nsql_alchemy_conn = postgresql://db/flow\n" } }))).toEqual([]);
    expect(likely(script("airflow webserver", { env }))).toEqual([]);
  });
});

describe("rails", () => {
  const yml = "default: &default\n  adapter: sqlite3\n\nproduction:\n  <<: *default\n  database: storage/live.sqlite3\n\ndevelopment:\n  <<: *default\n  database: db/dev.sqlite3 # local\n";
  const files = { "/srv/site/config/database.yml": yml };
  test("migrates the file of its environment", () => {
    expect(likely(script("bundle exec rake db:migrate", { files, env: { RAILS_ENV: "production" } }))).toEqual(["/srv/site/storage/live.sqlite3 likely database.yml:6"]);
    expect(likely(script("rails db:prepare", { files }))).toEqual(["/srv/site/db/dev.sqlite3 likely database.yml:10"]);
  });
  test("a server starts the application, which opens it", () => {
    expect(likely(script("exec bundle exec puma -C config/puma.rb", { files }))).toEqual(["/srv/site/db/dev.sqlite3 likely database.yml:10"]);
    expect(likely(script("rake assets:precompile", { files }))).toEqual([]);
  });
  test("tells nothing of another adapter, an address in the environment or a missing file", () => {
    expect(likely(script("rake db:migrate", { files: { "/srv/site/config/database.yml": yml.replace("sqlite3", "postgresql") } }))).toEqual([]);
    expect(likely(script("rake db:migrate", { files, env: { DATABASE_URL: undefined } }))).toEqual([]);
    expect(likely(script("rake db:migrate"))).toEqual([]);
  });
});

test("artisan migrates SQLite where the environment says so", () => {
  expect(likely(script("php artisan migrate --force", { env: { DB_CONNECTION: "sqlite", DB_DATABASE: "/srv/data/live.db" } }))).toEqual(["/srv/data/live.db likely run.sh:2"]);
  expect(likely(script("php artisan migrate", { files: { "/srv/site/.env": "APP=x\nDB_CONNECTION=sqlite\n" } }))).toEqual(["/srv/site/database/database.sqlite likely run.sh:2"]);
  expect(likely(script("php artisan migrate", { env: { DB_CONNECTION: "mysql" } }))).toEqual([]);
});

describe("package.json scripts", () => {
  const manifest = '{ "name": "site", "scripts": { "prestart": "date > seen.txt",\n  "start": "npm run keep && node server.js",\n  "keep": "echo \\"a\\" >> log/kept.csv" } }';
  const files = { "/srv/site/package.json": manifest };
  test("are followed to the place that writes", () => {
    const given = { cmd: "npm start", cwd: "/srv/site", files, directories: ["/srv/site/log"] };
    expect(likely(given)).toEqual(["/srv/site/seen.txt certain package.json:1", "/srv/site/log/kept.csv certain package.json:3"]);
    const write = start(given).writes[1];
    expect(write && write.span.document.slice(write.span.start, write.span.end)).toBe("log/kept.csv");
    expect(start(given).startCommands.map(({ name, args }) => [name, ...args].join(" "))).toContain("node server.js");
  });
  test("a script that is not there leaves the start unknown", () => {
    expect(start({ cmd: "npm run nothing", cwd: "/srv/site", files }).resolvesTo).toBe("unknown-program");
    expect(start({ cmd: "npm ci", cwd: "/srv/site", files }).resolvesTo).toBe("known");
  });
});
