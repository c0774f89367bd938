import { lookup } from "#text";
/** Which language a shell reads. `other` is any program that is no shell known here. */
export type ShellDialect = "sh" | "bash" | "dash" | "ash" | "ksh" | "zsh" | "powershell" | "cmd" | "other";

const PROGRAMS: Readonly<Record<string, ShellDialect>> = {
  sh: "sh", bash: "bash", rbash: "bash", dash: "dash", ash: "ash", busybox: "ash", toybox: "sh",
  ksh: "ksh", ksh93: "ksh", mksh: "ksh", oksh: "ksh", zsh: "zsh",
  powershell: "powershell", pwsh: "powershell", cmd: "cmd",
};

/** True where `parseShell` can read the language; false for PowerShell, cmd and whatever else is to be left alone. */
export function isPosixShell(dialect: ShellDialect): boolean {
  return dialect !== "powershell" && dialect !== "cmd" && dialect !== "other";
}

/**
 * The language behind the words of a SHELL instruction or of a command that starts a shell:
 * `["/bin/bash", "-o", "pipefail", "-c"]` is bash. No words at all: Docker's default on Linux, sh.
 */
export function dialectOf(words: readonly string[]): ShellDialect {
  const rest = [...words];
  if (programName(rest[0] ?? "") === "env") {
    rest.shift();
    while (rest[0] !== undefined && (rest[0].startsWith("-") || /^\w+=/.test(rest[0]))) rest.shift();
  }
  const program = rest[0];
  if (program === undefined) return "sh";
  const name = programName(program);
  if ((name === "busybox" || name === "toybox") && rest[1] !== undefined && !rest[1].startsWith("-")) return dialectOfApplet(rest[1]);
  return lookup(PROGRAMS, name) ?? "other";
}

/**
 * The language that a script's first line asks for: `#!/usr/bin/env bash`, `#! /bin/busybox sh`, `#!/bin/sh -e`.
 * Undefined where there is no such line.
 */
export function dialectOfHashbang(text: string): ShellDialect | undefined {
  const line = /^\uFEFF?#!([^\n]*)/.exec(text)?.[1];
  if (line === undefined) return undefined;
  const words = line.trim().split(/\s+/).filter((word) => word !== "");
  return words.length > 0 ? dialectOf(words) : undefined;
}

function dialectOfApplet(applet: string): ShellDialect {
  if (applet === "sh" || applet === "ash") return "ash";
  return lookup(PROGRAMS, programName(applet)) ?? "other";
}

/** `C:\Windows\System32\CMD.EXE` is cmd. */
function programName(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? "";
  return name.toLowerCase().replace(/\.exe$/, "");
}
