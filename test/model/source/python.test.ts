import { containerOf } from "../container/project.ts";

/** What a Python program writes: `type path class`. */
function writes(source: string, more: Readonly<Record<string, string>> = {}, dockerfile = "", cmd = '["python", "app.py"]'): readonly string[] {
  const container = containerOf({ Dockerfile: `FROM python:3.12\nWORKDIR /app\n${dockerfile}COPY . .\nCMD ${cmd}\n`, "app.py": source, ...more }, "project");
  return container.writes.map((write) => `${write.type} ${write.path} ${write.class}`);
}

describe("calls that write", () => {
  it.each([
    ['open("a.csv", "w")', ["file /app/a.csv data"]],
    ['with open("a.csv", mode="ab") as f:\n    f.write(b"x")', ["file /app/a.csv data"]],
    ['open("a.csv")\nopen("a.csv", "rb")\nos.open("a", 1)', []],
    ['from pathlib import Path\nPath("out/a.txt").write_text("x")\n(Path("/srv") / "b.bin").open("wb")', ["file /app/out/a.txt data", "file /srv/b.bin data"]],
    ['import os\nos.makedirs("/srv/up", exist_ok=True)', ["directory /srv/up data"]],
    ['import shutil\nshutil.copy("seed.db", "/srv/live.db")', ["file /srv/live.db data"]],
    ['import sqlite3\nsqlite3.connect("shop.db")\nsqlite3.connect(":memory:")', ["file /app/shop.db data"]],
    ['from sqlalchemy import create_engine\ncreate_engine("sqlite:////srv/s.db")\ncreate_engine("postgresql://db/s")', ["file /srv/s.db data"]],
    ['import logging\nlogging.basicConfig(level=1, filename="all.log")', ["file /app/all.log logs"]],
    ['import logging.handlers\nh = logging.handlers.RotatingFileHandler(\n    "logs/all.log",  # rotated\n    maxBytes=1)', ["file /app/logs/all.log logs"]],
    ['LOGGING = {"handlers": {"f": {"class": "logging.FileHandler", "filename": "/var/log/shop.log"}}}', ["file /var/log/shop.log logs"]],
    ['def keep(name):\n    open(f"uploads/{name}.bin", "wb")\nkeep(input())', ["tree /app/uploads data"]],
    ['def keep(name):\n    open(name, "wb")\n    open(f"{name}/x", "wb")\nkeep(input())', []],
    ['df.to_csv("/srv/out.csv")', ["file /srv/out.csv data"]],
    ['open("/tmp/x", "w")', ["file /tmp/x scratch"]],
    ['"""\nopen("a.csv", "w")\n"""\n# open("b.csv", "w")', []],
  ])("%s", (source, expected) => {
    expect(writes(source)).toEqual(expected);
  });
});

describe("paths are followed", () => {
  test("through the environment, joins and the file's own place", () => {
    const source = 'import os\nBASE = os.path.dirname(os.path.abspath(__file__))\nDIR = os.environ.get("DATA", os.path.join(BASE, "var"))\nopen(os.path.join(DIR, "a.json"), "w")\n';
    expect(writes(source)).toEqual(["file /app/var/a.json data"]);
    expect(writes(source, {}, "ENV DATA=/srv/kept\n")).toEqual(["file /srv/kept/a.json data"]);
  });
  test("through imports of the project", () => {
    const more = { "shop/__init__.py": "", "shop/settings.py": 'ROOT = "/srv"\nFILE = ROOT + "/x.json"\n', "shop/keep.py": 'from .settings import FILE\nfrom . import settings\nopen(FILE, "w")\nopen(settings.ROOT + "/y.json", "w")\n' };
    expect(writes("from shop.keep import something\n", more)).toEqual(["file /srv/x.json data", "file /srv/y.json data"]);
    expect(writes("import other\n", more)).toEqual([]);
  });
  test("not through names that are defined twice or bound by a parameter", () => {
    expect(writes('F = "a"\nif DEBUG:\n    F = "b"\nopen(F, "w")\n')).toEqual([]);
    expect(writes('F = "a.txt"\ndef keep(F):\n    open(F, "w")\n')).toEqual([]);
  });
});

describe("frameworks", () => {
  const settings = 'from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\nINSTALLED_APPS = []\nMEDIA_ROOT = BASE_DIR / "media"\nSTATIC_ROOT = BASE_DIR / "static"\n'
    + 'DATABASES = {\n    "default": {\n        "ENGINE": "django.db.backends.sqlite3",\n        "NAME": BASE_DIR / "shop.sqlite3",\n    }\n}\n';
  const manage = { "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n', "site1/settings.py": settings, "site1/__init__.py": "", "site1/wsgi.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n' };
  test("Django's settings, from manage.py and from a server", () => {
    const expected = ["tree /app/media data", "file /app/shop.sqlite3 data"];
    expect(writes("", manage, "", '["python", "manage.py", "runserver"]')).toEqual(expected);
    expect(writes("", manage, "", '["gunicorn", "-b", ":80", "site1.wsgi:application"]')).toEqual(expected);
    expect(writes("", manage, "", "python manage.py collectstatic --noinput")).toContain("tree /app/static cache");
  });
  test("Django with a database server has no file", () => {
    expect(writes("", { ...manage, "site1/settings.py": settings.replace("sqlite3", "postgresql").replace(/MEDIA_ROOT.*\n/, "") }, "", '["python", "manage.py", "runserver"]')).toEqual([]);
  });
  test("Flask's upload folder, by name and by file", () => {
    const source = 'import os\nfrom flask import Flask, current_app\napp = Flask(__name__)\napp.config["UPLOAD_FOLDER"] = "/srv/up"\n\ndef put(file):\n    file.save(os.path.join(current_app.config["UPLOAD_FOLDER"], file.filename))\n';
    expect(writes(source, {}, "", '["flask", "run"]')).toEqual(["tree /srv/up data"]);
  });
  test("an address of Flask in full counts, a relative one does not", () => {
    expect(writes('SQLALCHEMY_DATABASE_URI = "sqlite:////srv/a.db"\n')).toEqual(["file /srv/a.db data"]);
    expect(writes('SQLALCHEMY_DATABASE_URI = "sqlite:///a.db"\n')).toEqual([]);
  });
});

test("no text makes it throw", () => {
  for (const source of ['open("a', "open((((((((((", 'f"{f\'{x}\'}"', '"""', "x = = y", "import", "from . import (", `${"(".repeat(5000)}open`, "A = B\nB = A\nopen(A, 'w')", "\\"]) expect(writes(source)).toEqual([]);
});

describe("Flask's folders", () => {
  const shop = 'from flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\napp = Flask(__name__)\napp.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.db"\ndb = SQLAlchemy(app)\n';
  test("a database with a relative path lies in the instance folder, with an old version in the root", () => {
    expect(writes(shop)).toEqual(["file /app/instance/shop.db data"]);
    expect(writes(shop, { "requirements.txt": "flask\nFlask-SQLAlchemy>=2.4\n" })).toEqual(["file /app/instance/shop.db data"]);
    for (const line of ["Flask-SQLAlchemy==2.5.1", "flask_sqlalchemy ~= 2.4", "Flask-SQLAlchemy<3"]) expect(writes(shop, { "requirements.txt": `${line}\n` })).toEqual(["file /app/shop.db data"]);
    expect(writes(shop, { "poetry.lock": '[[package]]\nname = "flask-sqlalchemy"\nversion = "2.5.1"\n' })).toEqual(["file /app/shop.db data"]);
    expect(writes(shop, { "pyproject.toml": '[tool.poetry.dependencies]\nflask-sqlalchemy = "^2.5"\n' })).toEqual(["file /app/shop.db data"]);
  });
  test("beside the outermost package, or where the application is told to", () => {
    const more = { "shop/__init__.py": shop };
    expect(writes("", more, "", '["gunicorn", "shop:app"]')).toEqual(["file /app/instance/shop.db data"]);
    expect(writes("", more, "", '["python", "-m", "flask", "--app", "shop", "run"]')).toEqual(["file /app/instance/shop.db data"]);
    expect(writes(shop.replace("(__name__)", '(__name__, instance_path="/srv/x")'))).toEqual([]);
    expect(writes(shop.replace("(__name__)", '("other")'))).toEqual([]);
  });
  test("an absolute path needs no folder, and the default holds where nothing sets the variable", () => {
    expect(writes(shop.replace('"sqlite:///shop.db"', 'os.environ.get("DATABASE_URL", "sqlite:////srv/shop.db")'))).toEqual(["file /srv/shop.db data"]);
    expect(writes(shop.replace('"sqlite:///shop.db"', 'os.environ.get("DATABASE_URL", "sqlite:////srv/shop.db")'), {}, "ENV DATABASE_URL=postgresql://db/shop\n")).toEqual([]);
  });
  test("root_path and instance_path in paths, settings by from_mapping", () => {
    expect(writes('from flask import Flask\napp = Flask(__name__)\ndef keep(f):\n    f.save(os.path.join(app.root_path, "uploads", f.filename))\n')).toEqual(["tree /app/uploads data"]);
    const factory = 'from flask import Flask, current_app\nimport sqlite3, os\ndef create_app():\n    app = Flask(__name__)\n    app.config.from_mapping(DATABASE=os.path.join(app.instance_path, "diary.sqlite"))\ndef db():\n    return sqlite3.connect(current_app.config["DATABASE"])\n';
    expect(writes(factory)).toEqual(["file /app/instance/diary.sqlite data"]);
  });
});

describe("what a program's own calls and loops give", () => {
  it.each([
    ["def keep(name):\n    open(os.path.join('/srv', name), 'w')\n\nkeep('a')\nkeep(name='b')\n", ["file /srv/a data", "file /srv/b data"]],
    ["def keep(name='c'):\n    open('/srv/' + name, 'w')\n\nkeep()\n", ["file /srv/c data"]],
    ["class Store:\n    def __init__(self, path):\n        self.path = path\n\n    def put(self):\n        open(self.path, 'w')\n\nStore('/srv/d').put()\n", ["file /srv/d data"]],
    ["for k in ['e', 'f']:\n    open(f'/srv/{k}', 'w')\n", ["file /srv/e data", "file /srv/f data"]],
    ["for k in range(1, 3):\n    open(f'/srv/g{k}', 'w')\n", ["file /srv/g1 data", "file /srv/g2 data"]],
    ["open('/srv/h.new', 'w')\nos.replace('/srv/h.new', '/srv/h')\n", ["file /srv/h data"]],
    ["import zipfile, tarfile\nzipfile.ZipFile('/srv/i', 'w')\ntarfile.open('/srv/j', 'w:gz')\nzipfile.ZipFile('/srv/k')\n", ["file /srv/i data", "file /srv/j data"]],
  ])("%s", (source, expected) => {
    expect(writes(source)).toEqual(expected);
  });

  it.each([
    ["a function that is handed on", "def keep(name):\n    open('/srv/' + name, 'w')\n\nkeep('a')\nlist(map(keep, names))\n"],
    ["a function with a decorator", "@task\ndef keep(name):\n    open('/srv/' + name, 'w')\n\nkeep('a')\n"],
    ["an argument that nobody knows", "def keep(name):\n    open('/srv/' + name, 'w')\n\nkeep(input())\n"],
  ])("%s keeps its name unknown", (_, source) => {
    expect(writes(source)).toEqual(["tree /srv data"]);
  });

  it("a module's functions are called from another one, and what nobody calls never runs", () => {
    const store = "def save(name):\n    open('/srv/' + name, 'w')\n\ndef log():\n    open('/srv/x.log', 'a')\n";
    expect(writes("import store\nstore.save('a')\n", { "store.py": store })).toEqual(["file /srv/a data"]);
    expect(writes("from store import save, log\nsave('a')\nlog()\n", { "store.py": store })).toEqual(["file /srv/a data", "file /srv/x.log logs"]);
  });

  it("what a package may call is not called unused", () => {
    expect(writes("import flask\ndef keep():\n    open('/srv/a', 'w')\n")).toEqual(["file /srv/a data"]);
  });
});

describe("programs in a command line or its input", () => {
  it.each([
    [`["python", "-c", "open('a', 'w')"]`, ["file /app/a"]],
    [`["python3", "-uc", "open('/srv/b', 'w')"]`, ["file /srv/b"]],
    [`python -c 'open("/srv/c", "w")' && sleep 60`, ["file /srv/c"]],
    [`echo 'open("/srv/d", "w")' | python3 -`, ["file /srv/d"]],
    [`["python", "-c", "print(1)"]`, []],
  ])("%s", (command, expected) => {
    const container = containerOf({ Dockerfile: `FROM python:3.12\nWORKDIR /app\nENV DATA_DIR=/data\nCMD ${command}\n` }, "project");
    expect(container.writes.map(({ type, path }) => `${type} ${path}`)).toEqual(expected);
  });
});

test("what the rights of the image forbid is not claimed", () => {
  const more = "RUN mkdir -p /srv/own /srv/other && chown nobody /srv/own\nUSER nobody\n";
  expect(writes("open('/srv/own/a', 'w')\nopen('/srv/other/b', 'w')\nos.makedirs('/srv/other/c')\nopen('/srv/other/c/d', 'w')\n", {}, more)).toEqual(["file /srv/own/a data"]);
});

test("commands that the program starts are read too", () => {
  expect(writes("import os, subprocess\nos.system('echo x > /srv/a')\nsubprocess.run(['touch', os.path.join('/srv', 'b')], check=True)\nsubprocess.call('touch c && touch /srv/d', shell=True)\n")).toEqual(["file /app/c data", "file /srv/a data", "file /srv/b data", "file /srv/d data"]);
  expect(writes("import subprocess, sys\nsubprocess.run(['touch', sys.argv[1]])\n")).toEqual([]);
});
