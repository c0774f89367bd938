import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { discover, limits } from "../../src/engine/discover.ts";
import { nodeHost } from "../../src/faces/node-host.ts";
import { removeScratch, scratch } from "../faces/scratch.ts";
import { stowage, type Outcome } from "../faces/stowage.ts";
import { MemoryHost } from "../rules/memory-host.ts";

afterAll(removeScratch);

interface Said {
  readonly status: number;
  /** `path: message` of notes and of findings that refuse a file. */
  readonly said: string;
}

function check(files: Readonly<Record<string, string>>, ...paths: readonly string[]): Said {
  return readOutcome(stowage(scratch(files), [...paths, "--no-config", "--format", "json"]));
}

function readOutcome({ status, out }: Outcome): Said {
  const { notes, findings } = JSON.parse(out) as { notes: { path: string; message: string }[]; findings: { path: string; rule: string; message: string }[] };
  const refusals = findings.filter(({ rule }) => ["invalid-compose", "shell-syntax-error", "dockerfile-syntax-error"].includes(rule));
  return { status, said: [...notes, ...refusals].map(({ path, message }) => `${path}: ${message}`).join("\n") };
}

const nested = (open: string, close: string, count: number): string => open.repeat(count) + close.repeat(count);
const aliases = (deep: number): string => {
  const names = "a b c d e f g h i j".split(" ").slice(0, deep);
  const lines = names.map((name, at) => `x-${name}: &${name} [${Array<string>(10).fill(at === 0 ? "1" : `*${names[at - 1] ?? ""}`).join(", ")}]`);
  return `${lines.join("\n")}\nservices:\n  a: { image: "a:1", command: *${names.at(-1) ?? ""} }\n`;
};
const chain = (count: number): Readonly<Record<string, string>> => Object.fromEntries(Array.from({ length: count }, (_, at) => [
  at === 0 ? "compose.yaml" : `parts/c${at}.yaml`, `include: [${at === 0 ? "parts/" : ""}c${at + 1}.yaml]\nservices: { a${at}: { image: "a:1" } }\n`,
]));
const doubled = (count: number): Readonly<Record<string, string>> => Object.fromEntries(Array.from({ length: count }, (_, at) => {
  const next = `${at === 0 ? "parts/" : ""}c${at + 1}.yaml`;
  return [at === 0 ? "compose.yaml" : `parts/c${at}.yaml`, at === count - 1 ? "volumes: { a: {} }\n" : `include: [${next}, ${next}]\n`];
}));
const extending = (count: number): string => `services:\n${Array.from({ length: count }, (_, at) => `  a${at}: { extends: { service: a${at + 1} } }\n`).join("")}  a${count}: { image: "a:1" }\n`;

test.each<readonly [string, Readonly<Record<string, string>>, RegExp]>([
  ["flow mappings in each other", { "compose.yaml": `services: ${nested("{a: ", "}", 20_000)}\n` }, /^compose\.yaml: .*nested too deeply/],
  ["lists in each other", { "compose.yaml": `services: { a: { image: "a:1", command: ${nested("[", "]", 20_000)} } }\n` }, /^compose\.yaml: .*nested too deeply/],
  // Few enough for a run without the limit to end.
  ["aliases that multiply to a million values", { "compose.yaml": aliases(6) }, /^compose\.yaml: .*aliases .* not followed further/],
  ["aliases that multiply", { "compose.yaml": aliases(10) }, /^compose\.yaml: .*aliases .* not followed further/],
  ["includes in each other", chain(80), /^parts\/c50\.yaml: include: .* more than 50 deep; .*include fewer files/m],
  ["each file included twice by the one above", doubled(40), /include: more than 1000 files are included; .*include fewer files/],
  ["an include that goes round", { "compose.yaml": "include: [b.yaml]\n", "b.yaml": "include: [compose.yaml]\n" }, /`include` goes round in a circle: compose\.yaml includes b\.yaml/],
  ["services that extend each other in a row", { "compose.yaml": extending(500) }, /^compose\.yaml: extends: more than 30 services .*: shorten the chain/m],
  ["services that extend each other in a circle", { "compose.yaml": "services:\n  a: { extends: b }\n  b: { extends: a }\n" }, /`extends` goes round in a circle/],
  ["brackets in a shell line", { Dockerfile: `FROM debian:12\nRUN ${nested("(", ")", 20_000)}\n` }, /^Dockerfile: the shell cannot read this: .*nesting/m],
])("%s: a limit with a word on it", (_, files, wanted) => {
  const start = process.cpuUsage();
  const { status, said } = check(files);
  expect(said).toMatch(wanted);
  expect([0, 1, 2]).toContain(status);
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(20_000);
}, 60_000);

test("variables nested thousands deep are read", () => {
  expect([0, 1]).toContain(check({ Dockerfile: `FROM debian:12\nENV A=${nested("${A:-", "}", 5000)}\n` }).status);
});

test("folders in each other, deeper than a walk goes", () => {
  const { status, said } = check({ Dockerfile: "FROM debian:12\n", [`${"d/".repeat(130)}Dockerfile`]: "FROM debian:12\n" });
  expect(said).toMatch(/^(?:d\/)+d: lies more than 100 folders deep: give its path to check it$/);
  expect(status).toBe(2);
});

test("a file of more than 10 MB", () => {
  const folder = scratch({ Dockerfile: "FROM a:1\n" });
  truncateSync(join(folder, "Dockerfile"), 11_000_000);
  expect(readOutcome(stowage(folder, ["--no-config", "--format", "json"]))).toEqual({ status: 2, said: expect.stringMatching(/^Dockerfile: has 11 MB, more than the 10 MB that are read: .*`ignore`/) as string });
});

test("more files, or more text, than one run takes: the first one that is left out tells", () => {
  const host = new MemoryHost(Object.fromEntries(["a", "b", "c", "d"].map((name) => [`${name}/Dockerfile`, "FROM debian:12\n"])));
  const found = (): readonly string[] => {
    const { dockerfiles, notes } = discover({ host, paths: ["."], ignoreIn: () => [] });
    return [...dockerfiles, ...notes.map(({ path, message, incomplete }) => `${path} ${String(incomplete)} ${message}`)];
  };
  const before = { ...limits };
  try {
    limits.files = 2;
    expect(found()).toHaveLength(3);
    expect(found()[2]).toMatch(/^\w\/Dockerfile true and all that follows is left out: one run takes 2 files .*`ignore`$/);
    Object.assign(limits, before, { characters: 50 });
    expect(found()).toHaveLength(4);
  } finally {
    Object.assign(limits, before);
  }
  expect(found()).toHaveLength(4);
});

test("pipes, sockets, devices, links out and links in circles that are called as a Dockerfile or a compose file: each is named, nothing waits", async () => {
  const outside = scratch({ Dockerfile: "FROM secret.example/a:1\n" });
  const folder = scratch({ "ok/Dockerfile": "FROM debian:12\n" });
  for (const name of ["pipe", "socket", "device", "out", "circle", "folder"]) mkdirSync(join(folder, name));
  execFileSync("mkfifo", [join(folder, "pipe/Dockerfile")]);
  symlinkSync("/dev/zero", join(folder, "device/Dockerfile"));
  symlinkSync(join(outside, "Dockerfile"), join(folder, "out/Dockerfile"));
  symlinkSync("Dockerfile", join(folder, "circle/Dockerfile"));
  symlinkSync("..", join(folder, "circle/up"));
  mkdirSync(join(folder, "folder/compose.yaml"));
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(join(folder, "socket/Dockerfile"), resolve); });
  try {
    const { status, said } = readOutcome(stowage(folder, ["--no-config", "--format", "json"]));
    expect(status).toBe(2);
    expect(said.split("\n").map((line) => line.split(":")[0]).sort()).toEqual(["circle/Dockerfile", "device/Dockerfile", "folder/compose.yaml", "out/Dockerfile", "pipe/Dockerfile", "socket/Dockerfile"]);
    expect(said).toMatch(/pipe\/Dockerfile: is a named pipe, not a file: give the path of a regular file/);
    expect(said).toMatch(/socket\/Dockerfile: is a socket/);
    expect(said).not.toContain("secret.example");
  } finally {
    await new Promise((resolve) => { server.close(resolve); });
  }
});

test("names with line ends and control characters: one line a finding, nothing raw", () => {
  const { out, error } = stowage(scratch({ "a\nb\u001b[31m\u0007/Dockerfile": "FROM debian\n", "::error::x/Dockerfile": "FROM debian\n" }), ["--no-config", "--format", "unix"]);
  expect(out.split("\n").slice(0, -1).every((line) => /:\d+:\d+: .* \[\w+\/[\w-]+\]$/.test(line))).toBe(true);
  expect(out).toMatch(/^a\\nb\\x1b\[31m\\x07\/Dockerfile:1/m);
  expect(out + error).not.toMatch(/[\u0000-\u0009\u000b-\u001f]|^::/m);
});

test("a file that becomes a pipe, a link out or longer between the look and the reading", () => {
  const outside = scratch({ secret: "secret" });
  for (const [change, wanted] of [
    [(path: string) => { execFileSync("mkfifo", [path]); }, "not-a-file"],
    [(path: string) => { symlinkSync(join(outside, "secret"), path); }, "outside-root"],
    [(path: string) => { writeFileSync(path, "x".repeat(100)); }, "x".repeat(100)],
  ] as const) {
    const folder = scratch({ Dockerfile: "FROM a\n" });
    const host = nodeHost(folder);
    expect(host.list(".")).toEqual([{ name: "Dockerfile", kind: "file" }]);
    execFileSync("rm", [join(folder, "Dockerfile")]);
    change(join(folder, "Dockerfile"));
    const result = host.read("Dockerfile");
    expect(result.ok ? result.text : result.reason).toBe(wanted);
  }
});
