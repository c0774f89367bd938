import fs, { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { formats } from "../../src/report/index.ts";
import { removeScratch, scratch } from "./scratch.ts";
import { stowage, type Outcome } from "./stowage.ts";

const root = join(__dirname, "../..");
const hour = 60 * 60 * 1000;

/** So many hours after the files were made do the runs take place: younger ones are looked at anew. */
let clock = 1;

beforeEach(() => {
  clock = 1;
  const real = Date.now.bind(Date);
  jest.spyOn(Date, "now").mockImplementation(() => real() + clock * hour);
});

afterEach(() => { jest.restoreAllMocks(); });
afterAll(removeScratch);

const project = {
  "compose.yaml": [
    "services:", "  web:", "    build: web", "    env_file: web.env", "    ports: ['${PORT:-8080}:80']", "  db:", "    extends: {file: common/db.yaml, service: db}", "",
  ].join("\n"),
  "common/db.yaml": "services:\n  db:\n    image: postgres:${TAG}\n    volumes: [data:/var/lib/postgresql/data]\n    environment: {POSTGRES_PASSWORD: example}\n",
  ".env": "PORT=8081\nTAG=16\n",
  "web.env": "A=1\n",
  "web/Dockerfile": "FROM alpine:3.20\nWORKDIR /srv\nCOPY start.sh .\nCMD [\"sh\", \"start.sh\"]\n",
  "web/start.sh": "#!/bin/sh\necho up\n",
  "tool/Dockerfile": "FROM debian:12\nRUN apt-get update\nCOPY . /srv\n",
  "tool/a.txt": "a\n",
};

interface Bench {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

function bench(files: Readonly<Record<string, string>> = project): Bench {
  return { folder: scratch(files), env: { XDG_CACHE_HOME: scratch() } };
}

function cached({ folder, env }: Bench, ...argv: readonly string[]): Outcome {
  return stowage(folder, ["check", "--cache", "--preset", "all", ...argv], "", env);
}

function plain({ folder }: Bench, ...argv: readonly string[]): Outcome {
  return stowage(folder, ["check", "--preset", "all", ...argv]);
}

/** The files of a folder that a call opens, by their paths in it. */
function opened(folder: string, call: () => void): readonly string[] {
  const spy = jest.spyOn(fs, "openSync");
  call();
  const paths = spy.mock.calls.map(([path]) => String(path)).filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
  spy.mockRestore();
  return paths;
}

test.each(formats)("a run from the cache gives the same bytes: %s", (format) => {
  const place = bench();
  const expected = plain(place, "-f", format);
  expect(expected.out.length).toBeGreaterThan(50);
  for (let run = 0; run < 3; run++) expect(cached(place, "-f", format)).toEqual(expected);
});

test("a second run opens no file of the project", () => {
  const place = bench();
  expect(opened(place.folder, () => cached(place))).toContain("tool/Dockerfile");
  expect(opened(place.folder, () => cached(place))).toEqual([]);
  expect(opened(place.folder, () => cached(place, "--no-cache"))).toContain("tool/Dockerfile");
});

test("another format of an unchanged project is kept beside the first, with its own bytes", () => {
  const place = bench();
  cached(place);
  const json = cached(place, "-f", "json");
  expect(json).toEqual(plain(place, "-f", "json"));
  const pretty = plain(place);
  expect(opened(place.folder, () => {
    expect(cached(place, "-f", "json")).toEqual(json);
    expect(cached(place)).toEqual(pretty);
  })).toEqual([]);
});

type Change = (folder: string) => void;

const put = (path: string, text: string): Change => (folder) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

const changes: Readonly<Record<string, Change>> = {
  "a Dockerfile": put("tool/Dockerfile", "FROM debian\nRUN apt-get update\n"),
  "a Dockerfile that a service builds": put("web/Dockerfile", "FROM alpine\nCOPY start.sh .\nCMD [\"sh\", \"start.sh\"]\n"),
  "a script that the container runs": put("web/start.sh", "#!/bin/sh\necho 1 >> /srv/orders.csv\n"),
  "the .env file": put(".env", "PORT=8081\nTAG=latest\n"),
  "an env_file that goes": (folder) => { rmSync(join(folder, "web.env")); },
  "a new override file": put("compose.override.yaml", "services:\n  db:\n    privileged: true\n"),
  "an extended file": put("common/db.yaml", "services:\n  db:\n    image: postgres\n    privileged: true\n"),
  "a new .dockerignore": put("web/.dockerignore", "start.sh\n"),
  "a new Dockerfile": put("other/Dockerfile", "FROM debian\n"),
  "a Dockerfile that goes": (folder) => { rmSync(join(folder, "tool/Dockerfile")); },
  "a Dockerfile that moves": (folder) => { renameSync(join(folder, "tool"), join(folder, "moved")); },
  "a file that is copied goes": (folder) => { rmSync(join(folder, "web/start.sh")); },
  "a new configuration": put("stowage.yaml", "preset: recommended\nignore: [tool]\n"),
  "a configuration of another linter": put("tool/.hadolint.yaml", "ignored: [DL3008, DL3009]\n"),
  "a new .gitignore in a work tree": (folder) => { mkdirSync(join(folder, ".git")); put(".gitignore", "tool\n")(folder); },
  "a Dockerfile that becomes a link": (folder) => { rmSync(join(folder, "tool/Dockerfile")); symlinkSync("../web/Dockerfile", join(folder, "tool/Dockerfile")); },
  "a script that starts containers": put("run.sh", "#!/bin/sh\ndocker build -t tool tool\ndocker run --privileged tool\n"),
};

describe("after a change the result is that of a run without cache", () => {
  test.each(Object.keys(changes))("%s", (name) => {
    const place = bench();
    const argv = name.includes("configuration") ? [] : ["--no-config"];
    const run = (more: readonly string[]): Outcome => stowage(place.folder, ["check", "-f", "json", ...argv, ...more], "", place.env);
    const before = run(["--cache"]);
    expect(run(["--cache"])).toEqual(before);
    changes[name]?.(place.folder);
    clock++;
    const expected = run([]);
    expect(run(["--cache"])).toEqual(expected);
    expect(run(["--cache"])).toEqual(expected);
    if (!/copied goes|env_file/.test(name)) expect(expected.out).not.toBe(before.out);
  });

  test("any file of the fixtures, changed, gone and back again", () => {
    for (const name of readdirSync(join(root, "fixtures/projects")).slice(0, 12)) {
      const folder = scratch();
      cpSync(join(root, "fixtures/projects", name), folder, { recursive: true });
      const place = { folder, env: { XDG_CACHE_HOME: scratch() } };
      const same = (): void => { clock++; expect(cached(place, "-f", "json")).toEqual(plain(place, "-f", "json")); };
      same();
      for (const path of filesBelow(folder).slice(0, 8)) {
        const text = readFileSync(join(folder, path), "utf8");
        writeFileSync(join(folder, path), `${text.split("\n").slice(1).join("\n")}\n# more\n`);
        same();
        rmSync(join(folder, path));
        same();
        writeFileSync(join(folder, path), text);
        same();
      }
    }
  });

  test("text of the same length with the old time of change", () => {
    const place = bench();
    cached(place);
    const path = join(place.folder, "tool/Dockerfile");
    const { atime, mtime } = statSync(path);
    writeFileSync(path, readFileSync(path, "utf8").replace("debian:12", "alpine:99"));
    utimesSync(path, atime, mtime);
    const after = cached(place);
    expect(after).toEqual(plain(place));
    expect(after.out).toContain("alpine:99");
  });

  test("a file that changes right after the run, within one tick of the clock", () => {
    clock = 0;
    const place = bench();
    for (let round = 0; round < 5; round++) {
      cached(place);
      put("tool/Dockerfile", `FROM debian:1${round}\nRUN apt-get update\n`)(place.folder);
      expect(cached(place)).toEqual(plain(place));
    }
  });

  test("only the part that changed is checked again", () => {
    const files = Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`${n}/Dockerfile`, `FROM debian:1${n}\nCOPY a b\nCMD ["sh", "b"]\n`]));
    const place = bench({ ...files, ...Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`${n}/a`, "echo up\n"])) });
    expect(opened(place.folder, () => cached(place))).toContain("3/a");
    put("2/Dockerfile", "FROM debian\nCOPY a b\nCMD [\"sh\", \"b\"]\n")(place.folder);
    clock++;
    const expected = plain(place);
    const again = opened(place.folder, () => { expect(cached(place)).toEqual(expected); });
    expect(again).toContain("2/a");
    expect(again).not.toContain("3/a");
  });
});

test("options and the tool's build have results of their own", () => {
  const place = bench();
  const first = stowage(place.folder, ["check", "--cache"], "", place.env);
  for (const argv of [["--preset", "hadolint"], ["--rule", "moving-image-tag=error"], ["--no-config"], ["--fail-on", "never"], ["tool"], ["--quiet"], ["web", "tool"]]) {
    expect(stowage(place.folder, ["check", "--cache", ...argv], "", place.env)).toEqual(stowage(place.folder, ["check", ...argv]));
  }
  expect(stowage(place.folder, ["check", "--cache"], "", place.env)).toEqual(first);
});

test("a baseline that changes counts", () => {
  const place = bench();
  stowage(place.folder, ["check", "--preset", "all", "--write-baseline", "--baseline", "b.json"]);
  expect(cached(place, "--baseline", "b.json").out).toContain("No findings");
  writeFileSync(join(place.folder, "b.json"), '{"version": 1, "findings": []}');
  expect(cached(place, "--baseline", "b.json")).toEqual(plain(place, "--baseline", "b.json"));
  expect(cached(place, "--baseline", "b.json").status).toBe(1);
});

describe("what is kept", () => {
  const keptIn = (folder: string): readonly string[] => filesBelow(folder).filter((path) => path.includes("result-") && !path.endsWith("result-key")).map((path) => join(folder, path));

  test.each(["cut", "garbage", "one bit", "empty"])("is left alone where it is damaged: %s", (how) => {
    const place = bench();
    const expected = cached(place);
    const kept = keptIn(place.env["XDG_CACHE_HOME"] ?? "");
    expect(kept.length).toBe(2);
    for (const path of kept) {
      const bytes = readFileSync(path);
      const at = bytes.indexOf("debian");
      bytes[at < 0 ? 100 : at] = 0x45;
      writeFileSync(path, { cut: bytes.subarray(0, bytes.length >> 1), garbage: Buffer.from("x\n{]"), "one bit": bytes, empty: Buffer.alloc(0) }[how] ?? "");
    }
    expect(cached(place)).toEqual(expected);
    expect(opened(place.folder, () => cached(place))).toEqual([]);
  });

  test("is never written through a link", () => {
    const place = bench();
    cached(place);
    const [kept = ""] = keptIn(place.env["XDG_CACHE_HOME"] ?? "");
    const victim = join(scratch({ victim: "mine" }), "victim");
    rmSync(kept);
    symlinkSync(victim, kept);
    expect(cached(place)).toEqual(plain(place));
    expect(readFileSync(victim, "utf8")).toBe("mine");
  });

  test("counts for nothing where a repository brought it along", () => {
    const place = bench({ Dockerfile: "FROM debian\n" });
    const argv = ["check", "--cache-location", "kept"];
    const honest = stowage(place.folder, argv, "", place.env);
    expect(honest.status).toBe(1);
    // Somebody else, with a key of their own, makes a clean result of it.
    const other = { XDG_CACHE_HOME: scratch() };
    rmSync(join(place.folder, "kept"), { recursive: true });
    stowage(place.folder, argv, "", other);
    clock++;
    stowage(place.folder, argv, "", other);
    const key = readFileSync(join(other.XDG_CACHE_HOME, "stowage/result-key"), "utf8");
    for (const path of keptIn(join(place.folder, "kept"))) {
      const [, body = ""] = readFileSync(path, "utf8").split("\n");
      const forged = body.replace(/"out":"(?:[^"\\]|\\.)*"/, '"out":"No findings"').replace(/"status":1/, '"status":0');
      const seal = createHash("sha256").update(`test${key}\n${basename(path)}\n${forged}test${key}`).digest("hex");
      writeFileSync(path, `${seal}\n${forged}`);
    }
    expect(stowage(place.folder, argv, "", other)).toMatchObject({ status: 0, out: "No findings" });
    expect(stowage(place.folder, argv, "", place.env)).toEqual(honest);
  });

  test("lies where --cache-location says", () => {
    const place = bench();
    const there = join(scratch(), "deep/er");
    const run = (): Outcome => cached(place, "--cache-location", there);
    run();
    expect(keptIn(there).length).toBe(2);
    expect(filesBelow(place.env["XDG_CACHE_HOME"] ?? "").filter((path) => path.includes("result-"))).toEqual([]);
    const expected = plain(place);
    expect(opened(place.folder, () => { expect(run()).toEqual(expected); })).toEqual([]);
  });
});

test("a cache location that is no folder is a mistake in the command line", () => {
  const place = bench();
  expect(cached(place, "--cache-location", "compose.yaml")).toMatchObject({ status: 2, out: "", error: expect.stringContaining("--cache-location compose.yaml is no folder") as unknown });
  symlinkSync(scratch(), join(place.folder, "link"));
  expect(cached(place, "--cache-location", "link")).toMatchObject({ status: 2, error: expect.stringContaining("is a link") as unknown });
});

test("fixes are worked out anew", () => {
  const place = bench({ Dockerfile: "FROM debian:12\nMAINTAINER me\n" });
  cached(place);
  expect(opened(place.folder, () => cached(place, "--diff"))).toContain("Dockerfile");
  expect(cached(place, "--diff").out).toBe(plain(place, "--diff").out);
});

function filesBelow(folder: string, prefix = ""): readonly string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(folder, path) : entry.isFile() ? [path] : [];
  });
}
