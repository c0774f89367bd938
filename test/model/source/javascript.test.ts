import { containerOf } from "../container/project.ts";

/** What a Node.js program writes: `type path class`. */
function writes(source: string, more: Readonly<Record<string, string>> = {}, dockerfile = ""): readonly string[] {
  const container = containerOf({ Dockerfile: `FROM node:22\nWORKDIR /app\n${dockerfile}COPY . .\nCMD ["node", "server.js"]\n`, "server.js": source, ...more }, "project");
  return container.writes.map((write) => `${write.type} ${write.path} ${write.class}`);
}

const fs = 'const fs = require("fs");\nconst path = require("path");\n';

describe("calls that write", () => {
  it.each([
    ['fs.writeFileSync("data/a.json", "{}");', ["file /app/data/a.json data"]],
    ['fs.promises.appendFile("./out.log", "x");', ["file /app/out.log logs"]],
    ['fs.createWriteStream(path.join(__dirname, "store", "b.bin"));', ["file /app/store/b.bin data"]],
    ['fs.mkdirSync("/srv/up", { recursive: true });', ["directory /srv/up data"]],
    ['fs.copyFileSync("seed.db", "/srv/live.db");', ["file /srv/live.db data"]],
    ['fs.openSync("c.txt", "a");', ["file /app/c.txt data"]],
    ['fs.openSync("c.txt", "r");', []],
    ['fs.readFileSync("c.txt");', []],
    ['fs.writeFileSync("/tmp/c.txt", "");', ["file /tmp/c.txt scratch"]],
    ['const { writeFile: save } = require("node:fs/promises");\nsave("d.json", "");', ["file /app/d.json data"]],
    ['const fsp = fs.promises;\nasync function f() { await fsp.writeFile(`data/${"e"}.json`, ""); }\nf();', ["file /app/data/e.json data"]],
    ['function keep(id) { fs.writeFileSync(`uploads/${id}.png`, ""); }\nkeep(process.argv[2]);', ["tree /app/uploads data"]],
    ['function keep(name) { fs.writeFileSync(name, ""); fs.writeFileSync(`${name}/x`, ""); fs.writeFileSync(`./${name}`, ""); }', []],
    ['const other = { writeFile() {} };\nother.writeFile("z.json");', []],
    ['require("fs-extra").outputJsonSync("cfg/f.json", {});', ["file /app/cfg/f.json data"]],
    ['const Database = require("better-sqlite3");\nnew Database("app.db");', ["file /app/app.db data"]],
    ['const Database = require("better-sqlite3");\nnew Database(":memory:"); new Database();', []],
    ['const sqlite3 = require("sqlite3").verbose();\nnew sqlite3.Database(path.resolve("db", "g.sqlite"));', ["file /app/db/g.sqlite data"]],
    ['const multer = require("multer");\nmulter({ dest: "uploads/" });', ["tree /app/uploads data"]],
    ['const multer = require("multer");\nmulter.diskStorage({ destination: (req, file, cb) => cb(null, "/srv/pictures") });', ["tree /srv/pictures data"]],
    ['const winston = require("winston");\nwinston.createLogger({ transports: [new winston.transports.File({ filename: "all.log" })] });', ["file /app/all.log logs"]],
    ['const pino = require("pino");\npino(pino.destination("/var/log/shop.log"));', ["file /var/log/shop.log logs"]],
    ['const session = require("express-session");\nconst FileStore = require("session-file-store")(session);\nnew FileStore({});', ["tree /app/sessions session"]],
    ['const knex = require("knex");\nconst settings = { client: "sqlite3", connection: { filename: "./k.db" } };\nknex(settings);', ["file /app/k.db data"]],
  ])("%s", (source, expected) => {
    expect(writes(fs + source)).toEqual(expected);
  });
});

describe("paths are followed", () => {
  test("through the environment and its defaults", () => {
    const source = `${fs}const dir = process.env.DATA || "./var";\nfs.writeFileSync(path.join(dir, "a.json"), "");`;
    expect(writes(source)).toEqual(["file /app/var/a.json data"]);
    expect(writes(source, {}, "ENV DATA=/srv/kept\n")).toEqual(["file /srv/kept/a.json data"]);
    const compose = "services:\n  shop:\n    build: .\n    environment: { DATA: \"${UNKNOWN}\" }\n";
    expect(containerOf({ Dockerfile: "FROM node:22\nWORKDIR /app\nCOPY . .\nCMD node server.js\n", "server.js": source, "compose.yaml": compose }, "shop").writes).toEqual([]);
  });

  test("through other files: exports of each kind, static members, names defined late", () => {
    const server = `${fs}const { dir } = require("./settings");\nconst Place = require("./place");\nfs.writeFileSync(dir + "/a.json", "");\nfs.writeFileSync(Place.file, "");\n`;
    const settings = 'const base = "/srv";\nmodule.exports = { dir: base + "/one" };\n';
    const place = 'class Place { static file; static init() { Place.file = require("path").join("two", "b.json"); } }\nmodule.exports = Place;\n';
    expect(writes(server, { "settings.js": settings, "place.js": place })).toEqual(["file /app/two/b.json data", "file /srv/one/a.json data"]);
  });

  test("in modules, by import.meta and by exported constants", () => {
    const server = 'import { writeFile } from "node:fs/promises";\nimport { fileURLToPath } from "node:url";\nimport path from "node:path";\nimport { FILE } from "./lib/where.mjs";\n'
      + 'const here = path.dirname(fileURLToPath(import.meta.url));\nawait writeFile(path.join(here, "x.json"), "");\nawait writeFile(new URL("./y.json", import.meta.url), "");\nawait writeFile(FILE, "");\n';
    expect(writes(server, { "lib/where.mjs": 'export const FILE = "/srv/z.json";\n' })).toEqual(["file /app/x.json data", "file /app/y.json data", "file /srv/z.json data"]);
  });

  test("only into files that the program reaches, and none that is not copied", () => {
    const other = `${fs}fs.writeFileSync("other.json", "");`;
    expect(writes('require("./a");', { "a.js": other, "b.js": other.replace("other", "never") })).toEqual(["file /app/other.json data"]);
    expect(writes('require("./a");', { "a.js": other, ".dockerignore": "a.js\n" })).toEqual([]);
  });

  test("a name that is defined twice, a parameter and a condition that is not known give nothing", () => {
    expect(writes(`${fs}let f = "a.json";\nif (x) f = "b.json";\nfs.writeFileSync(f, "");`)).toEqual([]);
    expect(writes(`${fs}const f = "a.json";\nfunction keep(f) { fs.writeFileSync(f, ""); }`)).toEqual([]);
    expect(writes(`${fs}fs.writeFileSync(isTest ? "a.json" : "b.json", "");`)).toEqual([]);
  });
});

test("the trace leads from COPY over CMD to the line of the source, and the write is likely", () => {
  const container = containerOf({ Dockerfile: "FROM node:22\nWORKDIR /app\nCOPY . .\nCMD [\"npm\", \"start\"]\n", "package.json": '{\n "scripts": { "start": "node src" }\n}', "src/index.js": `${fs}\nfs.writeFileSync("a.json", "");\n` }, "project");
  const [write] = container.writes;
  expect(write?.trace.map(({ span, message }) => `${span.document.path}:${String(span.document.position(span.start).line)} ${message}`)).toEqual([
    "Dockerfile:3 copied to /app/package.json", "Dockerfile:4 the container starts npm start", "package.json:2 runs node", "src/index.js:4 writes /app/a.json",
  ]);
  expect([write?.confidence, write?.evidence, container.verdict]).toEqual(["likely", "source", "stateful"]);
});

test("TypeScript is read by the parser that is installed", () => {
  const files = { Dockerfile: "FROM node:22\nWORKDIR /app\nCOPY . .\nCMD [\"npx\", \"tsx\", \"main.ts\"]\n", "main.ts": 'import fs from "node:fs";\nconst file: string = "a.json" as string;\nfs.writeFileSync(file, "");\n' };
  expect(containerOf(files, "project").writes.map(({ path }) => path)).toEqual(["/app/a.json"]);
});

test("no text makes it throw; a broken file, or one nested too deeply, is left out", () => {
  for (const source of ["const fs = require('fs'); fs.writeFileSync(", "\0\0writeFile", "import fs from 'fs'; fs.writeFileSync(f(f(f(f", "require('./server'); require('fs').writeFileSync(a, b)"]) expect(writes(source)).toEqual([]);
  expect(writes(`${fs}const a = b; const b = a; fs.writeFileSync(a, "");`)).toEqual([]);
  expect(writes(`${fs}fs.writeFileSync(${"(".repeat(3000)}"a"${")".repeat(3000)}, "");`)).toEqual([]);
});

describe("what a program's own calls and loops give", () => {
  it.each([
    ["function keep(name) { fs.writeFileSync(path.join('/srv', name), ''); }\nkeep('a');\nkeep(`b`);", ["file /srv/a data", "file /srv/b data"]],
    ["function keep(name = 'c') { fs.writeFileSync(path.join('/srv', name), ''); }\nkeep();", ["file /srv/c data"]],
    ["const keep = (name) => fs.writeFileSync('/srv/' + name, '');\nkeep('d');", ["file /srv/d data"]],
    ["class Store { constructor(file) { this.file = file; }\n put(x) { fs.writeFileSync(this.file, x); } }\nnew Store('/srv/e').put('');", ["file /srv/e data"]],
    ["for (const k of ['f', 'g']) fs.writeFileSync(`/srv/${k}`, '');", ["file /srv/f data", "file /srv/g data"]],
    ["const all = ['h'];\nall.forEach((one) => fs.writeFileSync(path.join('/srv', one), ''));", ["file /srv/h data"]],
    ["fs.writeFileSync('/srv/i.new', '');\nfs.renameSync('/srv/i.new', '/srv/i');", ["file /srv/i data"]],
  ])("%s", (source, expected) => {
    expect(writes(fs + source)).toEqual(expected);
  });

  it.each([
    ["a function that is handed on", "function keep(name) { fs.writeFileSync('/srv/' + name, ''); }\nkeep('a');\nprocess.on('message', keep);"],
    ["two functions of one name", "function keep(name) { fs.writeFileSync('/srv/' + name, ''); }\nkeep('a');\nconst o = { keep(x) { return x; } };\no.keep('b');"],
    ["an argument that nobody knows", "function keep(name) { fs.writeFileSync('/srv/' + name, ''); }\nkeep(process.argv[2]);"],
  ])("%s keeps its name unknown", (_, source) => {
    expect(writes(fs + source)).toEqual(["tree /srv data"]);
  });

  it("a module's functions are called from another one, and what nobody calls never runs", () => {
    const store = `${fs}exports.keep = (name) => fs.writeFileSync('/srv/' + name, '');\nexports.log = (text) => fs.appendFileSync('/srv/log', text);\n`;
    expect(writes("const store = require('./store');\nstore.keep('a');\nconsole.log('b');", { "store.js": store })).toEqual(["file /srv/a data"]);
    expect(writes("const store = require('./store');\nstore.log('b');", { "store.js": store })).toEqual(["file /srv/log logs"]);
  });

  it("what a package may call is not called unused", () => {
    expect(writes(`${fs}require('express')();\nfunction keep() { fs.writeFileSync('/srv/a', ''); }`)).toEqual(["file /srv/a data"]);
  });
});

describe("programs in a command line or its input", () => {
  const lines = (command: string, more: Readonly<Record<string, string>> = {}): readonly string[] =>
    containerOf({ Dockerfile: `FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ${command}\n`, ...more }, "project").writes.map(({ type, path }) => `${type} ${path}`);
  it.each([
    [`["node", "-e", "require('fs').writeFileSync('a', 'x')"]`, ["file /app/a"]],
    [`["node", "--eval", "fs.writeFileSync('/srv/b', 'x')"]`, ["file /srv/b"]],
    [`node -e 'require("fs").writeFileSync("/srv/c", "x")' && sleep 60`, ["file /srv/c"]],
    [`echo 'require("fs").writeFileSync("/srv/d", "x")' | node`, ["file /srv/d"]],
    [`["node", "-e", "console.log(1)"]`, []],
  ])("%s", (command, expected) => {
    expect(lines(command)).toEqual(expected);
  });
  it("points at the words", () => {
    const { writes: [write] } = containerOf({ Dockerfile: "FROM node:22\nCMD [\"node\", \"-e\", \"require('fs').writeFileSync('/srv/a', 'x')\"]\n" }, "project");
    expect(write?.span.document.slice(write.span.start, write.span.end)).toBe("'/srv/a'");
  });
});

test("commands that the program starts are read too", () => {
  expect(writes("const { execSync, spawn } = require('child_process');\nexecSync('echo x > /srv/a');\nspawn('touch', [`/srv/b`]);\n")).toEqual(["file /srv/a data", "file /srv/b data"]);
  expect(writes("require('child_process').execSync(process.argv[2]);\n")).toEqual([]);
});
