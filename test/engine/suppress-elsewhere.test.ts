import { catalogue } from "../../rules/index.ts";
import { analyse } from "../../src/engine/analyse.ts";
import { MemoryHost } from "../rules/memory-host.ts";

const RULE = "data-in-writable-layer";

function report(files: Readonly<Record<string, string>>, rule = RULE): { readonly found: number; readonly suppressed: number } {
  const { findings, summary } = analyse({ host: new MemoryHost(files), paths: ["."], catalogue, rules: new Map([[rule, { severity: "warning", options: {} }]]) }).report;
  return { found: findings.filter((finding) => finding.rule === rule).length, suppressed: summary.suppressed };
}

const shell = (body: string): Readonly<Record<string, string>> => ({ Dockerfile: "FROM debian:12.5\nCOPY run.sh /run.sh\nENTRYPOINT [\"/run.sh\"]\n", "run.sh": `#!/bin/sh\n${body}` });
const node = (source: string): Readonly<Record<string, string>> => ({ Dockerfile: "FROM node:22\nWORKDIR /app\nCOPY app.js .\nCMD [\"node\", \"app.js\"]\n", "app.js": source });

test("without a comment the write is reported", () => {
  expect(report(shell("echo a >> /srv/visits.txt\n"))).toEqual({ found: 1, suppressed: 0 });
  expect(report(node("require('fs').appendFileSync('/srv/visits.txt', 'a');\n"))).toEqual({ found: 1, suppressed: 0 });
});

test.each([
  ["above the line", shell(`# stowage: ignore[${RULE}] counted elsewhere\necho a >> /srv/visits.txt\n`)],
  ["at its end", shell(`echo a >> /srv/visits.txt # stowage: ignore[${RULE}]\n`)],
  ["for the whole file", shell(`echo a >> /srv/visits.txt\n# stowage: ignore-file[${RULE}] a demonstration\n`)],
  ["in JavaScript, above further comments", node(`// stowage: ignore[${RULE}] no matter\n// more\nrequire('fs').appendFileSync('/srv/visits.txt', 'a');\n`)],
  ["in Python", { Dockerfile: "FROM python:3.12\nCOPY app.py /app.py\nCMD [\"python\", \"/app.py\"]\n", "app.py": `open('/srv/visits.txt', 'a')  # stowage: ignore[${RULE}]\n` }],
  ["in a mounted script", { "compose.yaml": "services:\n  shop:\n    image: debian:12.5\n    command: sh /run.sh\n    volumes: [\"./run.sh:/run.sh\"]\n", "run.sh": `touch /srv/visits.txt # stowage: ignore[${RULE}]\n` }],
])("a comment %s silences it", (_, files) => {
  expect(report(files)).toEqual({ found: 0, suppressed: 1 });
});

test.each([
  ["another rule's name", shell("# stowage: ignore[moving-image-tag]\necho a >> /srv/visits.txt\n")],
  ["another line", shell(`# stowage: ignore[${RULE}]\ncd /srv\necho a >> /srv/visits.txt\n`)],
  ["text that is no comment", shell(`echo "stowage: ignore[${RULE}]" >> /srv/visits.txt\n`)],
])("%s silences nothing", (_, files) => {
  expect(report(files)).toEqual({ found: 1, suppressed: 0 });
});

test("a line that starts a container in a script", () => {
  const line = "docker run -d postgres:16\n";
  expect(report({ "up.sh": line }, "database-without-volume").found).toBe(1);
  expect(report({ "up.sh": `# stowage: ignore[database-without-volume] thrown away after the test\n${line}` }, "database-without-volume")).toEqual({ found: 0, suppressed: 1 });
});
