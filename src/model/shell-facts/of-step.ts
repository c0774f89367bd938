import type { MappedText } from "#text";
import type { Comment } from "../../parse/dockerfile/index.ts";
import { dialectOf, dialectOfHashbang, type ShellDialect } from "../../parse/shell/index.ts";
import type { Step } from "../types.ts";
import { systemShellAt } from "./features.ts";
import { shellScript } from "./script.ts";
import type { ShellScript } from "./types.ts";

/** The script of a RUN, CMD, ENTRYPOINT or HEALTHCHECK in the shell form or of a RUN with a here-document; undefined for what no POSIX-like shell reads. */
export function stepScript(step: Step): ShellScript | undefined {
  const instruction = step.instruction.trigger ?? step.instruction;
  const form = instruction.command;
  if (!form || form.form === "exec") return undefined;
  const heredoc = form.form === "heredoc";
  const text = heredoc ? form.heredoc.body : form.script;
  const { shell, env, args } = step.before;
  const hashbang = heredoc ? dialectOfHashbang(text.text) : undefined;
  // ONBUILD runs in the build of another file, which knows the ENV but not the ARG of this one.
  const sees = step.instruction.trigger ? undefined : args;
  return shellScript({
    text,
    tree: knownTree(step, text),
    dialect: askedFor(instruction.comments, heredoc ? text : undefined) ?? hashbang ?? shell.dialect,
    atBuild: instruction.keyword === "RUN",
    errexit: hashbang === undefined ? stopsAtErrors(shell.words) : /^#![^\n]*\s-\w*e/.test(text.text),
    isGiven: (name) => Boolean((env.get(name) ?? sees?.get(name))?.value),
    isSet: (name) => env.has(name) || sees?.has(name) === true,
    setNames: () => [...env.keys(), ...(sees?.keys() ?? [])],
    systemShell: () => systemShellAt(step),
  });
}

/** The commands of the step were read from the same text: its tree is there already. */
function knownTree(step: Step, text: MappedText): ReturnType<typeof treeOf> {
  const tree = treeOf(step);
  return tree?.source === text ? tree : undefined;
}

function treeOf(step: Step) {
  return step.commands[0]?.shell?.tree;
}

/** `# shellcheck shell=bash` on a comment line inside the instruction or at the head of its here-document. */
export function askedFor(inside: readonly Comment[], heredoc: MappedText | undefined): ShellDialect | undefined {
  const lines = [...inside.map((comment) => comment.text), ...headComments(heredoc?.text ?? "")];
  for (const line of lines) {
    const name = /^\s*shellcheck\s[^\n]*\bshell=([\w./-]+)/.exec(line)?.[1];
    if (name !== undefined && dialectOf([name]) !== "other") return dialectOf([name]);
  }
  return undefined;
}

function headComments(text: string): readonly string[] {
  const head = /^(?:\s*#[^\n]*(?:\n|$)|\s*\n)*/.exec(text)?.[0] ?? "";
  return head.split("\n").map((line) => line.trim().replace(/^#/, ""));
}

/** `-e`, `-eo` or `-o errexit` among the words of SHELL, before the last one. */
function stopsAtErrors(words: readonly string[]): boolean {
  return words.some((word, at) => /^-[a-df-z]*e[a-z]*$/.test(word) || (word === "errexit" && /^-[a-z]*o$/.test(words[at - 1] ?? "")));
}
