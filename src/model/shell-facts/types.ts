import type { MappedText, Span, SyntaxFault } from "#text";
import type {
  Assignment, Command, CommandExpansionPart, ParameterExpansionPart, Placed, Pipeline, Redirection, ShellNode, ShellTree, SimpleExpansionPart,
  Statement, Word,
} from "../../parse/shell/index.ts";
import type { ShellSetting } from "../types.ts";
import type { ShellFeature } from "./features.ts";

/** A node of a script with the nodes around it. */
export interface ScriptNode<N extends ShellNode = ShellNode> {
  readonly node: N;
  readonly parent: ScriptNode | undefined;
}

export type ShellNodeOf<T extends ShellNode["type"]> = Extract<ShellNode, { readonly type: T }>;

/** The shell text of a RUN, CMD, ENTRYPOINT or HEALTHCHECK as a whole, with what is known about it. */
export interface ShellScript {
  readonly text: MappedText;
  readonly tree: ShellTree;
  /** The shell that reads it. */
  readonly dialect: ShellSetting["dialect"];
  /** The shell promises no more than POSIX: sh, dash or ash, where what bash adds does not work everywhere. */
  readonly posix: boolean;
  /** Whether the program that reads it has something which POSIX does not ask for; undefined where nobody knows which program `/bin/sh` is. */
  understands(feature: ShellFeature): boolean | undefined;
  /** ENV or ARG gives the variable a value that is known and not empty, before the script runs. */
  isGiven(name: string): boolean;
  /** It runs while the image is built. */
  readonly atBuild: boolean;
  /** It stops at the first command that fails: `set -e`, or `-e` in SHELL or its first line. */
  readonly errexit: boolean;
  /**
   * Whether a shell that is given the text with `-c` becomes the last command of it, which then gets the signals; undefined where nobody knows which
   * program `/bin/sh` is.
   */
  readonly becomesLast: boolean | undefined;
  /** `$x`, `${x}`, `$(...)` and backticks, in the order of the text. */
  readonly expansions: readonly ShellExpansion[];
  readonly commands: readonly ScriptCommand[];
  /** Statements that follow each other, split by `;` or line ends: the script itself and each body. */
  readonly lists: readonly StatementList[];
  readonly pipelines: readonly ScriptPipeline[];
  readonly comparisons: readonly ShellComparison[];
  /** `! command` as a statement of its own. */
  readonly negations: readonly ShellNegation[];
  /** `a && b || c` where it decides nothing else. */
  readonly conditionalChains: readonly ConditionalChain[];
  /** What `rm -r` is told to remove. */
  readonly removals: readonly ScriptRemoval[];
  /** What the shell would refuse. */
  readonly faults: readonly SyntaxFault[];
  readonly variables: ShellVariables;
  /** Every node of a kind, in the order of the text. */
  all<T extends ShellNode["type"]>(type: T): readonly ScriptNode<ShellNodeOf<T>>[];
  /** The parts of words that expand nothing, with how they are quoted. */
  readonly literals: readonly ShellLiteral[];
  /** The innermost simple command around a node. */
  commandOf(node: ScriptNode): ScriptCommand | undefined;
  spanOf(node: Placed): Span;
  /** The span between two offsets of `text`. */
  span(start: number, end: number): Span;
}

/** One expansion where it stands. */
export interface ShellExpansion {
  readonly at: ScriptNode;
  readonly span: Span;
  readonly kind: "variable" | "substitution";
  readonly node: SimpleExpansionPart | ParameterExpansionPart | CommandExpansionPart;
  /** A variable's name, or `1`, `@`, `?` and the like; empty for a substitution. */
  readonly name: string;
  /** Its result is split at blanks and its globs are expanded: neither quoted nor where the shell does not split. */
  readonly splits: boolean;
  /** It is the whole name of a command. */
  readonly isCommandName: boolean;
  /** The variable is known to hold neither blank nor glob here. */
  readonly harmless: boolean;
  /** Its text can be put in double quotes as it stands. */
  readonly quotable: boolean;
  /** It is all of its word, so that an empty value gives no argument and one with blanks several. */
  readonly wholeWord: boolean;
}

/** A simple command. */
export interface ScriptCommand {
  readonly at: ScriptNode<Command>;
  readonly node: Command;
  readonly span: Span;
  /** The base name behind `command`, `builtin`, `exec` and `busybox`; empty where an expansion decides it. */
  readonly name: string;
  readonly nameWord: Word | undefined;
  /** Name and arguments. */
  readonly words: readonly (Word | Assignment)[];
  /** What follows the name. */
  readonly args: readonly (Word | Assignment)[];
  readonly assignments: readonly Assignment[];
  readonly redirects: readonly Redirection[];
  /** Its exit status decides whether something else runs. */
  readonly decides: boolean;
  /** The innermost function's name. */
  readonly inFunction: string | undefined;
  /** Every flag up to `--`: single letters of clusters, long names without dashes and value. */
  readonly flags: readonly { readonly name: string; readonly word: Word }[];
  hasFlag(...names: readonly string[]): boolean;
  /** It is known not to read its standard input, and nothing among its words does. */
  readonly ignoresInput: boolean;
  /** A word's text with quotes removed and expansions as written. */
  textOf(word: Word | Assignment): string;
  /** A word's value; undefined where an expansion or glob decides it. */
  valueOf(word: Word | Assignment): string | undefined;
}

export interface StatementList {
  readonly statements: readonly Statement[];
  /** What holds them. */
  readonly owner: ScriptNode;
  /** `script`, `group`, `subshell`, `function`, `loop`, `condition`, `branch` or `case`. */
  readonly kind: "script" | "group" | "subshell" | "function" | "loop" | "condition" | "branch" | "case";
}

export interface ScriptPipeline {
  readonly at: ScriptNode<Pipeline>;
  /** Its simple commands; undefined for a compound one. */
  readonly commands: readonly (ScriptCommand | undefined)[];
}

/** `a && b || c`. */
export interface ConditionalChain {
  readonly span: Span;
  /** The condition as written. */
  readonly first: string;
  /** The command behind `||`; undefined for a compound one. */
  readonly last: ScriptCommand | undefined;
}

/** One operand of `rm -r`. */
export interface ScriptRemoval {
  readonly span: Span;
  /** The path with every value that may be empty left out. */
  readonly path: string;
  /** The first expansion in it that may be empty, with its name where it is a plain variable; undefined where there is none. */
  readonly variable: { readonly name: string; readonly span: Span } | undefined;
  /** The path is `/` or a directory of the system. */
  readonly isSystem: boolean;
}

/** `! command`, not as part of an `&&` or `||` list. */
export interface ShellNegation {
  readonly at: ScriptNode<Pipeline>;
  /** Its status decides what runs next, is that of the whole list, or is thrown away. */
  readonly status: "decides" | "result" | "lost";
}

/** `a = b` in `[ ]`, `test` or `[[ ]]`. */
export interface ShellComparison {
  readonly form: "test" | "[" | "[[";
  readonly operator: string;
  readonly operatorSpan: Span;
  readonly left: Word;
  readonly right: Word;
  readonly span: Span;
}

/** A part of a word that is taken as it stands. */
export interface ShellLiteral {
  readonly at: ScriptNode;
  readonly quote: "none" | "single" | "double";
  /** As written, without the quotes. */
  readonly raw: string;
  /** Offset in the script of `raw`. */
  readonly start: number;
  readonly span: Span;
}

export interface ShellVariables {
  /** Read and never assigned, neither in the script nor by ENV and ARG, nor known to every shell; the first place that reads it. */
  readonly unassigned: readonly { readonly name: string; readonly span: Span; readonly similar: string | undefined }[];
  /** Assigned and never read; the last place that assigns it. */
  readonly unused: readonly { readonly name: string; readonly span: Span }[];
  /** True where the script, ENV or ARG assigns the variable. */
  isAssigned(name: string): boolean;
}

/** What a RUN gives to PowerShell. */
export interface PowerShellRun {
  /** The script without the quotes around it. */
  readonly text: MappedText;
  /** RUN, or the name of the program that is called. */
  readonly at: Span;
  /** The words of SHELL behind the program. */
  readonly setup: string;
  /** `setup` and the assignments that the script begins with. */
  readonly settings: string;
  /** Its statements as written, those that set a preference left out. */
  readonly statements: readonly string[];
  /** The call, where the RUN itself starts powershell or pwsh. */
  readonly call: PowerShellCall | undefined;
}

/** `pwsh -NoProfile -Command "..."`. */
export interface PowerShellCall {
  /** `powershell` or `pwsh` as written. */
  readonly program: string;
  /** What stands before `-Command`. */
  readonly options: readonly string[];
  readonly quoted: boolean;
  /** Nothing follows it in the RUN. */
  readonly whole: boolean;
  readonly span: Span;
}
