import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { removeScratch, scratch } from "./scratch.ts";
import { stowage } from "./stowage.ts";

afterAll(removeScratch);

const dockerfile = "FROM debian:12\nENV A=1\nRUN echo \"é\u{1F600}\" && \\\n  # why\n  cat /a | sort\nRUN if a; then b\n";

interface Seen {
  readonly names: readonly string[];
  readonly texts: readonly string[];
}

/** A program that writes down what it is given and prints the comments. */
function fakeProgram(comments: readonly object[]): { readonly program: string; readonly folder: string; readonly seen: () => readonly Seen[] } {
  const source = `#!${process.execPath}
const { appendFileSync, readFileSync } = require("node:fs");
const names = process.argv.slice(process.argv.indexOf("--") + 1);
appendFileSync(__dirname + "/seen", JSON.stringify({ names, texts: names.map((name) => readFileSync(name, "utf8")) }) + "\\n");
process.stdout.write(${JSON.stringify(JSON.stringify({ comments }))});
`;
  const folder = scratch({ shellcheck: source });
  const program = join(folder, "shellcheck");
  chmodSync(program, 0o755);
  const record = join(folder, "seen");
  return { program, folder, seen: () => (existsSync(record) ? readFileSync(record, "utf8").trim().split("\n").map((line) => JSON.parse(line) as Seen) : []) };
}

function shellcheckFindings(out: string): readonly { readonly line: number; readonly column: number; readonly message: string; readonly peers: readonly string[] }[] {
  const report = JSON.parse(out) as { findings: { rule: string; line: number; column: number; message: string; peers: string[] }[] };
  return report.findings.filter(({ rule }) => rule === "shellcheck");
}

const comment = { file: "0.sh", line: 3, endLine: 3, column: 16, endColumn: 19, level: "style", code: 2002, message: "Useless cat." };

test("a program's findings stand at their place in the file, once for all scripts, without what the rules cover", () => {
  const { program, seen } = fakeProgram([comment, { ...comment, code: 2086 }, { ...comment, line: 1 }]);
  const { out } = stowage(scratch({ Dockerfile: dockerfile, "b/Dockerfile": "FROM a\nRUN c\n" }), ["--no-config", "--format", "json", "--shellcheck", program]);
  const found = shellcheckFindings(out);
  expect(found).toMatchObject([{ message: "SC2002: Useless cat", peers: ["shellcheck:SC2002"] }]);
  expect(dockerfile.split("\n")[(found[0]?.line ?? 0) - 1]?.slice((found[0]?.column ?? 0) - 1)).toBe("cat /a | sort");
  expect(seen().map(({ names }) => names)).toEqual([["0.sh", "1.sh"]]);
  expect(seen()[0]?.texts[0]).toMatch(/^#!\/bin\/sh\nexport A=1\necho /);
});

test("comments of the peers silence it", () => {
  const { program } = fakeProgram([{ ...comment, line: 2, column: 1 }]);
  const silenced = stowage(scratch({ Dockerfile: "FROM debian:12\n# hadolint ignore=SC2002\nRUN cat /a | sort\n" }), ["--no-config", "--format", "json", "--shellcheck", program]);
  expect(shellcheckFindings(silenced.out)).toEqual([]);
});

test("auto looks on PATH, silently; a configuration may say auto and off, but name no program", () => {
  const { program, folder, seen } = fakeProgram([comment]);
  const files = { Dockerfile: dockerfile };
  const auto = (env: Record<string, string>, ...more: readonly string[]) => stowage(scratch(files), ["--format", "json", ...more], "", env);
  expect(auto({ PATH: "/nowhere" }, "--shellcheck", "auto").error).not.toMatch(/shellcheck/i);
  expect(shellcheckFindings(auto({ PATH: ["relative", folder].join(delimiter) }, "--shellcheck", "auto").out)).toHaveLength(1);
  expect(shellcheckFindings(auto({ PATH: folder }).out)).toEqual([]);
  const configured = (text: string, ...more: readonly string[]) => stowage(scratch({ ...files, "stowage.yaml": text }), ["--format", "json", ...more], "", { PATH: folder });
  expect(shellcheckFindings(configured("shellcheck: auto\n").out)).toHaveLength(1);
  expect(shellcheckFindings(configured("shellcheck: auto\n", "--shellcheck", "off").out)).toEqual([]);
  const named = configured(`shellcheck: ${program}\n`);
  expect(named.status).toBe(2);
  expect(named.error).toMatch(/must be auto or off/);
  expect(seen()).toHaveLength(2);
});

test("a program called shellcheck that the project brings along is not started", () => {
  const { program, seen } = fakeProgram([comment]);
  const folder = scratch({ Dockerfile: dockerfile });
  mkdirSync(join(folder, "node_modules/.bin"), { recursive: true });
  copyFileSync(program, join(folder, "node_modules/.bin/shellcheck"));
  const own = join(folder, "node_modules/.bin");
  expect(shellcheckFindings(stowage(folder, ["--format", "json", "--shellcheck", "auto"], "", { PATH: own }).out)).toEqual([]);
  expect([existsSync(join(own, "seen")), seen()]).toEqual([false, []]);
  expect(shellcheckFindings(stowage(scratch({ Dockerfile: dockerfile }), ["--format", "json", "--shellcheck", "auto"], "", { PATH: own }).out)).toHaveLength(1);
});

test("a program that is not there or says nothing of use is wrong use", () => {
  const files = { Dockerfile: dockerfile };
  const missing = stowage(scratch(files), ["--shellcheck", "./none"]);
  expect([missing.status, missing.error]).toEqual([2, expect.stringMatching(/there is no program \.\/none/)]);
  const folder = scratch({ ...files, tool: "#!/bin/sh\necho hello\n" });
  chmodSync(join(folder, "tool"), 0o755);
  const mute = stowage(folder, ["--shellcheck", "./tool"]);
  expect([mute.status, mute.error]).toEqual([2, expect.stringMatching(/gave no report/)]);
});
