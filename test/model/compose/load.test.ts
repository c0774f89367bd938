import { buildProject, type ComposeFile, type Project, type Service } from "../../../src/model/index.ts";
import type { Span } from "../../../src/text/index.ts";
import { MemoryHost } from "../../rules/memory-host.ts";

type Files = Readonly<Record<string, string>>;

function project(files: Files, composeFiles = Object.keys(files).filter((path) => /compose[^/]*\.ya?ml$/.test(path))): Project {
  return buildProject({ host: new MemoryHost(files), dockerfiles: [], composeFiles });
}

function only(files: Files, composeFiles?: readonly string[]): ComposeFile {
  const { composeFiles: found } = project(files, composeFiles ? [...composeFiles] : undefined);
  expect(found.map((compose) => compose.document.path)).toHaveLength(1);
  return found[0] as ComposeFile;
}

function service(compose: ComposeFile, name = "web"): Service {
  const found = compose.service(name);
  if (!found) throw new Error(`no service ${name}`);
  return found;
}

const place = (span: Span | undefined): string => (span ? `${span.document.path}:${String(span.document.position(span.start).line)}` : "nowhere");
const texts = (found: Service, key: string): readonly string[] => {
  const node = found.get(key);
  return node?.kind === "list" ? node.items.map((item) => (item.kind === "scalar" ? item.text : item.kind)) : [];
};
const messages = (compose: ComposeFile): readonly string[] => compose.problems.map((problem) => problem.message);
const environment = (found: Service): Readonly<Record<string, string | undefined>> => Object.fromEntries([...found.environment].map(([key, { value }]) => [key, value]));

describe("the files of a project", () => {
  const main = "services:\n  web:\n    image: acme/web:1\n    ports: ['80:80']\n";
  const override = "services:\n  web:\n    image: acme/web:2\n    ports: ['443:443']\n";

  it("joins the override file to the main one, values where they are written", () => {
    const compose = only({ "compose.yaml": main, "compose.override.yaml": override });
    expect(compose.documents.map(({ path }) => path)).toEqual(["compose.yaml", "compose.override.yaml"]);
    expect(service(compose).image?.value).toBe("acme/web:2");
    expect(place(service(compose).image?.span)).toBe("compose.override.yaml:3");
    expect(place(service(compose).keySpan)).toBe("compose.yaml:2");
    expect(service(compose).origins.map(place)).toEqual(["compose.override.yaml:2"]);
    expect(texts(service(compose), "ports")).toEqual(["80:80", "443:443"]);
  });

  it("brings the main file along where only the override is named", () => {
    const compose = only({ "docker-compose.yml": main, "docker-compose.override.yml": override }, ["docker-compose.override.yml"]);
    expect(compose.document.path).toBe("docker-compose.yml");
  });

  it("takes compose.yaml before docker-compose.yml, which stays a project of its own without the override", () => {
    const { composeFiles } = project({ "compose.yaml": main, "docker-compose.yml": main, "compose.override.yaml": override });
    expect(composeFiles.map(({ documents }) => documents.map(({ path }) => path))).toEqual([["compose.yaml", "compose.override.yaml"], ["docker-compose.yml"]]);
  });

  it("follows COMPOSE_FILE in .env and leaves the override file out", () => {
    const { composeFiles } = project({ ".env": "COMPOSE_FILE=compose.yaml:compose.prod.yaml\n", "compose.yaml": main, "compose.prod.yaml": override, "compose.override.yaml": main });
    expect(composeFiles.map(({ documents }) => documents.map(({ path }) => path))).toEqual([["compose.override.yaml"], ["compose.yaml", "compose.prod.yaml"]]);
  });

  it("takes lists of files as with -f, several for one main file, and leaves the default files out", () => {
    const files = { "compose.yaml": main, "compose.override.yaml": main, "prod.yaml": override, "dev/dev.yaml": "services:\n  web:\n    build: .\n" };
    const composeLists = [["compose.yaml", "prod.yaml"], ["compose.yaml", "dev/dev.yaml"], ["compose.yaml", "gone.yaml"], ["elsewhere.yaml"]];
    const { composeFiles, notes } = buildProject({ host: new MemoryHost(files), dockerfiles: [], composeFiles: ["compose.yaml", "compose.override.yaml", "prod.yaml", "dev/dev.yaml"], composeLists });
    expect(composeFiles.map(({ documents }) => documents.map(({ path }) => path))).toEqual([["compose.override.yaml"], ["compose.yaml", "prod.yaml"], ["compose.yaml", "dev/dev.yaml"]]);
    expect(composeFiles[1]?.service("web")?.image?.value).toBe("acme/web:2");
    expect(composeFiles[2]?.folderOf(service(composeFiles[2]).build?.span ?? service(composeFiles[2]).span)).toBe(".");
    expect(notes.map(({ path, incomplete }) => [path, incomplete])).toEqual([["gone.yaml", true], ["elsewhere.yaml", true]]);
  });

  it("merges the documents of one file", () => {
    expect(service(only({ "compose.yaml": `${main}---\n${override}` })).image?.value).toBe("acme/web:2");
  });

  it("keeps a file of version 1 readable", () => {
    const compose = only({ "docker-compose.yml": "web:\n  image: acme/web:1\n" });
    expect(service(compose).image?.value).toBe("acme/web:1");
    expect(compose.problems.map(({ code }) => code)).toEqual(["version-one"]);
  });
});

describe("merging", () => {
  const merged = (base: string, over: string): Service => service(only({
    "compose.yaml": `services:\n  web:\n    image: acme/web:1\n${base.replace(/^/gm, "    ")}`,
    "compose.override.yaml": `services:\n  web:\n${over.replace(/^/gm, "    ")}`,
  }));

  it("replaces shell commands and health tests", () => {
    expect(texts(merged("command: [a, b]", "command: [c]"), "command")).toEqual(["c"]);
    expect(merged("entrypoint: [a, b]", "entrypoint: c d").entrypoint).toMatchObject({ words: ["c", "d"] });
  });

  it("joins variables by name, lists and maps alike", () => {
    expect(environment(merged("environment:\n  A: '1'\n  B: '2'", "environment:\n  - B=3\n  - C=4"))).toEqual({ A: "1", B: "3", C: "4" });
    expect(environment(merged("environment: [A=1]", "environment: [A=2]"))).toEqual({ A: "2" });
  });

  it("keeps one volume for a target, the later one", () => {
    const volumes = merged("volumes: ['data:/data', './etc:/etc/app/']", "volumes: ['other:/data/', 'more:/more']").volumes;
    expect(volumes.map(({ source, target }) => `${source ?? ""}:${target ?? ""}`)).toEqual(["other:/data/", "./etc:/etc/app/", "more:/more"]);
  });

  it("takes away with !reset and replaces with !override", () => {
    expect(merged("ports: ['80:80']", "ports: !reset []").get("ports")).toBeUndefined();
    expect(texts(merged("ports: ['80:80']", "ports: !override ['81:80']"), "ports")).toEqual(["81:80"]);
  });

  it("reads a text as build context and a list as names", () => {
    const found = merged("build: ./app\ndepends_on: [db]", "build:\n  target: final\ndepends_on:\n  cache:\n    condition: service_healthy");
    expect([found.build?.context?.value, found.build?.target?.value, found.dependsOn]).toEqual(["./app", "final", ["db", "cache"]]);
  });

  it("takes the name of a service beside a map as one that has to be started", () => {
    const files = ["depends_on: [db]", "depends_on: {cache: {condition: service_healthy}}"].map((lines) => `services:\n  web: {image: acme/web:1, ${lines}}\n`);
    const rest = "  db: {image: acme/db:1}\n  cache: {image: acme/cache:1}\n";
    for (const [base = "", over = ""] of [files, [...files].reverse()]) {
      const compose = only({ "compose.yaml": base + rest, "compose.override.yaml": over });
      expect(messages(compose)).toEqual([]);
      expect([...service(compose).dependsOn].sort()).toEqual(["cache", "db"]);
    }
  });

  it("keeps one tmpfs for a target, whatever its options", () => {
    expect(texts(merged("tmpfs: ['/a:size=1m', '/b']", "tmpfs: ['/c:size=1m', '/b:mode=700']"), "tmpfs")).toEqual(["/a:size=1m", "/b:mode=700", "/c:size=1m"]);
  });

  it("does not mix the options of two log drivers", () => {
    const found = merged("logging:\n  driver: json-file\n  options:\n    max-size: 1m", "logging:\n  driver: syslog");
    expect(found.get("logging")).toMatchObject({ entries: [{ key: "driver" }] });
  });

  it("says where a map meets a list", () => {
    const compose = only({ "compose.yaml": "services:\n  web:\n    image: a\n    ports: ['80:80']\n", "compose.override.yaml": "services:\n  web:\n    ports:\n      a: b\n" });
    expect(compose.problems.map(({ code, span }) => `${code} ${place(span)}`)).toEqual(["cannot-merge compose.override.yaml:3"]);
    const scalar = only({ "compose.yaml": "services:\n  web:\n    image: a\n    cap_add: [NET_RAW]\n", "compose.override.yaml": "services:\n  web:\n    cap_add: all\n" });
    expect(scalar.problems.map(({ code, span }) => `${code} ${place(span)}`)).toEqual(["cannot-merge compose.override.yaml:3"]);
  });
});

describe("extends", () => {
  it("goes through a chain of services and files, paths seen from the file that has them", () => {
    const compose = only({
      "compose.yaml": "services:\n  web:\n    extends: {file: base/common-compose.yaml, service: app}\n    environment: [B=2]\n",
      "base/common-compose.yaml": "services:\n  app:\n    extends: root\n    build: .\n  root:\n    image: acme/root:1\n    env_file: app.env\n    environment: [A=1, B=1]\n",
      "base/app.env": "C=3\n",
    });
    expect(environment(service(compose))).toEqual({ A: "1", B: "2", C: "3" });
    expect(compose.folderOf(service(compose).build?.span as Span)).toBe("base");
    expect(service(compose).origins.map(place)).toEqual(["base/common-compose.yaml:2", "base/common-compose.yaml:5"]);
    expect(messages(compose)).toEqual([]);
  });

  it("refuses a circle and an undefined service", () => {
    const compose = only({ "compose.yaml": "services:\n  a: {extends: b, image: x}\n  b: {extends: a}\n  c: {extends: nobody, image: x}\n" });
    expect(new Set(compose.problems.map(({ code }) => code))).toEqual(new Set(["extends-cycle", "extends-undefined-service"]));
  });

  it("leaves a remote or missing base a note and asks for no image", () => {
    const compose = only({ "compose.yaml": "services:\n  a:\n    extends: {file: 'https://example.org/c.yaml', service: a}\n  b:\n    extends: {file: gone.yaml, service: b}\n" });
    expect(compose.problems.map(({ kind }) => kind)).toEqual(["missing-file"]);
    expect(compose.notes.map(({ line, message }) => `${String(line)} ${message}`)).toEqual(["3 extends: remote reference not read", "5 extends: the file `gone.yaml` is not there or cannot be read"]);
  });
});

describe("include", () => {
  it("loads a project with its own folder and variables, the including one's first", () => {
    const compose = only({
      ".env": "TAG=outer\n",
      "compose.yaml": "include:\n  - db/compose.yaml\nservices:\n  web:\n    image: acme/web:1\n    depends_on: [db]\n",
      "db/.env": "TAG=inner\nPORT=5432\n",
      "db/compose.yaml": "services:\n  db:\n    image: acme/db:$TAG\n    environment: [PORT, 'URL=$PORT']\n    volumes: ['./data:/data']\n",
    });
    const db = service(compose, "db");
    expect([db.image?.value, environment(db)]).toEqual(["acme/db:outer", { PORT: "5432", URL: "5432" }]);
    expect(db.container.mounts.map(({ hostPath }) => hostPath)).toEqual(["db/data"]);
    expect(place(db.keySpan)).toBe("db/compose.yaml:2");
    expect(messages(compose)).toEqual([]);
  });

  it("reads the long form, with override, project directory and environment files", () => {
    const compose = only({
      "compose.yaml": "include:\n  - path: [part/compose.yaml, part.yaml]\n    project_directory: elsewhere\n    env_file: part.env\n",
      "part.env": "TAG=7\n",
      "part/compose.yaml": "services:\n  web:\n    image: acme/web:$TAG\n    build: .\n",
      "part.yaml": "services:\n  web:\n    user: app\n",
    });
    expect([service(compose).image?.value, service(compose).user?.value, compose.folderOf(service(compose).build?.span as Span)]).toEqual(["acme/web:7", "app", "elsewhere"]);
  });

  it("refuses a circle and notes what is remote", () => {
    const circle = project({ "compose.yaml": "include: [a/compose.yaml]\n", "a/compose.yaml": "include: [../compose.yaml]\n" });
    expect(circle.composeFiles.map(({ problems }) => problems.map(({ code }) => code))).toEqual([["include-cycle"], ["include-cycle"]]);
    const remote = only({ "compose.yaml": "include: ['oci://registry/app']\nservices:\n  web: {image: a, depends_on: [db]}\n" });
    expect([messages(remote), remote.notes.map(({ message }) => message)]).toEqual([[], ["include: remote reference not read"]]);
  });
});

describe("env_file and variables", () => {
  it("reads the long form, raw files and files that may be missing", () => {
    const compose = only({
      "compose.yaml": "services:\n  web:\n    image: a\n    env_file:\n      - one.env\n      - {path: raw.env, format: raw}\n      - {path: gone.env, required: false}\n      - lost.env\n",
      "one.env": "A=1\nB='two' # second\n",
      "raw.env": "C='$A' # kept\n",
    });
    expect(environment(service(compose))).toEqual({ A: "1", B: "two", C: "'$A' # kept" });
    expect(compose.problems.map(({ kind, span }) => `${kind} ${place(span)}`)).toEqual(["missing-file compose.yaml:8"]);
  });

  it("names a project after its folder where nothing else does", () => {
    const text = "services:\n  web:\n    image: $COMPOSE_PROJECT_NAME/web\n";
    const imageOf = (path: string, files: Files = {}): string | undefined => service(only({ ...files, [path]: text }, [path])).image?.value;
    expect(imageOf("apps/_My Shop.2/compose.yaml")).toBe("myshop2/web");
    expect(imageOf("shop/compose.yaml", { "shop/.env": "COMPOSE_PROJECT_NAME=other\n" })).toBe("other/web");
    expect(imageOf("compose.yaml")).toBeUndefined();
  });

  it("knows the project's name and never the process environment", () => {
    process.env["STOWAGE_TEST_VALUE"] = "leaked";
    const compose = only({ "compose.yaml": "name: shop\nservices:\n  web:\n    image: $COMPOSE_PROJECT_NAME/web\n    user: $STOWAGE_TEST_VALUE\n" });
    delete process.env["STOWAGE_TEST_VALUE"];
    expect([service(compose).image?.value, service(compose).user?.value]).toEqual(["shop/web", undefined]);
  });
});
