import { endOf, modelOf, stageOf } from "./project.ts";

test("an instruction sees the environment before it", () => {
  const { env } = endOf("FROM debian:12\nENV A=1\nENV A=2 B=$A\n");
  expect([env.get("A")?.value, env.get("B")?.value]).toEqual(["2", "1"]);
});

test("ENV wins over ARG of the same name", () => {
  expect(endOf("FROM debian:12\nENV V=env\nARG V=arg\nWORKDIR /x/$V\n").cwd).toBe("/x/env");
});

test("a global ARG reaches a stage only where the stage declares it", () => {
  expect(endOf("ARG V=1\nFROM debian:12\nARG V\nENV W=$V\n").env.get("W")?.value).toBe("1");
  expect(endOf("ARG V=1\nFROM debian:12\nENV W=$V\n").env.get("W")?.value).toBeUndefined();
  expect(endOf("ARG V=1\nFROM debian:12\nARG V=2\nENV W=$V\n").env.get("W")?.value).toBe("2");
});

test("a build argument wins over both defaults", () => {
  const file = modelOf("ARG V=1\nFROM debian:12\nARG V=2\nENV W=$V\n", {}, new Map([["V", "3"]]));
  expect(file.finalStage?.end.env.get("W")?.value).toBe("3");
});

test("WORKDIR is resolved against the one before and the base image", () => {
  expect(endOf("FROM debian:12\nWORKDIR /a\nWORKDIR b/../c\n").cwd).toBe("/a/c");
  expect(endOf("FROM golang:1.24\nWORKDIR src\n").cwd).toBe("/go/src");
  expect(endOf("FROM example.org/own:1\nWORKDIR src\n").cwd).toBeUndefined();
  expect(endOf("# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR C:\\app\nWORKDIR bin\n").cwd).toBe("C:/app/bin");
});

test("a stage takes over what its parent stage set", () => {
  const end = endOf('FROM debian:12 AS base\nENV A=1\nARG B=2\nUSER app\nWORKDIR /srv\nVOLUME /data\nSHELL ["/bin/bash", "-c"]\nCMD ["run"]\nFROM BASE\nENV C=$A$B\n');
  expect({ user: end.user, cwd: end.cwd, volumes: end.volumes.map(({ path }) => path), shell: end.shell.dialect, c: end.env.get("C")?.value })
    .toEqual({ user: "app", cwd: "/srv", volumes: ["/data"], shell: "bash", c: "12" });
});

test("an ENTRYPOINT clears the CMD of its base, not its own stage's", () => {
  const words = (text: string): readonly string[] | undefined => stageOf(text).image.command?.words;
  expect(words('FROM debian:12 AS base\nCMD ["a"]\nFROM base\nENTRYPOINT ["b"]\n')).toBeUndefined();
  expect(words('FROM debian:12\nCMD ["a"]\nENTRYPOINT ["b"]\n')).toEqual(["a"]);
});

test("ONBUILD of a local parent runs first in the child and nowhere else", () => {
  const text = "FROM debian:12 AS base\nONBUILD WORKDIR /app\nFROM base AS child\nWORKDIR bin\nFROM child\nWORKDIR x\n";
  expect(modelOf(text).stages.map((stage) => stage.end.cwd)).toEqual(["/", "/app/bin", "/app/bin/x"]);
});

test("known images bring their volumes and user", () => {
  const end = endOf("FROM postgres:16\n");
  expect(end.volumes.map(({ path, from }) => [path, from])).toEqual([["/var/lib/postgresql/data", "base-image"]]);
  expect(end.user).toBe("root");
});

test("FROM knows stages, scratch, global arguments and what it cannot know", () => {
  const bases = modelOf("ARG V=12\nFROM debian:$V AS a\nFROM a\nFROM scratch\nFROM x:$TARGETARCH\nFROM $NOTHING\n").stages.map(({ base }) => base);
  expect(bases.map((base) => (base.kind === "image" ? base.reference : base.kind))).toEqual(["debian:12", "stage", "scratch", "unknown", "unknown"]);
});

test("twenty thousand instructions take about ten times as long as two thousand", () => {
  const time = (count: number): number => {
    const lines = Array.from({ length: count }, (_, at) => [`ENV A${at}=$A${at - 1}x`, `WORKDIR /w${at}`, `VOLUME /v${at}`, `COPY a${at} /d${at}/`][at % 4]);
    const stage = stageOf(`FROM debian:12\n${lines.join("\n")}\n`);
    const start = performance.now();
    let seen = 0;
    for (const step of stage.steps) seen += [step.before.env.get("A4"), step.copy, ...step.changedPaths].length;
    expect(seen).toBeGreaterThanOrEqual(2 * count);
    return performance.now() - start;
  };
  time(500);
  expect(time(20_000)).toBeLessThan(Math.max(40 * time(2000), 1500));
});
