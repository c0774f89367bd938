import type { MappedText, Span, SyntaxFault } from "#text";
import type {
  AndOr, ArithmeticCommandExpansion, ArithmeticFor, Assignment, BraceGroup, CaseItem, Command, CommandExpansionPart, Coproc, Elif, For,
  Function as FunctionNode, HereDocBody, If, Pipeline, ProcessSubstitutionPart, Redirection, Script, Select, Statement, Subshell, SyntaxNode,
  While, Word,
} from "unbash";

export type {
  AndOr, ArithmeticCommand, ArithmeticExpansionPart, ArithmeticExpression, ArithmeticFor, ArrayValue, Assignment, BraceExpansionPart,
  BraceGroup, Case, CaseItem, Command, CommandArgument, CommandExpansionPart, CompoundList, Coproc, DoubleQuotedPart, Elif, For, Function,
  GlobPart, HereDoc, HereDocBody, HereDocDelimiter, HereString, If, LiteralPart, ParameterExpansionPart, ParameterOperation, Pipeline,
  ProcessSubstitutionPart, Redirect, Redirection, RedirectOperator, Script, Select, SimpleExpansionPart, SingleQuotedPart, Statement,
  Subshell, SyntaxNode, TestCommand, TestExpression, While, Word, WordPart,
} from "unbash";

/** Anything that stands somewhere in a shell text: offsets of `ShellTree.source.text`. */
export interface Placed {
  readonly pos: number;
  readonly end: number;
}

/** A shell script or command line as parsed. The nodes' `pos` and `end` are offsets of `source.text`; `spanOf` leads to the file. */
export interface ShellTree {
  readonly source: MappedText;
  readonly script: Script;
  /** What the shell would refuse, also inside substitutions. Found on first use; never fatal for the file that holds the script. */
  readonly faults: readonly SyntaxFault[];
  /** Where a node stands in the file. */
  spanOf(node: Placed): Span;
}

/** Where a command stands among its neighbours. */
export interface Place {
  /** The statement that holds it, its siblings (a `;` or line list) and its index among them. */
  readonly statement: Statement;
  readonly siblings: readonly Statement[];
  readonly index: number;
  /** The statement ends in `&`. */
  readonly background: boolean;
  /** The `&&`/`||` chain it is a link of. */
  readonly list: ListPlace | undefined;
  /** The pipeline it is part of; also where it stands alone behind `!` or `time`. */
  readonly pipeline: PipelinePlace | undefined;
}

export interface ListPlace {
  readonly node: AndOr;
  /** 0-based link. */
  readonly index: number;
  readonly before: "&&" | "||" | undefined;
  readonly after: "&&" | "||" | undefined;
}

export interface PipelinePlace {
  readonly node: Pipeline;
  /** 0-based place in the pipe, and how many commands the pipe has. */
  readonly index: number;
  readonly length: number;
  readonly negated: boolean;
}

/** What a command can stand inside of. `condition` is what `if`, `elif`, `while` or `until` ask; `branch` what they guard. */
export type EnclosingKind =
  | "subshell" | "group" | "function" | "loop" | "condition" | "branch" | "case" | "substitution" | "process-substitution" | "coprocess"
  | "heredoc";

/** One thing around a command. */
export interface Enclosing {
  readonly kind: EnclosingKind;
  readonly node:
    | Subshell | BraceGroup | FunctionNode | For | Select | While | ArithmeticFor | If | Elif | CaseItem | CommandExpansionPart
    | ArithmeticCommandExpansion | ProcessSubstitutionPart | Coproc | HereDocBody;
  /** A function's name. */
  readonly name: string | undefined;
  /** Where the enclosing thing itself stands. */
  readonly place: Place;
}

/** One simple command with its place. */
export interface SimpleCommand extends Place {
  readonly tree: ShellTree;
  readonly node: Command;
  readonly span: Span;
  /** The name and its arguments; assignments in front and redirections left out. */
  readonly words: readonly CommandWord[];
  /** `A=b` in front of the name, or the whole command. */
  readonly assignments: readonly Assignment[];
  readonly redirects: readonly Redirection[];
  /** Everything around it, outermost first. */
  readonly enclosing: readonly Enclosing[];
  readonly inSubshell: boolean;
  /** The innermost function's name. */
  readonly inFunction: string | undefined;
  readonly inLoop: boolean;
  /** It decides whether something else runs. */
  readonly inCondition: boolean;
  /** It runs only where an `if` or `case` says so. */
  readonly inBranch: boolean;
  readonly inSubstitution: boolean;
}

/** A word of a command line; of the shell, or of the JSON form. */
export interface CommandWord {
  /** Undefined where an expansion or a glob decides it. */
  readonly value: string | undefined;
  /** Quotes and escapes removed, expansions and globs as written. */
  readonly text: string;
  /** As written. */
  readonly raw: string;
  readonly span: Span;
  /** The shell's node; none for the JSON form. */
  readonly node: Word | Assignment | undefined;
}

export type { SyntaxNode as ShellNode };
