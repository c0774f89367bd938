import { containerOf } from "../container/project.ts";

function verdict(base: string, command: string, files: Readonly<Record<string, string>>): string {
  return containerOf({ Dockerfile: `FROM ${base}\nWORKDIR /app\nCOPY . .\nCMD ${command}\n`, ...files }, "project").verdict;
}

const python = (source: string, more: Readonly<Record<string, string>> = {}): string => verdict("python:3.12", "[\"python\", \"app.py\"]", { "app.py": source, ...more });
const node = (source: string, more: Readonly<Record<string, string>> = {}): string => verdict("node:22", "[\"node\", \"app.js\"]", { "app.js": source, ...more });

test("a program whose source is all there and writes nothing is stateless", () => {
  expect(python("from flask import Flask\nimport redis, store\napp = Flask(__name__)\n", { "store.py": "import os\n" })).toBe("stateless");
  expect(node("const express = require('express');\nconst { add } = require('./lib/add');\nexpress().listen(80);\n", { "lib/add.js": "exports.add = 1;\n" })).toBe("stateless");
  expect(verdict("python:3.12", "flask run --host 0.0.0.0", { "app.py": "from flask import Flask\napp = Flask(__name__)\n" })).toBe("stateless");
});

test.each([
  ["a package that may write", python("import torch\n"), node("require('keyv-file');")],
  ["a missing file of its own", python("from . import missing\nimport nowhere\n"), node("require('./build/server');")],
  ["a path that is made up at run time", python("import sys\nopen(sys.argv[1], 'w')\n"), node("require('fs').writeFileSync(process.argv[2], 'x');")],
  ["other programs", python("import subprocess\nsubprocess.run(x)\n"), node("require('child_process').execSync('x');")],
  ["a function of the language's own library that writes and is not followed", python("from urllib.request import urlretrieve\nurlretrieve(u, '/srv/x')\n"), node("require('v8').writeHeapSnapshot('/srv/x');")],
  ["a file that is opened by number, or run in a thread", python("import os\nos.open('/srv/x', os.O_CREAT)\n"), node("new (require('worker_threads').Worker)('/srv/worker.js');")],
  ["a computed import", python("import importlib\n"), node("require(process.env.X);")],
])("%s leaves it unknown", (_, ofPython, ofNode) => {
  expect([ofPython, ofNode]).toEqual(["unknown", "unknown"]);
});

test("what it writes decides", () => {
  expect(node("require('fs').writeFileSync('/srv/x.txt', 'x');")).toBe("stateful");
  expect(node("require('fs').writeFileSync('/tmp/x.txt', 'x');")).toBe("stateless");
  expect(node("require('fs').open('/srv/x.txt', 'a', () => {});")).toBe("stateful");
  expect(node("const fsp = require('fs/promises');\nfsp.open('/srv/x.txt', 'w');")).toBe("stateful");
  expect(node("const { open } = require('fs/promises');\nopen('/srv/x.txt', 'w');")).toBe("stateful");
  expect(node("require('fs').open('/srv/x.txt', 'r', () => {});")).toBe("stateless");
});

test("another program beside it stays unknown", () => {
  expect(verdict("python:3.12", "python app.py & ./server", { "app.py": "import os\n" })).toBe("unknown");
  expect(verdict("python:3.12", "celery -A app beat", { "app.py": "import os\n" })).toBe("unknown");
});
