import type { Assignment, Command, Redirection, ShellTree, Word } from "../../parse/shell/index.ts";
import { literal, walk } from "../../parse/shell/index.ts";
import type { Span } from "#text";
import { nameBehind } from "./quoting.ts";
import type { ScriptCommand, ScriptNode } from "./types.ts";

/** Programs that do not look at their standard input. */
const NOT_READING = new Set((
  "alias basename bg cal cd chgrp chmod chown cp du echo export fg fuser getconf getopt getopts jobs kill ln ls locate mv printf ps pwd renice rm rmdir " +
  "set sleep touch trap ulimit unalias uname"
).split(" "));

/** Those of them that may ask a question. */
const ASKING = new Set(["cp", "mv", "rm"]);

/** A simple command of a script, read when first asked about. */
export class FoundScriptCommand implements ScriptCommand {
  readonly at: ScriptNode<Command>;
  readonly node: Command;
  readonly #tree: ShellTree;
  #name: string | undefined;
  #flags: ScriptCommand["flags"] | undefined;

  constructor(at: ScriptNode<Command>, tree: ShellTree) {
    this.at = at;
    this.node = at.node;
    this.#tree = tree;
  }

  get span(): Span {
    return this.#tree.spanOf(this.node);
  }

  get name(): string {
    if (this.#name !== undefined) return this.#name;
    const written = this.nameWord && literal(this.nameWord);
    return (this.#name = written === undefined ? "" : written.slice(written.lastIndexOf("/") + 1));
  }

  get nameWord(): Word | undefined {
    const { name, args } = this.node;
    const behind = nameBehind(name, args);
    return args.find((one): one is Word => one === behind) ?? name;
  }

  get words(): readonly (Word | Assignment)[] {
    return this.node.name ? [this.node.name, ...this.node.args] : this.node.args;
  }

  get args(): readonly (Word | Assignment)[] {
    const { nameWord } = this;
    if (nameWord === this.node.name) return this.node.args;
    return this.node.args.slice(this.node.args.findIndex((one) => one === nameWord) + 1);
  }

  get assignments(): readonly Assignment[] {
    return this.node.prefix.filter((part) => part.type === "Assignment");
  }

  get redirects(): readonly Redirection[] {
    return this.node.redirects;
  }

  get decides(): boolean {
    return decides(this.at);
  }

  get inFunction(): string | undefined {
    for (let around = this.at.parent; around; around = around.parent) if (around.node.type === "Function") return around.node.name.value;
    return undefined;
  }

  get flags(): ScriptCommand["flags"] {
    return (this.#flags ??= [...flagsOf(this.args)]);
  }

  hasFlag(...names: readonly string[]): boolean {
    return this.flags.some((flag) => names.includes(flag.name));
  }

  get ignoresInput(): boolean {
    if (!NOT_READING.has(this.name) || (ASKING.has(this.name) && this.hasFlag("i", "interactive"))) return false;
    return !consumes(this.node);
  }

  textOf(word: Word | Assignment): string {
    return word.type === "Word" ? word.value : word.text;
  }

  valueOf(word: Word | Assignment): string | undefined {
    return word.type === "Word" ? literal(word) : undefined;
  }
}

/** True where a substitution among the words may read the input. */
function consumes(command: Command): boolean {
  let found = false;
  walk(command, (node) => {
    found ||= node.type === "CommandExpansion" || (node.type === "ProcessSubstitution" && node.operator === "<");
    return !found;
  });
  return found;
}

function* flagsOf(args: readonly (Word | Assignment)[]): Generator<{ readonly name: string; readonly word: Word }> {
  for (const word of args) {
    if (word.type !== "Word") continue;
    const text = word.value;
    if (text === "--") return;
    if (text.startsWith("--")) yield { name: text.slice(2).split("=", 1)[0] ?? "", word };
    else if (text.startsWith("-")) for (const name of text.slice(1)) yield { name, word };
  }
}

/** True where a command's exit status decides whether something else runs: left of `&&` and `||`, the end of a condition. */
export function decides(here: ScriptNode): boolean {
  for (let child = here, around = here.parent; around; child = around, around = around.parent) {
    const { node } = around;
    if (node.type === "AndOr" && node.commands.at(-1) !== child.node) return true;
    if (node.type === "CompoundList" && node.commands.at(-1) === child.node && isCondition(around)) return true;
  }
  return false;
}

function isCondition(list: ScriptNode): boolean {
  const owner = list.parent?.node;
  return (owner?.type === "If" || owner?.type === "Elif" || owner?.type === "While") && owner.clause === list.node;
}
