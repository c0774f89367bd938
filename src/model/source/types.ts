import type { Span } from "#text";
import type { DataClass, ImageFile, TraceStep, VariableValue } from "../types.ts";

/** Where a program of the project starts, and what it sees. */
export interface ProgramStart {
  /** The file that the command names. */
  readonly file: ImageFile;
  /** The steps that lead to the command. */
  readonly trace: readonly TraceStep[];
  /** The working directory, which relative paths hang on. */
  readonly cwd: string | undefined;
  readonly env: ReadonlyMap<string, VariableValue>;
  /** Further modules that the command names (`gunicorn shop.wsgi`), for Python. */
  readonly modules: readonly string[];
  /** A server imports the file; it is not the main program (Python's `__main__`). */
  readonly isImported?: boolean;
  /** The program stands in the command line or its input; `file` is made for it. */
  readonly isInline?: boolean;
  /** Words behind the file: `migrate` of `manage.py migrate`. */
  readonly args: readonly (string | undefined)[];
  fileAt(path: string): ImageFile | undefined;
}

/** A write that a line of source asks for. */
export interface SourceWrite {
  /** As the program has it: absolute, or relative to its working directory. */
  readonly path: string;
  readonly type: "file" | "directory" | "tree";
  /** What the call says of the class; the path's name may say better. */
  readonly class: DataClass | undefined;
  readonly file: ImageFile;
  readonly span: Span;
}

/** A command that a line of source starts. */
export interface SourceCommand {
  readonly words: readonly string[];
  readonly file: ImageFile;
  readonly span: Span;
}

/** What the source of a program says. */
export interface SourceReading {
  readonly writes: readonly SourceWrite[];
  readonly commands: readonly SourceCommand[];
  /** What could not be read, one sentence each. */
  readonly unknowns: readonly string[];
  /** True where the program writes nothing else: all its files are read, every path is known, and what it imports writes nothing by itself. */
  readonly complete: boolean;
  /** True where all of that is the language's own library and the project's own files, so that no package reads settings by itself. */
  readonly isWhole: boolean;
}

/** A path of which the beginning is known, or all of it. */
export interface PartlyKnown {
  readonly text: string;
  readonly complete: boolean;
}

/** Known to be no text at all: an unset variable, `undefined`, `None`. */
export const NOTHING = "nothing";

/** What an expression gives; undefined where only the running program can tell. */
export type SourceValue = PartlyKnown | typeof NOTHING | undefined;

export function whole(text: string): PartlyKnown {
  return { text, complete: true };
}

/** Two texts behind each other. */
export function joined(left: SourceValue, right: SourceValue): SourceValue {
  if (left === undefined || left === NOTHING) return undefined;
  if (!left.complete) return left;
  return right === undefined || right === NOTHING ? { text: left.text, complete: false } : { text: left.text + right.text, complete: right.complete };
}

/** Parts of a path put together; a later absolute part starts anew where `restarts` (Python's join, Node's resolve). */
export function joinedPath(parts: readonly SourceValue[], restarts: boolean): SourceValue {
  let result: PartlyKnown | undefined;
  for (const part of parts) {
    if (result && !result.complete) return result;
    if (part === undefined || part === NOTHING) {
      if (!result) return undefined;
      return { text: result.text.endsWith("/") ? result.text : `${result.text}/`, complete: false };
    }
    const starts: boolean = result === undefined || (restarts && part.text.startsWith("/"));
    result = starts || !result ? part : { text: `${result.text.replace(/\/$/, "")}/${part.text.replace(/^\//, "")}`, complete: part.complete };
  }
  return result;
}
