import { Document } from "#text";
import type { Container, Mount, Project, Write } from "../../src/model/index.ts";
import { mapFormats, renderMap } from "../../src/report/index.ts";
import { spanOf } from "./sample.ts";
import { faultsBySchema } from "./schema.ts";

const compose = new Document("compose.yaml", "services:\n  db:\n    image: mysql:5.7\n    volumes: [db-data:/var/lib/mysql]\n  web:\n    build: .\n", "compose");
const dockerfile = new Document("Dockerfile", "FROM debian\nCOPY random.sh /home/\nCMD /home/random.sh\n", "dockerfile");
const evil = "\x1b[31m<b>\u202e\n::error::x";

/** The parts of a container that the map reads. */
type Facts = Pick<Container, "name" | "origin" | "image" | "readOnlyRoot" | "verdict" | "mounts" | "writes" | "unknowns">;
type WriteFacts = Pick<Write, "path" | "class" | "confidence" | "trace"> & { readonly fate: Pick<Write["fate"], "kind" | "survives"> };

const volume = { target: "/var/lib/mysql", kind: "named-volume", source: "db-data", readOnly: false, span: spanOf(compose, "db-data") } satisfies Partial<Mount>;

const kept: WriteFacts = {
  path: "/var/lib/mysql", class: "data", confidence: "certain", trace: [{ span: spanOf(compose, "mysql:5.7"), message: "the image keeps its databases here" }],
  fate: { kind: "named-volume", survives: { restart: true, recreate: true, down: true, downVolumes: false, otherHost: false } },
};
const lost: WriteFacts = {
  path: "/home/number.txt", class: "data", confidence: "certain",
  trace: [{ span: spanOf(dockerfile, "COPY random.sh /home/"), message: "copied to /home/random.sh" }, { span: spanOf(dockerfile, "CMD"), message: "run at start" }],
  fate: { kind: "writable-layer", survives: { restart: true, recreate: false, down: false, downVolumes: false, otherHost: false } },
};

function image(reference: string, built: boolean): Container["image"] {
  return { reference, built, known: undefined } as Container["image"];
}

function project(...containers: readonly (Omit<Facts, "mounts" | "writes"> & { mounts: readonly unknown[]; writes: readonly WriteFacts[] })[]): Project {
  return { containers: containers.map((container) => ({ ...container, copiedUp: [] })) } as unknown as Project;
}

const sample = project(
  { name: "db", origin: spanOf(compose, "db:"), image: image("mysql:5.7", false), readOnlyRoot: false, verdict: "stateless", mounts: [volume], writes: [kept], unknowns: [] },
  {
    name: "web", origin: spanOf(compose, "web:"), image: image(".", true), readOnlyRoot: true, verdict: "stateful",
    mounts: [{ ...volume, target: "/shared" }], writes: [lost], unknowns: ["a plugin's path is computed"],
  },
);
const plain = { color: false };

test("json is what the contract says and holds to the shipped schema", () => {
  const text = renderMap("json", sample, plain);
  expect(faultsBySchema("map", text)).toEqual([]);
  expect(faultsBySchema("map", text.replace(/"fate"/g, '"fates"'))).not.toEqual([]);
  expect(JSON.parse(text)).toMatchObject({
    version: 1,
    containers: [
      {
        name: "db", origin: { path: "compose.yaml", line: 2 }, image: { reference: "mysql:5.7", built: false, known: false },
        mounts: [{ target: "/var/lib/mysql", kind: "named-volume", source: "db-data", readOnly: false, by: { path: "compose.yaml", line: 4 } }],
      },
      {
        name: "web", verdict: "stateful", writes: [{
          path: "/home/number.txt", fate: "writable-layer", survives: { restart: true, recreate: false, down: false, downVolumes: false, otherHost: false },
          trace: [{ path: "Dockerfile", line: 2, column: 1, message: "copied to /home/random.sh" }, { line: 3 }],
        }],
      },
    ],
    unknown: [{ container: "web", why: "a plugin's path is computed" }],
  });
});

test("pretty: a table that reads without colour, the reason of the verdict, and each write's trace", () => {
  expect(renderMap("pretty", sample, plain)).toBe([
    "db  compose.yaml:2  image mysql:5.7 (not known)",
    "  stateless: all that it writes outlives the container",
    "  path            class  lands on              restart  recreate  down  down -v  other host",
    "  /var/lib/mysql  data   named volume db-data  yes      yes       yes   no       no",
    "  writes /var/lib/mysql",
    "    compose.yaml:3 the image keeps its databases here",
    "",
    "web  compose.yaml:5  built here ., root read-only",
    "  stateful: removing the container loses /home/number.txt (container layer)",
    "  path              class  lands on              restart  recreate  down  down -v  other host",
    "  /home/number.txt  data   container layer       yes      no        no    no       no",
    "  /shared           -      named volume db-data",
    "  writes /home/number.txt",
    "    Dockerfile:2 copied to /home/random.sh",
    "    Dockerfile:3 run at start",
    "  unknown: a plugin's path is computed",
    "",
    "",
  ].join("\n"));
});

test("pretty: colour adds styles and nothing else", () => {
  const coloured = renderMap("pretty", sample, { color: true });
  expect(coloured).toContain("\x1b[32myes\x1b[39m");
  expect(coloured.replace(/\x1b\[\d+m/g, "").replace(/ +$/gm, "")).toBe(renderMap("pretty", sample, plain));
});

test("mermaid: a volume that two containers share is one node", () => {
  const text = renderMap("mermaid", sample, plain);
  expect(text).toMatch(/^flowchart LR\n/);
  expect(text.match(/db-data/g)).toHaveLength(1);
  const node = /^ {2}(s\d+)\[\("named volume<br\/>db-data"\)\]/m.exec(text)?.[1] ?? "none";
  expect(text).toContain(`c0 -->|"/var/lib/mysql"| ${node}`);
  expect(text).toContain(`c1 -->|"/shared"| ${node}`);
});

test.each(mapFormats)("%s: nothing raw from files", (format) => {
  const write: WriteFacts = { ...lost, path: `/${evil}`, trace: [{ span: dockerfile.span(0, 1), message: evil }] };
  const text = renderMap(format, project({
    name: evil, origin: spanOf(compose, "db:"), image: image(evil, true), readOnlyRoot: false, verdict: "stateful",
    mounts: [{ ...volume, source: evil, target: `/x${evil}` }], writes: [write], unknowns: [evil],
  }), plain);
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  expect(text).not.toMatch(/^\s*::/m);
  if (format === "html") expect(text).not.toContain("<b>");
});

test.each(mapFormats)("%s: an empty project", (format) => {
  expect(renderMap(format, project(), plain).length).toBeGreaterThan(10);
});
