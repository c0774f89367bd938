import type { ShellScript } from "../../../src/model/index.ts";
import { modelOf, textOf } from "../dockerfile/project.ts";

function scriptOf(text: string): ShellScript {
  const script = modelOf(text).steps.find((step) => step.script)?.script;
  if (!script) throw new Error("the text has no script");
  return script;
}

/** The script of one RUN. */
function run(script: string, before = ""): ShellScript {
  return scriptOf(`FROM debian:12\n${before}RUN ${script}\n`);
}

/** Variables that are split where a blank may be in them. */
function risky(script: string, before = ""): readonly string[] {
  return run(script, before).expansions.filter((use) => use.kind === "variable" && use.splits && !use.isCommandName && !use.harmless).map(({ span }) => textOf(span));
}

test("a variable is split outside quotes, assignments, tests, loops and other expansions only", () => {
  expect(risky('a $b "c $d" e="$f" ${g%x} > $h')).toEqual(["$b", "${g%x}", "$h"]);
  expect(risky("x=$a; for i in $b; do :; done; case $c in $d) :;; esac; echo ${e:-$f} $((g + $h))")).toEqual(["${e:-$f}"]);
  expect(risky("cat <<EOF\n$a\nEOF", "")).toEqual([]);
  expect(risky("$cmd $arg; exec $other")).toEqual(["$arg"]);
  expect(scriptOf('FROM a\nSHELL ["/bin/bash", "-c"]\nRUN [[ $a = b ]] && [ $c = d ]\n').expansions.filter(({ splits }) => splits).map(({ span }) => textOf(span))).toEqual(["$c"]);
});

test("what a variable may hold follows the way through the script", () => {
  expect(risky("a=1; echo $a $? $#; b='x y'; echo $b; c=$a-$b; echo $c; d=$((2)); echo $d")).toEqual(["$b", "$c"]);
  expect(risky("if x; then a=1; else a=2; fi; echo $a; if x; then b=1; fi; echo $b")).toEqual(["$b"]);
  expect(risky("if x; then a=1; else exit 1; fi; echo $a")).toEqual([]);
  expect(risky("(a=1); echo $a; b=1 | x; echo $b; c=$(y); echo $c")).toEqual(["$a", "$b", "$c"]);
  expect(risky("for i in a b; do echo $i; done; for j in *.txt; do echo $j; done; read k; echo $k")).toEqual(["$j", "$k"]);
  expect(risky("a=1; while x; do echo $a; a='1 2'; done")).toEqual(["$a"]);
  expect(risky("f() { echo $a; }; a=1; f")).toEqual([]);
  expect(risky("echo $A $B", "ENV A=1\nARG B\n")).toEqual([]);
});

test("positions are those of the file, through continued lines and comments", () => {
  const text = "FROM debian:12\nRUN a && \\\n# why\n  b \\\n  \"$(c)\" `d`\n";
  const found = scriptOf(text).expansions.filter(({ kind }) => kind === "substitution");
  expect(found.map(({ span }) => [textOf(span), span.document.position(span.start).line])).toEqual([["$(c)", 5], ["`d`", 5]]);
});

test("the dialect is that of SHELL, a comment or the first line of a here-document", () => {
  expect(run("a").dialect).toBe("sh");
  expect(run("a", 'SHELL ["/bin/bash", "-eo", "pipefail", "-c"]\n')).toMatchObject({ dialect: "bash", posix: false, errexit: true });
  expect(run("a", "# hadolint shell=ash\n")).toMatchObject({ dialect: "ash", posix: true, errexit: false });
  expect(run("a", "# shellcheck shell=bash\n").dialect).toBe("bash");
  expect(run("a", "# hadolint shell=bash\nSHELL [\"/bin/sh\", \"-c\"]\n").dialect).toBe("sh");
  expect(run("<<EOF\n#!/bin/bash -e\na\nEOF")).toMatchObject({ dialect: "bash", errexit: true });
  expect(run("<<EOF\n# shellcheck shell=bash\na\nEOF").dialect).toBe("bash");
  expect(modelOf("FROM a\nSHELL [\"pwsh\", \"-c\"]\nRUN a\nRUN [\"b\"]\n").steps.every(({ script }) => script === undefined)).toBe(true);
  const all = modelOf("# hadolint shell=pwsh\nFROM a\nRUN a; b\nFROM c\nRUN d; e\n").stages.flatMap((stage) => stage.steps);
  expect(all.map(({ powerShell }) => powerShell?.statements.length)).toEqual([2, 2]);
});

test("a script with a syntax error has no other facts", () => {
  const script = run("if a; then b $c");
  expect(script.faults.length).toBeGreaterThan(0);
  expect([script.expansions, script.commands, script.literals]).toEqual([[], [], []]);
});

test("variables that nothing assigns, and slips", () => {
  const names = (script: string, before = ""): readonly (readonly [string, string | undefined])[] => run(script, before).variables.unassigned.map(({ name, similar }) => [name, similar]);
  expect(names("echo $a $b ${c:-x} $HOME $http_proxy; b=1")).toEqual([["a", undefined]]);
  expect(names("echo $APP_VERSON", "ARG APP_VERSION\n")).toEqual([["APP_VERSON", "APP_VERSION"]]);
  expect(names(". /etc/os-release; echo $codename")).toEqual([]);
  expect(names('[ -n "$a" ] && echo "$a"')).toEqual([]);
  expect(run("a=1; b=2; export c=3; echo $a; d=4 make").variables.unused.map(({ name }) => name)).toEqual(["b"]);
});

test("a command decides where what follows depends on it", () => {
  const decides = (script: string): readonly string[] => run(script).commands.filter((command) => command.decides).map(({ name }) => name);
  expect(decides("a && b || c; d")).toEqual(["a", "b"]);
  expect(decides("if a; b; then c; fi; while d; do e; done")).toEqual(["b", "d"]);
});

test("statements of PowerShell, by SHELL and by a call", () => {
  const powerShell = (text: string) => modelOf(text).steps.find((step) => step.powerShell)?.powerShell;
  expect(powerShell('FROM a\nSHELL ["pwsh", "-Command", "$x = 1;"]\nRUN $ErrorActionPreference = \'Stop\'; a { b; c }; "d;e"\n')).toMatchObject({ statements: ["a { b; c }", '"d;e"'], setup: "-Command $x = 1;" });
  expect(powerShell('FROM a\nRUN pwsh -NoProfile -Command "a; b" && c\n')).toMatchObject({ statements: ["a", "b"], call: { program: "pwsh", options: ["-NoProfile"], quoted: true, whole: false } });
  expect(powerShell("FROM a\nRUN pwsh -File x.ps1\n")).toBeUndefined();
});

test("a long script takes time in line with its length", () => {
  const lines = Array.from({ length: 4000 }, (_, at) => `x${at}=$(a $y) && if b; then echo $x${at}; fi`).join("; \\\n  ");
  const started = process.cpuUsage();
  expect(risky(lines).length).toBeGreaterThan(4000);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(20_000);
});
