import { sqlitePath } from "../../../src/model/sqlite-address.ts";
import { containerOf } from "./project.ts";

function writes(environment: Readonly<Record<string, string>>, service = "image: example.org/team/shop:1.4"): readonly string[] {
  const lines = Object.entries(environment).map(([name, value]) => `      ${name}: "${value}"\n`);
  const container = containerOf({ "compose.yaml": `services:\n  shop:\n    ${service}\n    environment:\n${lines.join("")}`, Dockerfile: "FROM node:22\nWORKDIR /srv/shop\nCMD [\"node\", \"server.js\"]\n" }, "shop");
  return container.writes.map((write) => `${write.type} ${write.path} ${write.class} ${write.confidence} ${write.evidence} ${write.fate.kind}`);
}

test("an address of a SQLite file names the file", () => {
  expect(writes({ DATABASE_URL: "sqlite:////srv/shop/data/app.db" })).toEqual(["file /srv/shop/data/app.db data likely environment writable-layer"]);
  expect(writes({ DATABASE_URL: "sqlite:///app.db?timeout=5" }, "build: .")).toEqual(["file /srv/shop/app.db data likely environment writable-layer"]);
  expect(["sqlite://:memory:", "sqlite::memory:", "postgres://db/shop", "sqlite:///${NAME}", "file:///etc/hosts", "sqlite://"].map(sqlitePath)).toEqual(Array(6).fill(undefined));
  expect(["sqlite:data.db", "sqlite+aiosqlite:////x/a.db", "jdbc:sqlite:/x/a.db", "file:./dev.db", "jdbc:h2:file:/x/a;MODE=MySQL"].map(sqlitePath)).toEqual(["data.db", "/x/a.db", "/x/a.db", "./dev.db", "/x/a.mv.db"]);
});

test("a variable's name says what its path holds", () => {
  expect(writes({ UPLOAD_DIR: "/srv/uploads" })).toEqual(["tree /srv/uploads data likely environment writable-layer"]);
  expect(writes({ APP_DB_PATH: "/srv/app.sqlite3" })).toEqual(["file /srv/app.sqlite3 data likely environment writable-layer"]);
  expect(writes({ SHOP_DATASOURCE: "/srv/shop.sqlite" })).toEqual(["file /srv/shop.sqlite data likely environment writable-layer"]);
  expect(writes({ SHOP_LOG_FILE: "/srv/shop/out" })).toEqual(["file /srv/shop/out logs likely environment writable-layer"]);
  expect(writes({ SHOP_DATA_DIR: "/tmp/shop" })).toEqual(["tree /tmp/shop scratch likely environment writable-layer"]);
});

test("what is only read, no path, or a system directory says nothing", () => {
  expect(writes({ CONFIG_DIR: "/srv/conf", STATIC_ROOT: "/srv/static", TEMPLATE_PATH: "/srv/t", MODEL_DATA_DIR: "/srv/m", DATA_PATH: "s3://bucket/x", DATA_DIR: "/usr/share/shop", LOG_PATH: "stdout" })).toEqual([]);
});

test("variables of Apache count where it is seen to start", () => {
  const logs = (command: string): readonly string[] => containerOf({ Dockerfile: `FROM debian:12\nENV APACHE_LOG_DIR=/srv/logs\nCMD ${command}\n` }, "project").writes.map(({ path }) => path);
  expect([logs("apache2ctl -D FOREGROUND"), logs("start-all")]).toEqual([["/srv/logs"], []]);
});

test("a mount takes the write; a read-only one says that it is none", () => {
  const at = (volume: string): readonly string[] => writes({ DATA_DIR: "/srv/data" }, `image: example.org/shop\n    volumes: ["${volume}"]`);
  expect(at("./kept:/srv/data")).toEqual(["tree /srv/data data likely environment bind-mount"]);
  expect(at("./kept:/srv/data:ro")).toEqual([]);
});

test("known images and starts that are read in full need no guess", () => {
  expect(writes({ DATA_DIR: "/srv/data" }, "image: mysql:8.4").filter((line) => line.includes("/srv/data"))).toEqual([]);
  expect(writes({ DATA_DIR: "/srv/data" }, "build: .\n    command: echo none")).toEqual([]);
});

test("the trace leads to the value", () => {
  const container = containerOf({ Dockerfile: "FROM node:22\nENV DATA_DIR=/srv/data\nCMD [\"node\", \"x.js\"]\n" }, "project");
  const [write] = container.writes;
  expect([write?.trace.map(({ message }) => message), write?.span.document.position(write.span.start).line]).toEqual([["DATA_DIR names /srv/data"], 2]);
});
