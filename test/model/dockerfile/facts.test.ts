import { commandsOf, modelOf, stageOf, textOf } from "./project.ts";

test("a stage's operating system follows --platform, the image's name and the stage below", () => {
  const os = (text: string): readonly string[] => modelOf(text).stages.map((stage) => stage.os);
  expect(os("FROM mcr.microsoft.com/windows/nanoserver:ltsc2022 AS a\nFROM a\nFROM golang:1.24-windowsservercore\nFROM debian:12\n")).toEqual(["windows", "windows", "windows", "linux"]);
  expect(os("FROM --platform=windows/amd64 team/base\nFROM --platform=linux/amd64 team/nanoserver-tools\n")).toEqual(["windows", "linux"]);
});

test("the image at the bottom has its completed name", () => {
  const [, last] = modelOf("ARG V=3.4\nFROM docker.io/library/ruby:${V}-slim AS base\nFROM base\n").stages;
  expect(last?.origin).toMatchObject({ repository: "ruby", tag: "3.4-slim" });
  expect(stageOf("FROM scratch\n").origin).toBeUndefined();
  expect(stageOf("FROM $UNKNOWN\n").origin).toBeUndefined();
  expect(stageOf("FROM ghcr.io/team/app:1\n").origin?.repository).toBe("ghcr.io/team/app");
});

test("reads name earlier and later stages, and what needs a stage", () => {
  const { stages } = modelOf("FROM debian:12 AS a\nFROM debian:12 AS b\nCOPY --from=c /x /x\nFROM debian:12 AS c\nRUN --mount=type=bind,from=a,target=/in ls /in\nCOPY --from=image:1 /y /y\n");
  expect(stages.map(({ reads }) => reads.map(({ by, name, stage, later }) => [by, name, stage?.name, later?.name]))).toEqual([
    [["FROM", "debian:12", undefined, undefined]],
    [["FROM", "debian:12", undefined, undefined], ["COPY", "c", undefined, "c"]],
    [["FROM", "debian:12", undefined, undefined], ["RUN", "a", "a", undefined], ["COPY", "image:1", undefined, undefined]],
  ]);
  expect(stages.map(({ needed }) => needed)).toEqual([true, false, true]);
});

test("FROM with the defaults of ARG only", () => {
  const references = (text: string): readonly (string | undefined)[] => modelOf(text).stages.map((stage) => stage.defaultReference);
  expect(references("ARG A\nARG B=debian\nARG C=$B:12\nFROM $A\nFROM $B\nFROM $C\nFROM $D\nFROM app-$TARGETARCH\n")).toEqual(["", "debian", "debian:12", "", "app-amd64"]);
});

test("what a container starts is found behind shells, wrappers and entry points", () => {
  const lines = (text: string): readonly string[] => stageOf(`FROM debian:12\n${text}\n`).startLines.map(({ name, args }) => [name, ...args].join(" "));
  expect(lines('ENTRYPOINT ["tini", "--", "bundle", "exec", "puma"]')).toEqual(["puma"]);
  expect(lines('ENTRYPOINT ["/entry.sh"]\nCMD ["rails", "server"]')).toEqual(["entry.sh rails server", "rails server"]);
  expect(lines('CMD ["sh", "-c", "A=1 exec server && other"]')).toEqual(["sh -c A=1 exec server && other", "server", "other"]);
  expect(lines("CMD one; two")).toEqual(["one", "two"]);
});

test("Bundler's settings hold from where they are made", () => {
  const { bundlerInstalls } = stageOf("FROM ruby:3.4\nENV BUNDLE_WITHOUT=test\nRUN bundle install\nRUN bundle config set --local deployment true && bundle install\n");
  expect(bundlerInstalls.map(({ settings }) => [...settings])).toEqual([[["without", "test"]], [["without", "test"], ["deployment", "true"]]]);
});

test("curl and wget are read with their options", () => {
  const downloads = commandsOf("FROM debian:12\nENV V=2\nRUN curl -H 'A: b' -fsSLo /tmp/x https://e.org/$V && wget -qO- https://e.org/a && curl -O https://e.org/b && wget https://e.org/c\n").map(({ download }) => download);
  expect(downloads.map((one) => [one?.tool, one?.urls.map(({ expanded }) => expanded), one?.output?.value, one?.toOutput, one?.named])).toEqual([
    ["curl", ["https://e.org/2"], "/tmp/x", false, false], ["wget", ["https://e.org/a"], "-", true, false],
    ["curl", ["https://e.org/b"], undefined, false, true], ["wget", ["https://e.org/c"], undefined, false, true],
  ]);
});

test("commands of cmd and PowerShell are split at their own operators", () => {
  const found = (shell: string, run: string): readonly string[] => stageOf(`FROM mcr.microsoft.com/windows/servercore:ltsc2022\n${shell}RUN ${run}\n`).steps.flatMap(({ foreignCommands }) => foreignCommands.map(({ name, args, span }) => `${name}(${args.join(",")}) ${textOf(span)}`));
  expect(found("", 'C:\\x\\Tool.EXE "a b" && b;c')).toEqual(['tool(a b) C:\\x\\Tool.EXE "a b" ', "b;c() b;c"]);
  expect(found('SHELL ["pwsh", "-Command"]\n', "iwr 'a; b' -OutFile c; tar -x")).toEqual(["iwr(a; b,-OutFile,c) iwr 'a; b' -OutFile c", "tar(-x) tar -x"]);
  expect(stageOf("FROM debian:12\nRUN a; b\n").steps.flatMap(({ foreignCommands }) => foreignCommands)).toEqual([]);
});
