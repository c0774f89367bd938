import { Document, MappedText, textOf } from "#text";
import { dialectOf, dialectOfHashbang, isPosixShell, parseShell, readCommand, simpleCommands, type CommandLine } from "../../../src/parse/shell/index.ts";

function command(text: string): CommandLine {
  const document = new Document("run.sh", text, "script");
  const [first] = simpleCommands(parseShell(MappedText.ofSpan(document.span(0, text.length))));
  return readCommand(first?.words ?? []);
}

describe("the command behind its wrappers", () => {
  test.each([
    ["apt-get install curl", "apt-get", []],
    ["/usr/bin/apt-get install curl", "apt-get", []],
    ["sudo -E -u app apt-get install curl", "apt-get", ["sudo"]],
    ["sudo DEBIAN_FRONTEND=noninteractive apt-get install", "apt-get", ["sudo"]],
    ["env -i -u HOME A=b C=d node app.js", "node", ["env"]],
    ["exec -a web gosu app:app nginx -g x", "nginx", ["exec", "gosu"]],
    ["/sbin/tini -g -- su-exec redis redis-server", "redis-server", ["tini", "su-exec"]],
    ["dumb-init --rewrite 15:3 -- nohup nice -n 5 java -jar a.jar", "java", ["dumb-init", "nohup", "nice"]],
    ["setpriv --reuid=app --clear-groups command ls", "ls", ["setpriv", "command"]],
    ["setpriv --reuid app --clear-groups ls", "ls", ["setpriv"]],
    ["timeout -s KILL 30s chroot /mnt ls", "ls", ["timeout", "chroot"]],
    ["timeout -- 30s ls", "ls", ["timeout"]],
    ["busybox wget http://x/", "wget", ["busybox"]],
    ["/usr/bin/time -f %e make", "make", ["time"]],
    ["command -v node", "command", []],
    ["exec", "exec", []],
    ["sudo -l", "sudo", []],
    ['"$JAVA_HOME"/bin/java -jar a.jar', "java", []],
    ["$CMD x", "", []],
    ["exec $CMD x", "", ["exec"]],
    ["FOO=bar", "", []],
  ])("%s", (text, name, wrappers) => {
    const line = command(text);
    expect(line.name).toBe(name);
    expect(line.wrappers.map((wrapper) => wrapper.name)).toEqual(wrappers);
  });

  test("a wrapper keeps its own words", () => {
    const [sudo] = command("sudo -u app FOO=1 ls").wrappers;
    expect(sudo?.args.map(({ text }) => text)).toEqual(["-u", "app", "FOO=1"]);
  });
});

describe("options", () => {
  test("switches, alone, long and bundled", () => {
    const line = command("apt-get -qy --no-install-recommends=true install curl");
    expect(line.flag("-y", "--yes")?.text).toBe("-qy");
    expect(line.flag("--no-install-recommends")?.text).toBe("--no-install-recommends=true");
    expect(line.flag("-x")).toBeUndefined();
    expect(command("x --yes=false").flag("--yes")).toBeUndefined();
    expect(command("rm -- -y").flag("-y")).toBeUndefined();
  });

  test.each([
    ["curl -o out url", "out"], ["curl -oout url", "out"], ["curl --output out url", "out"], ["curl --output=out url", "out"],
    ["curl -sSLo out url", "out"], ["curl -o a -o out url", "out"],
  ])("%s", (text, value) => {
    const found = command(text).option("-o", "--output");
    expect(found?.value).toBe(value);
    expect(found && textOf(found.span)).toBe(value);
  });

  test("a value that an expansion decides is unknown but its place is not", () => {
    const found = command('curl --output="$DIR/x" url').option("--output");
    expect(found?.value).toBeUndefined();
    expect(found?.text).toBe("$DIR/x");
    expect(found && textOf(found.span)).toBe('"$DIR/x"');
  });

  test("operands leave out options and the values of those that take one", () => {
    const line = command("pip install -r req.txt -q --index-url x flask -- -odd");
    expect(line.operands(["-r", "--index-url"]).map(({ text }) => text)).toEqual(["install", "flask", "-odd"]);
  });
});

describe("dialects", () => {
  test.each([
    [["/bin/sh", "-c"], "sh"], [["/bin/bash", "-o", "pipefail", "-c"], "bash"], [["bash"], "bash"], [["/bin/ash", "-eo", "pipefail"], "ash"],
    [["busybox", "sh", "-c"], "ash"], [["/bin/dash"], "dash"], [["/usr/bin/env", "-S", "zsh"], "zsh"], [["ksh"], "ksh"],
    [["powershell", "-Command"], "powershell"], [["C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\PowerShell.exe"], "powershell"],
    [["pwsh"], "powershell"], [["cmd", "/S", "/C"], "cmd"], [["CMD.EXE"], "cmd"], [["/usr/bin/python3", "-c"], "other"], [[], "sh"],
  ] as const)("%j", (words, dialect) => expect(dialectOf(words)).toBe(dialect));

  test.each([
    ["#!/bin/sh\n", "sh"], ["#!/usr/bin/env bash\r\n", "bash"], ["#! /bin/busybox sh", "ash"], ["#!/usr/bin/env -S bash -eu\n", "bash"],
    ["#!/usr/bin/python3\n", "other"], ["echo\n", undefined], ["#!\n", undefined],
  ] as const)("%j", (text, dialect) => expect(dialectOfHashbang(text)).toBe(dialect));

  test("only the sh family is parsed", () => {
    expect((["sh", "bash", "ash", "zsh", "powershell", "cmd", "other"] as const).filter(isPosixShell)).toEqual(["sh", "bash", "ash", "zsh"]);
  });
});
