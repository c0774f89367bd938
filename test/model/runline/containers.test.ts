import { buildProject, type Container } from "../../../src/model/index.ts";
import { MemoryHost } from "../../rules/memory-host.ts";
import { projectOf } from "../container/project.ts";

function containers(path: string, text: string, more: Readonly<Record<string, string>> = {}): readonly Container[] {
  return projectOf({ ...more, [path]: text }, [path]).containers.filter(({ kind }) => kind === "run");
}

function mounts(line: string): readonly string[] {
  return containers("up.sh", `${line}\n`)[0]?.mounts.map((mount) => `${mount.kind} ${mount.target} ${mount.source ?? "-"}${mount.readOnly ? " ro" : ""}`) ?? ["no container"];
}

describe("mounts of a command line", () => {
  it.each([
    ["docker run -v kept:/srv/data alpine:3.20", ["named-volume /srv/data kept"]],
    ["docker run -dit -v /srv/data/ alpine:3.20", ["anonymous-volume /srv/data -"]],
    ["docker run --volume=./here:/srv:ro alpine:3.20", ["bind-mount /srv ./here ro"]],
    ["podman run -v \"$PWD\":/src -v $(pwd)/x:/x docker.io/library/alpine:3.20", ["bind-mount /src $PWD", "bind-mount /x $(pwd)/x"]],
    ["docker container create --mount type=bind,src=/h,dst=/c,readonly --mount type=tmpfs,target=/t --mount source=v,target=/v alpine:3.20", ["bind-mount /c /h ro", "tmpfs /t -", "named-volume /v v"]],
    ["sudo docker run --tmpfs /run:size=1m --net host --log-opt max-size=1m -p8080:80 alpine:3.20", ["tmpfs /run -"]],
    ["docker run \\\n  -e A=b \\\n  -v kept:/srv \\\n  alpine:3.20 sh", ["named-volume /srv kept"]],
    ["docker run $OPTIONS alpine:3.20", ["no container"]],
    ["docker run [OPTIONS] IMAGE", ["no container"]],
    ["docker run -v kept:/srv <image>", ["no container"]],
    ["docker ps && docker exec db run", ["no container"]],
  ])("%s", (line, expected) => {
    expect(mounts(line)).toEqual(expected);
  });
});

test("names, images, variables, user, directory and the program", () => {
  const [named, plain] = containers("up.sh", 'TAG=8.4\nIMAGE="mysql:$TAG"\ndocker run --name db -u 7 -w /w -e X=1 -e Y --read-only --entrypoint /bin/go "$IMAGE" a b\ndocker run registry.example.org:5000/team/shop:1\n');
  expect([named?.name, named?.image?.reference, named?.user, named?.cwd, named?.readOnlyRoot, named?.entrypoint?.words, named?.command?.words]).toEqual(["db", "mysql:8.4", "7", "/w", true, ["/bin/go"], ["a", "b"]]);
  expect([...named?.env ?? []].map(([name, { value }]) => [name, value])).toEqual([["X", "1"], ["Y", undefined]]);
  expect(plain?.name).toBe("shop");
  expect(named?.origin.document.position(named.origin.start)).toEqual({ line: 3, column: 1 });
});

test("variables of an env file move a known image's data", () => {
  const [db] = containers("bin/up.sh", "docker run --env-file db.env -v kept:/pg postgres:16\n", { "bin/db.env": "# note\nPGDATA=/pg/data\n" });
  expect(db?.dataPaths.map(({ path, fate }) => `${path} ${fate.kind}`)).toEqual(["/pg/data named-volume"]);
});

test("--rm deletes the layer and anonymous volumes, --volumes-from borrows", () => {
  const [first, second] = containers("up.sh", "docker run --rm --name a -v /anon -v kept:/kept alpine:3.20\ndocker run --volumes-from a:ro alpine:3.20\n");
  expect(["/anon/x", "/kept/x", "/x"].map((path) => first?.fateOf(path).survives.restart)).toEqual([false, true, false]);
  expect(second?.mounts.map(({ target, readOnly, declaredBy }) => [target, readOnly, declaredBy])).toEqual([["/anon", true, "volumes-from"], ["/kept", true, "volumes-from"]]);
});

describe("where lines are found", () => {
  const line = "docker run --name db postgres:16";
  it.each([
    ["Makefile", `up: build\n\t@${line}\n`],
    ["package.json", `{"scripts": {"db": "${line}"}}`],
    [".github/workflows/ci.yml", `jobs:\n  a:\n    steps:\n      - run: |\n          true\n          ${line}\n`],
    ["README.md", `# Shop\n\n\`\`\`console\n$ ${line}\n\`\`\`\n`],
  ])("%s", (path, text) => {
    const [db] = containers(path, text);
    expect(db && [db.name, db.origin.document.slice(db.origin.start, db.origin.end)]).toEqual(["db", line]);
  });
  test("prose, other languages and images that keep nothing are left alone in texts for people", () => {
    expect(containers("README.md", `Run ${line}.\n\n\`\`\`python\n${line}\n\`\`\`\n\n\`\`\`sh\ndocker run --rm alpine:3.20 true\n\`\`\`\n`)).toEqual([]);
  });
});

describe("images that a script builds", () => {
  const files = { "app/Dockerfile": "FROM alpine:3.20 AS one\nCMD date > /srv/one.txt\nFROM alpine:3.20\nRUN mkdir -p /srv/kept\nCMD date > /srv/kept/two.txt\n" };
  const project = (text: string, path = "up.sh"): readonly string[] => projectOf({ ...files, [path]: text }, [path]).containers.map((container) => `${container.kind} ${container.name}: ${container.writes.map((write) => `${write.path} ${write.fate.kind}`).join()}`);
  test("are the project's own, mounts and all, and stand for the Dockerfile", () => {
    expect(project("docker build -t shop app\ndocker run -v kept:/srv/kept shop:latest\n")).toEqual(["run shop: /srv/kept/two.txt named-volume"]);
    expect(project("docker build -f app/Dockerfile --target one -t shop .\ndocker run shop\n")).toEqual(["run shop: /srv/one.txt writable-layer"]);
    expect(project("docker build -t other app\ndocker run shop\n")).toEqual(["lone app: /srv/kept/two.txt writable-layer", "run shop: "]);
  });
});

test("no text makes it throw", () => {
  for (const path of ["a.sh", "Makefile", "README.md", "package.json", ".github/workflows/a.yml"]) {
    for (const text of ["docker run", "docker run -v", "docker run '", "```sh\ndocker run -e", "\tdocker run \\", '{"scripts": {"a": "docker run', "docker run --mount ,,= x", "a: &a [*a, {run: docker run x}]"]) expect(() => containers(path, text)).not.toThrow();
  }
});

test("a file whose last stage starts nothing stands for the stage that starts something", () => {
  const container = (text: string): string => projectOf({ "app/Dockerfile": text }).containers.map(({ origin, writes }) => `${String(origin.document.position(origin.start).line)} ${writes.map(({ path }) => path).join()}`).join();
  const release = "FROM alpine:3.20 AS release\nRUN mkdir /srv/kept\nCMD date > /srv/kept/x.txt\n";
  expect(container(`${release}FROM alpine:3.20 AS upload\nRUN true\n`)).toBe("1 /srv/kept/x.txt");
  expect(container(`${release.replace("release", "tests")}FROM alpine:3.20\nRUN true\n`)).toBe("4 ");
  expect(container(`${release}FROM postgres:16\n`)).toBe("4 /var/lib/postgresql/data");
});

test("a build line says which folder a Dockerfile elsewhere is built with", () => {
  const files = { "ops/web.dockerfile": "FROM node:22\nWORKDIR /app\nCOPY . .\nCMD [\"node\", \"main.js\"]\n", "main.js": 'require("fs").writeFileSync("data/a.json", "");\n', "release.sh": "docker build -f ops/web.dockerfile -t shop .\ndocker run shop\n" };
  const [shop] = buildProject({ host: new MemoryHost(files), dockerfiles: ["ops/web.dockerfile"], composeFiles: [], scripts: ["release.sh"] }).containers;
  expect([shop?.kind, shop?.writes.map(({ path }) => path)]).toEqual(["run", ["/app/data/a.json"]]);
});

describe("Makefiles", () => {
  const mounts = (text: string): readonly string[] => containers("Makefile", text).flatMap(({ image, mounts: all }) => [image?.reference ?? "-", ...all.map(({ target, kind, source }) => `${target} ${kind} ${source ?? ""}`)]);
  test("variables of make are put in, and `$$` is the shell's dollar", () => {
    expect(mounts('IMG ?= alpine:3.20\nDIR := $(CURDIR)/state # here\nup:\n\tdocker run -v $(DIR):/srv/a -v "$$PWD":/srv/b ${IMG}\n')).toEqual(["alpine:3.20", "/srv/a bind-mount $PWD/state", "/srv/b bind-mount $PWD"]);
    expect(mounts("VOLUME = kept\nNAME = $(VOLUME)-2\nup:\n\tdocker run -v $(NAME):/srv/a \\\n\t  -v $(shell pwd)/b:/srv/b alpine:3.20\n")).toEqual(["alpine:3.20", "/srv/a named-volume kept-2", "/srv/b bind-mount $PWD/b"]);
  });
  test("one that is set twice, or by a function of make, is not known", () => {
    expect(mounts("IMG = alpine:3.20\nIMG = debian:12\nup:\n\tdocker run -v $(HERE):/srv/a -v $(DATA_VOLUME):/srv/b $(IMG)\n")).toEqual(["-", "/srv/a bind-mount ${HERE}", "/srv/b named-volume ${DATA_VOLUME}"]);
    expect(mounts("up:\n\tdocker run -v $(addprefix /x,$(Y)):/srv/a alpine:3.20\n")).toEqual(["alpine:3.20", "/srv/a bind-mount ${MADE}"]);
  });
  test("a container's place is its own line, whatever was put in before", () => {
    const [, second] = containers("Makefile", "IMG = alpine:3.20\nup:\n\t@docker run --name a $(IMG) && \\\n\t  docker run --name b $(IMG)\n");
    expect(second && second.origin.document.position(second.origin.start).line).toBe(4);
  });
  test("variables that stand for each other end somewhere", () => {
    expect(mounts("A = $(B)\nB = $(A)\nup:\n\tdocker run -v $(A):/srv/a alpine:3.20\n")).toEqual(["alpine:3.20", "/srv/a bind-mount ${A}"]);
  });
});
