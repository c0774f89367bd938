import { commandsOf, stageOf, textOf } from "./project.ts";

test("cd holds for what follows in its own shell only", () => {
  const cwd = (run: string): readonly (string | undefined)[] => commandsOf(`FROM debian:12\nWORKDIR /srv\nENV D=data\n${run}\n`).filter(({ name }) => name === "ls").map((command) => command.cwd);
  expect(cwd("RUN ls && cd app && ls; (cd /tmp; ls); ls")).toEqual(["/srv", "/srv/app", "/tmp", "/srv/app"]);
  expect(cwd("RUN cd $D && ls && cd $UNKNOWN && ls")).toEqual(["/srv/data", undefined]);
  expect(cwd("RUN if x; then cd /a; ls; fi; ls")).toEqual(["/a", undefined]);
  expect(cwd("RUN cd app\nRUN ls")).toEqual(["/srv"]);
});

test("all forms give commands at their place in the file", () => {
  const found = commandsOf('FROM debian:12\nRUN a \\\n  # why\n  && b x\nRUN ["c", "d e"]\nRUN <<EOF\nd\nEOF\nRUN bash -c "e && f"\nHEALTHCHECK CMD g || exit 1\nCMD ["sh", "-c", "h"]\nONBUILD RUN i\n');
  expect(found.map(({ name }) => name)).toEqual(["a", "b", "c", "d", "bash", "e", "f", "g", "exit", "sh", "h", "i"]);
  expect(found.map(({ nameSpan }) => textOf(nameSpan)).filter((text) => text.length === 1)).toEqual(["a", "b", "d", "e", "f", "g", "h", "i"]);
  expect(stageOf("FROM debian:12\nONBUILD RUN i\nCMD j\n").commands).toEqual([]);
});

test("PowerShell, cmd and interpreters in a heredoc are left alone", () => {
  expect(commandsOf('FROM debian:12\nSHELL ["pwsh", "-c"]\nRUN Get-Item x\n')).toEqual([]);
  expect(commandsOf("FROM debian:12\nRUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF\n")).toEqual([]);
  expect(commandsOf("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN dir\n")).toEqual([]);
});

test("user, wrappers and environment are those of the command", () => {
  const [first, second] = commandsOf("FROM debian:12\nENV A=1\nUSER app\nRUN sudo env B=2 make; C=$A make\n");
  expect([first?.name, first?.user, first?.wrappers, first?.env.get("B")?.value]).toEqual(["make", "root", ["sudo", "env"], "2"]);
  expect([second?.user, second?.env.get("C")?.value]).toEqual(["app", "1"]);
});

test("arguments are expanded from ENV, ARG and the script", () => {
  const found = commandsOf("FROM debian:12\nARG V=1\nRUN D=/x/$V; touch $D/a $OTHER\n").find(({ name }) => name === "touch");
  expect(found?.args.map(({ value, expanded }) => [value, expanded])).toEqual([[undefined, "/x/1/a"], [undefined, undefined]]);
});
