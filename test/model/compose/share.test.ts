import { buildProject, type ComposeFile, type Project, type ProjectInput } from "../../../src/model/index.ts";
import { shareOut } from "../../../src/model/compose/share.ts";
import { ModelProject, stateCommandsOf } from "../../../src/model/project.ts";
import { MemoryHost } from "../../rules/memory-host.ts";

const web = (lines: string): string => `services:\n  web:\n    image: acme/web:1\n${lines.replace(/^/gm, "    ")}\n`;

/** Projects that have files, Dockerfiles, names or a script in common, among many that have nothing. */
const files: Readonly<Record<string, string>> = {
  "compose.yaml": "services:\n  web: {image: acme/web:1}\nvolumes:\n  far: {}\n  nowhere: {}\n",
  ...Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`lone/${String(at)}/compose.yaml`, web("restart: always")])),
  ...Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`apps/${String(at)}/compose.yaml`, web("networks: [proxy]")])),
  "apps/few/compose.yaml": web("networks: [other]"),
  "a/compose.yaml": "services:\n  web: {build: ../image}\n",
  "z/compose.yaml": "services:\n  web: {build: {context: ../image, args: {A: b}}}\n",
  "image/Dockerfile": "FROM debian:12.5\nARG A\n",
  "b/compose.yaml": "include: [../y/compose.yaml]\n",
  "y/compose.yaml": web("volumes: ['far:/far']") + "volumes:\n  far: {}\n",
  "c/compose.yaml": "services:\n  web: {extends: {file: ../x/base.compose.yaml, service: web}}\n",
  "x/base.compose.yaml": web("hostname: base"),
  "ops/sub/nightly.sh": "#!/bin/sh\ndocker compose down -v\n",
  "ops/compose.yaml": "services:\n  db: {image: 'postgres:17', volumes: ['data:/var/lib/postgresql/data']}\nvolumes:\n  data: {}\n",
  "ops/sub/compose.yaml": web("restart: always"),
  "far/nightly.sh": "#!/bin/sh\ndocker volume prune -a -f\n",
};
const scripts = Object.keys(files).filter((path) => path.endsWith(".sh"));
const input: ProjectInput = {
  host: new MemoryHost(files), dockerfiles: ["image/Dockerfile"], scripts: [], commandScripts: scripts,
  composeFiles: Object.keys(files).filter((path) => path.endsWith("compose.yaml")),
};

function shares(): readonly Project[] {
  return [...shareOut(input, stateCommandsOf(input))].map(({ dockerfiles, ...share }) => new ModelProject({ ...input, composeFiles: share.groups.flat(), dockerfiles }, true, undefined, share));
}

const factsOf = (compose: ComposeFile): readonly unknown[] => [
  compose.document.path, compose.documents.map(({ path }) => path), compose.problems.map(({ message, related = [] }) => [message, related.map(({ at }) => at.document.path)]),
  ["far", "nowhere", "data"].filter((name) => compose.isNamedBelow("volumes", name)),
];
const byText = (items: readonly unknown[]): readonly string[] => items.map((item) => JSON.stringify(item)).sort();

describe("compose projects in shares", () => {
  const whole = buildProject(input);
  const parts = shares();

  it("say the same of each file as in one piece", () => {
    expect(parts.length).toBeGreaterThan(3);
    expect(byText(parts.flatMap(({ composeFiles }) => composeFiles.map(factsOf)))).toEqual(byText(whole.composeFiles.map(factsOf)));
    expect(byText(parts.flatMap(({ documents }) => documents.map(({ document }) => document.path)))).toEqual(byText(whole.documents.map(({ document }) => document.path)));
    expect(byText(parts.flatMap(({ containers }) => containers.map(({ address, origin }) => [origin.document.path, address])))).toEqual(byText(whole.containers.map(({ address, origin }) => [origin.document.path, address])));
  });

  it("know of a Dockerfile all that build it", () => {
    const users = (project: Project): readonly unknown[] => project.dockerfiles.map(({ document, services }) => [document.path, services.map(({ compose }) => compose.document.path)]);
    expect(parts.flatMap(users)).toEqual([["image/Dockerfile", ["a/compose.yaml", "z/compose.yaml"]]]);
    expect(users(whole)).toEqual(parts.flatMap(users));
  });

  it("tell a name that many lack once, and one that a file below uses not at all", () => {
    const lacking = parts.flatMap(({ composeFiles }) => composeFiles.flatMap(({ document, problems }) => problems.map(({ shared }) => [document.path, shared === true])));
    expect(lacking.sort()).toEqual([["apps/0/compose.yaml", true], ["apps/few/compose.yaml", false]]);
    expect(parts.flatMap(({ composeFiles }) => composeFiles).find(({ document }) => document.path === "compose.yaml")?.isNamedBelow("volumes", "far")).toBe(true);
  });

  it("give a script's command to the share that has all projects it may be for, and each once", () => {
    const given = parts.flatMap(({ stateCommands, composeFiles }) => stateCommands.map((command) => [command.kind, composeFiles.map(({ document }) => document.path).filter((path) => path.startsWith("ops/")).sort()]));
    expect(given.sort()).toEqual([["down", ["ops/compose.yaml", "ops/sub/compose.yaml"]], ["prune", []]]);
  });
});
