import type { Document, MappedText, Span, SyntaxFault } from "#text";

/** A whole Dockerfile: every byte of it belongs to a directive, a comment, an instruction or blank space between them. */
export interface DockerfileTree {
  readonly document: Document;
  readonly directives: readonly Directive[];
  /** Comments between instructions and inside continued ones, in file order. */
  readonly comments: readonly Comment[];
  /** Top-level instructions in file order; the ones that ONBUILD holds hang on their `trigger`. */
  readonly instructions: readonly Instruction[];
  /** The line continuation character in force. */
  readonly escape: "\\" | "`";
  readonly faults: readonly SyntaxFault[];
}

/** A parser directive at the top of the file: `# syntax=`, `# escape=`, `# check=`. */
export interface Directive {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
  readonly valueSpan: Span;
}

/** A comment line; `text` is what follows the `#`, with the blanks around it. */
export interface Comment {
  readonly text: string;
  /** From the `#` to the end of the line. */
  readonly span: Span;
  /** The instruction inside whose continued lines the comment stands. */
  readonly inside?: Instruction;
}

/** An argument as written. */
export interface Word {
  /** As written, quotes and variables kept, line continuations joined. */
  readonly raw: string;
  /** Quotes and escapes removed as Docker does it, variables kept as written. */
  readonly value: string;
  readonly span: Span;
  /** `raw` with its map to the file. */
  readonly text: MappedText;
  /** The variables in it, in order; the modifiers' own words hold theirs. */
  readonly variables: readonly Variable[];
  /** How it was quoted as a whole, if it was. */
  readonly quote?: "'" | '"';
}

/** The modifiers that Docker knows after a variable's name. */
export type VariableModifier = "-" | ":-" | "+" | ":+" | "?" | ":?" | "#" | "##" | "%" | "%%" | "/" | "//";

/** `$name` or `${name<modifier>word}`. */
export interface Variable {
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly braces: boolean;
  readonly modifier?: VariableModifier;
  /** What follows the modifier, as written. */
  readonly operand?: string;
  /** For `/` and `//`: what replaces the match. */
  readonly replacement?: string;
  /** Variables inside the operand. */
  readonly nested: readonly Variable[];
}

/** `--name` or `--name=value` between the keyword and the arguments. */
export interface Flag {
  readonly name: string;
  /** Undefined where there is no `=`. */
  readonly value: Word | undefined;
  readonly span: Span;
  readonly nameSpan: Span;
  /** The comma-separated parts of a `--mount` value. */
  readonly options: readonly FlagOption[];
}

/** `key` or `key=value` inside a `--mount` flag. */
export interface FlagOption {
  readonly name: string;
  readonly value: Word | undefined;
  readonly span: Span;
}

/** `<<EOF` with its body. */
export interface Heredoc {
  /** The delimiter without quotes. */
  readonly name: string;
  /** The file descriptor before `<<`, 0 where none is written. */
  readonly descriptor: number;
  /** `<<-`: leading tabs are cut. */
  readonly chomp: boolean;
  /** False where the delimiter is quoted: no variable in the body is replaced. */
  readonly expand: boolean;
  /** `<<EOF` as written in the instruction's line. */
  readonly markerSpan: Span;
  /** The body without the line of the delimiter; empty where there is no body. */
  readonly bodySpan: Span;
  /** The body as Docker gives it on (tabs cut where `chomp`). */
  readonly body: MappedText;
  /** True where the closing line is missing. */
  readonly unterminated: boolean;
  /** The closing line, with the tabs before the delimiter; absent where it is missing. */
  readonly closingSpan?: Span;
}

/** The JSON form of an instruction's arguments: `["a", "b"]`, decoded as BuildKit does. */
export interface JsonForm {
  readonly span: Span;
  readonly items: readonly JsonItem[];
}

export interface JsonItem {
  readonly value: string;
  /** With its quotes. */
  readonly span: Span;
  /** The decoded value with its map to the file. */
  readonly text: MappedText;
}

/** `NAME=value` of ENV, ARG and LABEL. */
export interface Assignment {
  readonly name: Word;
  /** Undefined for `ARG name`. */
  readonly value: Word | undefined;
  readonly span: Span;
  /** `NAME value`, the old form that takes the rest of the line. */
  readonly legacy: boolean;
}

/** The keywords that Docker knows, in capitals. */
export type Keyword =
  | "ADD" | "ARG" | "CMD" | "COPY" | "ENTRYPOINT" | "ENV" | "EXPOSE" | "FROM" | "HEALTHCHECK" | "LABEL"
  | "MAINTAINER" | "ONBUILD" | "RUN" | "SHELL" | "STOPSIGNAL" | "USER" | "VOLUME" | "WORKDIR";

/** One instruction with all its lines. */
export interface Instruction {
  /** In capitals; for a word that Docker does not know, that word in capitals. */
  readonly keyword: Keyword | (string & {});
  readonly known: boolean;
  readonly keywordSpan: Span;
  /** From the keyword to the last character of the last line, heredoc bodies and their closing lines included. */
  readonly span: Span;
  /** From the keyword to the end of the instruction's own (continued) lines, without heredoc bodies. */
  readonly headSpan: Span;
  /** 0-based place among its siblings. */
  readonly index: number;
  readonly flags: readonly Flag[];
  /** What follows the keyword and the flags: continuations joined, comments and blank lines inside them left out. */
  readonly rest: MappedText;
  /** The JSON form, for the instructions that have one and where the text is one. */
  readonly json: JsonForm | undefined;
  /**
   * The arguments. RUN, CMD, ENTRYPOINT in shell form: none (see `rest`). FROM: image, `AS`, name. ENV, ARG, LABEL: see
   * `assignments`. JSON form: none (see `json`). HEALTHCHECK: `NONE` or `CMD` (the command hangs on `command`).
   * All others: split at blanks as Docker splits them, quotes respected where Docker respects them.
   */
  readonly words: readonly Word[];
  /** ENV, ARG and LABEL. */
  readonly assignments: readonly Assignment[];
  readonly heredocs: readonly Heredoc[];
  /** ONBUILD's instruction. */
  readonly trigger?: Instruction;
  /** For RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD: what is run. */
  readonly command?: CommandForm;
  readonly comments: readonly Comment[];
  /** The blank lines between its continued lines: Docker reads over them and warns. */
  readonly emptyContinuations: readonly Span[];
}

/** What RUN, CMD, ENTRYPOINT or HEALTHCHECK CMD runs. */
export type CommandForm =
  | { readonly form: "shell"; readonly script: MappedText }
  | { readonly form: "exec"; readonly json: JsonForm }
  /** `RUN <<EOF`: the body is the script (with a `#!` line: for that interpreter). */
  | { readonly form: "heredoc"; readonly heredoc: Heredoc };
