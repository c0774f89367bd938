import { lineOf, modelOf, stageOf, stepOf, textOf } from "./project.ts";

const files = { "random.sh": "#!/bin/sh\n", "bin/run.sh": "run\n", "bin/sub/other.sh": "other\n", "secret.env": "x", ".dockerignore": "*.env\n" };

function hostPath(text: string, path: string): string | undefined {
  return stageOf(text, files).image.fileAt(path)?.hostPath;
}

test("a copied file is found where Docker puts it", () => {
  expect(hostPath("FROM ubuntu:22.04\nWORKDIR /home\nCOPY random.sh .\n", "/home/random.sh")).toBe("random.sh");
  expect(hostPath("FROM ubuntu:22.04\nCOPY random.sh /home\n", "/home/random.sh")).toBe("random.sh");
  expect(hostPath("FROM ubuntu:22.04\nCOPY random.sh /start\n", "/start")).toBe("random.sh");
  expect(hostPath("FROM ubuntu:22.04\nCOPY bin /opt/bin\n", "/opt/bin/sub/other.sh")).toBe("bin/sub/other.sh");
  expect(hostPath("FROM ubuntu:22.04\nCOPY b* r*.sh /opt/\n", "/opt/run.sh")).toBe("bin/run.sh");
  expect(hostPath("FROM ubuntu:22.04\nARG N=random\nCOPY [\"random.sh\", \"bin\", \"/a/\"]\n", "/a/random.sh")).toBe("random.sh");
  expect(hostPath("FROM ubuntu:22.04\nCOPY --parents bin/sub/other.sh /a/\n", "/a/bin/sub/other.sh")).toBe("bin/sub/other.sh");
  expect(hostPath("FROM ubuntu:22.04\nCOPY . /a\n", "/a/secret.env")).toBeUndefined();
});

test("renames, links, other stages and removals are followed", () => {
  expect(hostPath("FROM ubuntu:22.04\nCOPY random.sh /tmp/\nRUN chmod +x /tmp/random.sh && mv /tmp/random.sh /usr/bin/go\n", "/usr/bin/go")).toBe("random.sh");
  expect(hostPath("FROM ubuntu:22.04\nCOPY random.sh /tmp/\nRUN mv /tmp/random.sh /usr/bin/go\n", "/tmp/random.sh")).toBeUndefined();
  expect(hostPath("FROM ubuntu:22.04\nCOPY bin /opt/x\nRUN ln -s /opt/x /y\n", "/y/run.sh")).toBe("bin/run.sh");
  expect(hostPath("FROM ubuntu:22.04 AS a\nCOPY bin /out\nFROM ubuntu:22.04\nCOPY --from=A /out/run.sh /r\n", "/r")).toBe("bin/run.sh");
  expect(hostPath("FROM ubuntu:22.04 AS a\nCOPY bin /out\nFROM ubuntu:22.04\nCOPY --from=0 /out /r\n", "/r/sub/other.sh")).toBe("bin/sub/other.sh");
  expect(hostPath("FROM ubuntu:22.04\nCOPY . /a\nRUN rm -rf /a\n", "/a/random.sh")).toBeUndefined();
});

test("the trace names each step in order", () => {
  const file = stageOf("FROM ubuntu:22.04\nCOPY random.sh /tmp/\nRUN mv /tmp/random.sh /go\n", files).image.fileAt("/go");
  expect(file?.trace.map(({ span, message }) => [lineOf(span), message])).toEqual([[2, "copied to /tmp/random.sh"], [3, "moved to /go"]]);
  expect(file?.document()?.text).toBe("#!/bin/sh\n");
});

test("scripts that the Dockerfile writes keep their place in it", () => {
  const text = 'FROM ubuntu:22.04\nCOPY <<"EOF" /a\necho a > /data/a\nEOF\nRUN echo "echo b > /data/b" > /b && printf \'#!/bin/sh\\necho c\\n\' > /c\nRUN cat <<"EOF" > /d\necho d\nEOF\n';
  const { image } = stageOf(text);
  expect(["/a", "/b", "/c", "/d"].map((path) => image.fileAt(path)?.text()?.text.trim())).toEqual(["echo a > /data/a", "echo b > /data/b", "#!/bin/sh\necho c", "echo d"]);
  const c = image.fileAt("/c")?.text();
  const at = c?.text.indexOf("echo c") ?? 0;
  expect(c && textOf(c.span(at, at + 6))).toBe("echo c");
});

test("destinations are absolute and say whether they are directories", () => {
  const destination = (copy: string): string | undefined => stepOf(stageOf(`FROM ubuntu:22.04\nWORKDIR /w\n${copy}\n`, files), "COPY").copy?.destination;
  expect(["COPY random.sh x", "COPY random.sh x/", "COPY bin x", "COPY random.sh bin x", "COPY random.sh .", "COPY random.sh $X"].map(destination))
    .toEqual(["/w/x", "/w/x/", "/w/x/", "/w/x/", "/w/", undefined]);
});

test("content is told by its kind of evidence", () => {
  const { image } = stageOf("FROM ubuntu:22.04\nWORKDIR /app\nCOPY bin /data/bin\nRUN mkdir -p /empty && npm ci && git clone https://example.org/a.git /src\n", files);
  expect(["/data", "/app/node_modules", "/src", "/empty", "/other"].map((path) => image.hasContentBelow(path))).toEqual([true, true, true, false, false]);
  expect(image.contentBelow("/data").map(({ path, by }) => [path, by])).toEqual([["/data/bin", "copy"]]);
  expect(stageOf("FROM example.org/own:1\nRUN make install\n").image.hasContentBelow("/data")).toBeUndefined();
});

test("directories are known where a step or the standard makes them", () => {
  const { image } = stageOf("FROM alpine:3.20\nWORKDIR /app/nested\nRUN mkdir -p /srv/data\nCOPY random.sh /one/two/\n", files);
  expect(["/app", "/srv/data", "/one/two", "/tmp", "/data", "/srv/none"].map((path) => image.directoryExists(path))).toEqual([true, true, true, true, false, false]);
  expect(stageOf("FROM alpine:3.20\nRUN ./configure\n").image.directoryExists("/data")).toBeUndefined();
});

test("the context is read through .dockerignore and is real only with content of its own", () => {
  const { context } = modelOf("FROM scratch\n", files);
  expect(context.files()?.map(({ path }) => path)).toEqual([".dockerignore", "Dockerfile", "bin", "random.sh", "bin/run.sh", "bin/sub", "bin/sub/other.sh"]);
  expect([context.has("secret.env"), context.has("bin"), context.real]).toEqual([false, true, true]);
  expect(modelOf("FROM scratch\n", { "compose.yaml": "", "README.md": "" }).context.real).toBe(false);
  expect(modelOf("FROM scratch\n", { ...files, "Dockerfile.dockerignore": "bin\n" }).context.has("bin")).toBe(false);
});

test("the files below a path are those of the context, of other stages and of RUN, less what a later step takes away", () => {
  const below = (text: string, path: string): readonly string[] => stageOf(text, files).image.filesBelow(path).map((file) => file.path);
  expect(below("FROM ubuntu:22.04\nCOPY . /a\n", "/a")).toEqual(["/a/.dockerignore", "/a/Dockerfile", "/a/bin/run.sh", "/a/bin/sub/other.sh", "/a/random.sh"]);
  expect(below("FROM ubuntu:22.04\nCOPY b* random.sh /a/\n", "/a")).toEqual(["/a/random.sh", "/a/run.sh", "/a/sub/other.sh"]);
  expect(below("FROM ubuntu:22.04 AS x\nCOPY bin /out\nFROM ubuntu:22.04\nCOPY --from=x /out /a/b\nRUN echo one > /a/c && rm -rf /a/b/sub\n", "/a")).toEqual(["/a/b/run.sh", "/a/c"]);
  expect(below("FROM ubuntu:22.04\nCOPY bin /a\n", "/a/sub")).toEqual(["/a/sub/other.sh"]);
});

test("Rails' database tasks change what lies in db", () => {
  const step = stepOf(stageOf("FROM ruby:3.3\nWORKDIR /app\nRUN bundle exec rails db:migrate\n"), "RUN");
  expect(stepOf(stageOf("FROM ruby:3.3\nWORKDIR /app\nRUN rake db:setup\n"), "RUN").changes.map(({ kind, path, span }) => [kind, path, textOf(span)])).toEqual([["fill", "/app/db", "db:setup"]]);
  expect(step.changes.map(({ path }) => path)).toEqual(["/app/db"]);
  expect(stepOf(stageOf("FROM ruby:3.3\nWORKDIR /app\nRUN rake assets:precompile\n"), "RUN").changes).toEqual([]);
});
