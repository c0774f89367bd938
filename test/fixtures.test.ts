import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { catalogue } from "../rules/index.ts";
import { nodeHost } from "../src/faces/node-host.ts";
import { analyse } from "../src/engine/analyse.ts";
import type { Analysis } from "../src/engine/analyse.ts";

const PROJECTS = join(__dirname, "../fixtures/projects");
const FAMILIES = new Set(["state", "mounts", "cache", "secrets"]);

/** Not recommended, but what their fixture is about. */
const ALSO_ON = new Map([["non-portable-bind", { severity: "info", options: {} }]] as const);

function analysed(name: string): Analysis {
  return analyse({ host: nodeHost(join(PROJECTS, name), ["."]), paths: ["."], catalogue, config: false, rules: ALSO_ON, directoryName: name });
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

/** `# expect: rule-id` at the end of a line speaks of that line, on a line of its own of the next one. */
function expected(name: string): readonly string[] {
  const found: string[] = [];
  for (const file of filesBelow(join(PROJECTS, name))) {
    for (const [at, line] of readFileSync(file, "utf8").split("\n").entries()) {
      const marker = /^(.*)# expect: (.+)$/.exec(line);
      if (!marker) continue;
      const target = marker[1]?.trim() === "" ? at + 2 : at + 1;
      for (const rule of (marker[2] ?? "").split(",")) found.push(`${relative(join(PROJECTS, name), file)}:${String(target)} ${rule.trim()}`);
    }
  }
  return found.sort();
}

const projects = readdirSync(PROJECTS).filter((name) => statSync(join(PROJECTS, name)).isDirectory());

describe("each fixture project has just the findings that its files announce", () => {
  test.each(projects)("%s", (name) => {
    const { report } = analysed(name);
    const told = report.findings.filter((finding) => FAMILIES.has(finding.family)).map((finding) => `${finding.path}:${String(finding.line)} ${finding.rule}`);
    expect(told.sort()).toEqual(expected(name));
    expect(report.notes).toEqual([]);
  });
});

/** Container, path, where it lands, whether it survives `down`. */
const FATES: readonly (readonly [project: string, container: string, path: string, fate: string, down: boolean])[] = [
  ["counter-in-layer", "counter-in-layer", "/home/number.txt", "writable-layer", false],
  ["mysql-unmounted", "db", "/var/lib/mysql", "anonymous-volume", false],
  ["mysql-on-host-folder", "db", "/var/lib/mysql", "bind-mount", true],
  ["mysql-named", "db", "/var/lib/mysql", "named-volume", true],
  ["wordpress-mysql", "wordpress", "/var/www/html", "anonymous-volume", false],
  ["wordpress-mysql", "db", "/var/lib/mysql", "named-volume", true],
  ["shared-volume", "writer", "/srv/shared/times.txt", "named-volume", true],
  ["volumes-from", "writer", "/srv/shared/times.txt", "anonymous-volume", false],
  ["volume-in-image", "bare", "/srv/ledger/book.txt", "anonymous-volume", false],
  ["volume-in-image", "mounted", "/srv/ledger/book.txt", "named-volume", true],
  ["memory", "db", "/var/lib/mysql", "tmpfs", false],
  ["nfs-volume", "files", "/srv/files/times.txt", "named-volume", true],
];

test.each(FATES)("%s: %s keeps %s in a %s", (project, name, path, fate, down) => {
  const container = analysed(project).project.containers.find((one) => one.name === name);
  const write = container?.writes.find((one) => one.path === path);
  expect({ kind: write?.fate.kind, down: write?.fate.survives.down }).toEqual({ kind: fate, down });
});

test("the trace leads from COPY over CMD to the line of the script", () => {
  const [container] = analysed("counter-in-layer").project.containers;
  const places = container?.writes[0]?.trace.map(({ span }) => `${span.document.path}:${String(span.document.position(span.start).line)}`);
  expect(places).toEqual(["Dockerfile:3", "Dockerfile:5", "random.sh:3"]);
});

test("another host has the data of an NFS volume, and of no other volume", () => {
  const survivor = (project: string): boolean | undefined => analysed(project).project.containers.flatMap((container) => container.writes)[0]?.fate.survives.otherHost;
  expect([survivor("nfs-volume"), survivor("mysql-named")]).toEqual([true, false]);
});

test("volumes_from brings the lender's volume, read-only where it says so", () => {
  const reader = analysed("volumes-from").project.containers.find((container) => container.name === "reader");
  expect(reader?.mounts.map(({ target, kind, readOnly }) => ({ target, kind, readOnly }))).toEqual([{ target: "/srv/shared", kind: "anonymous-volume", readOnly: true }]);
});
