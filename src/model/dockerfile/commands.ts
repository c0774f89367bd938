import { type MappedText, type Span } from "#text";
import type { CommandForm, JsonForm } from "../../parse/dockerfile/index.ts";
import {
  dialectOf, dialectOfHashbang, isPosixShell, parseShell, readCommand, simpleCommands, wordText, wordValue,
  type CommandLine, type CommandWord, type Enclosing, type ShellDialect, type ShellTree, type SimpleCommand,
} from "../../parse/shell/index.ts";
import type { Command, CommandArgument, PackageCommand, Step, VariableValue } from "../types.ts";
import { downloadOf } from "./facts/download.ts";
import type { Download } from "./facts/types.ts";
import { packageCommand } from "./packages.ts";
import { pathOfPlace, resolvePlace, unknownPlace, type Place } from "./places.ts";
import type { StepState } from "./state.ts";
import { VariableLog, type VariableSnapshot } from "./variables.ts";

/** A command with what only the model itself needs. */
export interface ModelCommand extends Command {
  readonly args: readonly ModelArgument[];
  /** The working directory, also where its path is not known. */
  readonly place: Place;
  readonly line: CommandLine;
  readonly tree: ShellTree | undefined;
  /** A word of the command line after the variables that the Dockerfile and the script before it set. */
  valueOf(word: CommandWord): string | undefined;
}

export interface ModelArgument extends CommandArgument {
  readonly word: CommandWord;
}

const DEEPEST = 3;

/** The simple commands of a RUN, CMD, ENTRYPOINT or HEALTHCHECK, in the order of the text; those inside `sh -c '...'` after it. */
export function commandsOf(form: CommandForm, state: StepState, step: Step): readonly ModelCommand[] {
  switch (form.form) {
    case "shell":
      return new Reader(state, step).script(form.script, state.shell.dialect, 0);
    case "heredoc": {
      const { body } = form.heredoc;
      return new Reader(state, step).script(body, dialectOfHashbang(body.text) ?? state.shell.dialect, 0);
    }
    case "exec":
      return new Reader(state, step).exec(form.json);
  }
}

class Reader {
  readonly #state: StepState;
  readonly #step: Step;

  constructor(state: StepState, step: Step) {
    this.#state = state;
    this.#step = step;
  }

  exec(json: JsonForm): readonly ModelCommand[] {
    const words = json.items.map((item): CommandWord => ({ value: item.value, text: item.value, raw: item.value, span: item.span, node: undefined }));
    if (words.length === 0) return [];
    const line = readCommand(words);
    const command = new FoundCommand({ line, span: json.span, step: this.#step, state: this.#state, place: this.#state.place, dialect: undefined, shell: undefined, variables: new VariableLog().snapshot() });
    const at = words.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word.text));
    const script = at > 0 ? json.items[at + 1]?.text : undefined;
    return [command, ...(script && isShell(line.name) ? this.script(script, dialectOf([line.name]), 1) : [])];
  }

  script(text: MappedText, dialect: ShellDialect, depth: number, place: Place = this.#state.place): readonly ModelCommand[] {
    if (!isPosixShell(dialect)) return [];
    const found: ModelCommand[] = [];
    const directories = new Directories(place);
    const variables = new VariableLog();
    const tree = parseShell(text);
    for (const shell of simpleCommands(tree)) {
      const here = directories.of(shell);
      const line = readCommand(shell.words);
      const command = new FoundCommand({ line, span: shell.span, step: this.#step, state: this.#state, place: here, dialect, shell, variables: variables.snapshot() });
      note(shell, line, command, variables);
      directories.follow(shell, line, command);
      if (shell.words.length === 0) continue;
      found.push(command);
      const inner = depth < DEEPEST ? innerScript(tree, line) : undefined;
      if (inner) found.push(...this.script(inner, dialectOf([line.name === "su" ? "sh" : line.name]), depth + 1, here));
    }
    return found;
  }
}

/** Assignments that later commands of the script see. */
function note(shell: SimpleCommand, line: CommandLine, command: FoundCommand, variables: VariableLog): void {
  const certain = !shell.inBranch && !shell.inLoop && !shell.inSubshell && !shell.inFunction;
  if (shell.words.length === 0) {
    for (const { name, value } of shell.assignments) variables.set(name, certain && value.type === "Word" ? command.expand(value) : undefined, undefined);
  } else if (line.name === "export" || line.name === "read" || line.name === "local" || line.name === "declare") {
    for (const word of line.args) {
      const [name = "", ...rest] = word.text.split("=");
      if (/^\w+$/.test(name) && (rest.length > 0 || line.name === "read")) variables.set(name, certain && line.name !== "read" ? command.valueOf(word)?.slice(name.length + 1) : undefined, undefined);
    }
  }
}

function isShell(name: string): boolean {
  return /^(?:ba|da|a|z|k)?sh$/.test(name);
}

/** The script of `sh -c '...'`, `bash -lc "..."` and `su user -c '...'`, where it is written out. */
function innerScript(tree: ShellTree, line: CommandLine): MappedText | undefined {
  if (!isShell(line.name) && line.name !== "su") return undefined;
  const at = line.args.findIndex((word) => /^-[a-z]*c$/.test(word.text));
  const word = at >= 0 ? line.args[at + 1] : undefined;
  return word?.node?.type === "Word" ? wordText(tree, word.node) : undefined;
}

/** Follows `cd` through a script. What happens in a subshell or a branch stays there; what a branch leaves behind is unknown. */
class Directories {
  readonly #byScope = new Map<object | undefined, Place>();

  constructor(start: Place) {
    this.#byScope.set(undefined, start);
  }

  of(shell: SimpleCommand): Place {
    for (const scope of scopesOf(shell)) {
      const place = this.#byScope.get(scope);
      if (place !== undefined) return place;
    }
    return "/";
  }

  follow(shell: SimpleCommand, line: CommandLine, command: FoundCommand): void {
    if (line.name !== "cd" && line.name !== "pushd" && line.name !== "popd") return;
    if (shell.background || (shell.pipeline?.length ?? 1) > 1) return;
    const [target] = line.operands();
    const [scope, outer] = scopesOf(shell);
    const written = target ? command.valueOf(target) : line.name === "cd" ? command.lookup("HOME") ?? undefined : undefined;
    const place = target?.text === "-" || line.name === "popd" ? unknownPlace(`after ${line.name}`) : resolvePlace(command.place, written, target?.raw ?? "~");
    this.#byScope.set(scope, place);
    if (scope !== undefined && isBranch(shell.enclosing.findLast((one) => one.node === scope))) this.#byScope.set(outer, unknownPlace(`left ${place}`));
  }
}

function isBranch(around: Enclosing | undefined): boolean {
  return around !== undefined && ["branch", "case", "loop"].includes(around.kind);
}

/** What bounds the effect of `cd`, innermost first; undefined stands for the script. */
function scopesOf(shell: SimpleCommand): readonly (object | undefined)[] {
  const scopes: (object | undefined)[] = [];
  for (let at = shell.enclosing.length - 1; at >= 0; at--) {
    const around = shell.enclosing[at];
    if (around && around.kind !== "group" && around.kind !== "condition" && around.kind !== "heredoc") scopes.push(around.node);
  }
  return [...scopes, undefined];
}

interface FoundCommandInput {
  readonly line: CommandLine;
  readonly span: Span;
  readonly step: Step;
  readonly state: StepState;
  readonly place: Place;
  readonly dialect: ShellDialect | undefined;
  readonly shell: SimpleCommand | undefined;
  readonly variables: VariableSnapshot;
}

class FoundCommand implements ModelCommand {
  readonly span: Span;
  readonly step: Step;
  readonly dialect: ShellDialect | undefined;
  readonly place: Place;
  readonly line: CommandLine;
  readonly shell: SimpleCommand | undefined;
  readonly #state: StepState;
  readonly #variables: VariableSnapshot;
  #args: readonly ModelArgument[] | undefined;
  #env: ReadonlyMap<string, VariableValue> | undefined;
  #download: { readonly found: Download | undefined } | undefined;
  #package: { readonly found: PackageCommand | undefined } | undefined;

  constructor(input: FoundCommandInput) {
    this.line = input.line;
    this.span = input.span;
    this.step = input.step;
    this.dialect = input.dialect;
    this.place = input.place;
    this.shell = input.shell;
    this.#state = input.state;
    this.#variables = input.variables;
  }

  get name(): string {
    return this.line.name;
  }

  get nameSpan(): Span {
    return this.line.nameWord?.span ?? this.span;
  }

  get tree(): ShellTree | undefined {
    return this.shell?.tree;
  }

  get user(): string | undefined {
    const wrapper = this.line.wrappers.findLast(({ name }) => ["sudo", "gosu", "su-exec", "setuser", "doas"].includes(name));
    if (!wrapper) return this.#state.user;
    if (wrapper.name === "gosu" || wrapper.name === "su-exec" || wrapper.name === "setuser") return wrapper.args[0]?.value;
    const at = wrapper.args.findIndex(({ text }) => text === "-u" || text === "--user");
    return at < 0 ? "root" : wrapper.args[at + 1]?.value;
  }

  get cwd(): string | undefined {
    return pathOfPlace(this.place);
  }

  get wrappers(): readonly string[] {
    return this.line.wrappers.map(({ name }) => name);
  }

  get args(): readonly ModelArgument[] {
    return (this.#args ??= this.line.args.map((word) => new FoundArgument(word, this)));
  }

  /** ENV, then ARG, then what stands in front of the command. */
  get env(): ReadonlyMap<string, VariableValue> {
    const own = this.shell?.assignments ?? [];
    const wrapped = this.line.wrappers.flatMap(({ args }) => args.filter(({ text }) => /^\w+=/.test(text)));
    if (own.length === 0 && wrapped.length === 0) return this.#state.env;
    return (this.#env ??= new Map([
      ...this.#state.env,
      ...own.map((one): [string, VariableValue] => [one.name, { value: one.value.type === "Word" ? this.expand(one.value) : undefined, span: this.shell?.tree.spanOf(one) }]),
      ...wrapped.map((word): [string, VariableValue] => {
        const [name = ""] = word.text.split("=");
        return [name, { value: this.valueOf(word)?.slice(name.length + 1), span: word.span }];
      }),
    ]));
  }

  get download(): Download | undefined {
    return (this.#download ??= { found: downloadOf({ line: this.line, argumentOf: (word) => new FoundArgument(word, this) }) }).found;
  }

  get package(): PackageCommand | undefined {
    return (this.#package ??= { found: packageCommand(this) }).found;
  }

  lookup(name: string): string | null | undefined {
    const own = this.#variables.get(name);
    if (own) return own.value;
    if (name === "PWD") return this.cwd;
    const found = this.#state.scope.lookup(name);
    if (found === undefined && name === "HOME" && this.user === "root" && !this.#state.env.has(name)) return "/root";
    return found;
  }

  expand(word: NonNullable<CommandWord["node"]>): string | undefined {
    return word.type === "Word" ? wordValue(word, (name) => this.lookup(name)) : undefined;
  }

  valueOf(word: CommandWord): string | undefined {
    if (word.value !== undefined) return word.value;
    if (word.node?.type === "Word") return this.expand(word.node);
    if (word.node?.type === "Assignment" && word.node.value.type === "Word") {
      const value = this.expand(word.node.value);
      return value === undefined ? undefined : `${word.node.name}=${value}`;
    }
    return undefined;
  }
}

class FoundArgument implements ModelArgument {
  readonly word: CommandWord;
  readonly #command: ModelCommand;

  constructor(word: CommandWord, command: ModelCommand) {
    this.word = word;
    this.#command = command;
  }

  get value(): string | undefined {
    return this.word.value;
  }

  get raw(): string {
    return this.word.raw;
  }

  get span(): Span {
    return this.word.span;
  }

  get expanded(): string | undefined {
    return this.#command.valueOf(this.word);
  }
}
