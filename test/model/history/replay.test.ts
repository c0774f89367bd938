import { buildContext } from "../../../src/model/dockerfile/index.ts";
import { replay, type History, type Replay } from "../../../src/model/history/index.ts";
import { MemoryHost } from "../../rules/memory-host.ts";

type Files = Readonly<Record<string, string>>;

/** The history that leads through the given states of all files; a file's text stands for its content's name. */
function historyOf(versions: readonly Files[]): History {
  const [first = {}, ...others] = versions;
  const state = (text: string | undefined): string | undefined => (text === undefined ? undefined : `100644 ${text}`);
  let last = first;
  const commits = others.map((files, at) => {
    const paths = [...new Set([...Object.keys(last), ...Object.keys(files)])].filter((path) => last[path] !== files[path]);
    const changes = paths.map((path) => ({ path, before: state(last[path]), after: state(files[path]) }));
    last = files;
    return { id: String(at), changes };
  });
  return { start: new Map(Object.entries(first).map(([path, text]) => [path, `100644 ${text}`])), commits };
}

function replayOf(versions: readonly Files[], context = ""): Replay {
  const dockerfile = context === "" ? "Dockerfile" : `${context}/Dockerfile`;
  const found = replay({
    history: historyOf(versions), dockerfile, context, services: [],
    contexts: [buildContext(new MemoryHost(versions.at(-1) ?? {}), context === "" ? "." : context, dockerfile)],
    text: (state) => state.slice("100644 ".length),
  });
  if (!found) throw new Error("nothing was replayed");
  return found;
}

/** `invalidated/commits` by instruction. */
function counts({ instructions, dockerfile }: Replay): readonly string[] {
  return dockerfile.tree.instructions.map(({ keyword }, at) => `${keyword} ${instructions[at]?.invalidated}/${instructions[at]?.commits}`);
}

const shop = "FROM node\nWORKDIR /app\nCOPY . .\nRUN npm ci\n";

test("a COPY and all after it are built again where its files change; a return to older files finds the older layers", () => {
  const files = { Dockerfile: shop, "package.json": "{}", "a.js": "1" };
  const found = replayOf([files, { ...files, "a.js": "2" }, { ...files, "a.js": "1" }, { ...files, "a.js": "3" }]);
  expect(found.commits).toBe(3);
  expect(counts(found)).toEqual(["FROM 0/3", "WORKDIR 0/3", "COPY 2/3", "RUN 2/3"]);
  expect(found.instructions[2]?.changed).toBe(3);
  expect(found.instructions[3]?.changed).toBe(0);
});

test("what copying the manifests alone would have spared", () => {
  const files = { Dockerfile: shop, "package.json": "{}", "package-lock.json": "1", "a.js": "0" };
  const versions = [files, ...[1, 2, 3, 4].map((n) => ({ ...files, "a.js": String(n), "package-lock.json": n > 2 ? "2" : "1" }))];
  expect(replayOf(versions).savings).toEqual([{
    name: "npm ci", copy: 2, install: 3, commits: 4, reruns: 4, rerunsAfter: 1,
    manifests: [{ path: "package.json", changed: 0 }, { path: "package-lock.json", changed: 1 }],
  }]);
});

test("manifests in a folder of the context are found there, others of the same name do not count", () => {
  const files = { Dockerfile: "FROM node\nCOPY web /srv/web\nWORKDIR /srv/web\nRUN npm ci\n", "web/package.json": "{}", "web/a.js": "0", "package.json": "{}" };
  const [saving] = replayOf([files, { ...files, "package.json": "{ }" }, { ...files, "web/a.js": "1" }, { ...files, "web/package.json": "{  }" }]).savings;
  expect(saving).toMatchObject({ reruns: 2, rerunsAfter: 1, manifests: [{ path: "web/package.json", changed: 1 }] });
});

test("only files below the context count, and its own ignore file decides", () => {
  const files = { "svc/Dockerfile": "FROM a\nCOPY . /x\n", "svc/.dockerignore": "*.md\n", "svc/a.md": "1", "svc/b.txt": "1", "top.txt": "1", "svc2/c.txt": "1" };
  const found = replayOf([files, { ...files, "top.txt": "2" }, { ...files, "svc2/c.txt": "2" }, { ...files, "svc/a.md": "2" }, { ...files, "svc/b.txt": "2" }], "svc");
  expect(counts(found)).toEqual(["FROM 0/4", "COPY 1/4"]);
});

test("an ignore file named after the Dockerfile stands in for the context's", () => {
  const files = { Dockerfile: "FROM a\nCOPY src /x\n", ".dockerignore": "src/a\n", "Dockerfile.dockerignore": "src/b\n", "src/a": "1", "src/b": "1" };
  expect(counts(replayOf([files, { ...files, "src/a": "2" }, { ...files, "src/a": "2", "src/b": "2" }]))[1]).toBe("COPY 1/2");
});

test("an instruction keeps its count through changes of its text, and a new one begins with its first commit", () => {
  const versions = [
    "FROM a\nRUN one\nCMD x\n", "FROM a\nRUN one two\nCMD x\n", "FROM a\nENV A=1\nRUN one two\nCMD x\n", "FROM a\nENV A=1\nRUN one two three\nCMD y\n",
  ].map((Dockerfile) => ({ Dockerfile }));
  expect(counts(replayOf(versions))).toEqual(["FROM 0/3", "ENV 1/2", "RUN 3/3", "CMD 3/3"]);
});

test("another base, and a stage on a stage", () => {
  const two = (tag: string, text: string): Files => ({ Dockerfile: `ARG TAG=${tag}\nFROM a:$TAG AS base\nRUN one\nFROM base\nRUN two\nFROM b\nRUN ${text}\n` });
  expect(counts(replayOf([two("1", "x"), two("2", "x"), two("2", "y")]))).toEqual(["ARG 0/0", "FROM 1/2", "RUN 1/2", "FROM 1/2", "RUN 1/2", "FROM 0/2", "RUN 1/2"]);
});

test("what hangs on another stage's output is left open, unless its own files changed", () => {
  const files = { Dockerfile: "FROM a AS build\nCOPY in /in\nRUN make\nFROM b\nCOPY --from=build /out /out\nCOPY own /own\n", in: "1", own: "1" };
  const found = replayOf([files, { ...files, in: "2" }, { ...files, in: "3", own: "2" }]);
  expect(found.instructions.slice(3).map(({ invalidated, uncertain }) => [invalidated, uncertain])).toEqual([[0, 0], [0, 2], [1, 1]]);
});

test("bind mounts of a RUN read the context as a COPY does", () => {
  const files = { Dockerfile: "FROM a\nRUN --mount=type=bind,source=list.txt,target=/l cat /l\nRUN --mount=type=cache,target=/c true\n", "list.txt": "1", other: "1" };
  expect(counts(replayOf([files, { ...files, other: "2" }]))).toEqual(["FROM 0/1", "RUN 0/1", "RUN 0/1"]);
  expect(counts(replayOf([files, { ...files, "list.txt": "2" }]))).toEqual(["FROM 0/1", "RUN 1/1", "RUN 1/1"]);
});

test("COPY --link does not hang on what stands before it", () => {
  const files = { Dockerfile: "FROM a\nCOPY one /one\nCOPY --link two /two\nRUN x\n", one: "1", two: "1" };
  expect(counts(replayOf([files, { ...files, one: "2" }]))).toEqual(["FROM 0/1", "COPY 1/1", "COPY 0/1", "RUN 1/1"]);
});

test("what git cannot tell is said, not guessed", () => {
  const found = replayOf([{ Dockerfile: "FROM a\nCOPY dist /dist\nCOPY $WHAT /w\nADD https://example.org/x /x\n", src: "1" }, { Dockerfile: "FROM a\nCOPY dist /dist\nCOPY $WHAT /w\nADD https://example.org/x /x\n", src: "2" }]);
  expect(found.instructions.map(({ unknown }) => unknown)).toEqual([
    undefined, "git keeps no file that `dist` names: its changes are not counted", expect.stringContaining("variable"), "what https://example.org/x gives is taken to stay the same",
  ]);
});

test("a Dockerfile that comes later is counted from its second commit on; one that is gone gives nothing", () => {
  const added = [{ a: "1" }, { a: "1", Dockerfile: "FROM a\nCOPY a /\n" }, { a: "2", Dockerfile: "FROM a\nCOPY a /\n" }];
  expect(counts(replayOf(added))).toEqual(["FROM 0/1", "COPY 1/1"]);
  expect(() => replayOf([...added, { a: "2" }])).toThrow("nothing was replayed");
});

test("thousands of files and commits take no time worth naming", () => {
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`src/f${at}.js`, "0"]));
  const start = { Dockerfile: shop, ...many };
  const base = historyOf([start]);
  const commits = Array.from({ length: 2_000 }, (_, at) => ({
    id: String(at), changes: [{ path: `src/f${at}.js`, before: "100644 0", after: "100644 1" }],
  }));
  const began = Date.now();
  const found = replay({
    history: { ...base, commits }, dockerfile: "Dockerfile", context: "", services: [],
    contexts: [buildContext(new MemoryHost({ Dockerfile: shop }), ".", "Dockerfile")], text: (state) => state.slice("100644 ".length),
  });
  expect(found?.instructions[2]?.invalidated).toBe(2_000);
  expect(Date.now() - began).toBeLessThan(3_000);
});
