import type { Document, Span, SyntaxFault } from "#text";

/** A `.env` file. */
export interface EnvFileTree {
  readonly document: Document;
  /** In file order; of equal names the last one counts. */
  readonly entries: readonly EnvEntry[];
  readonly faults: readonly SyntaxFault[];
}

/** One `NAME=value`. */
export interface EnvEntry {
  readonly name: string;
  readonly nameSpan: Span;
  /** The value after interpolation, as Compose has it; undefined for a name alone that the lookup does not know. */
  readonly value: string | undefined;
  /** The value as written, with quotes and without a comment behind it. */
  readonly valueSpan: Span;
  /** From the name to the end of the value. */
  readonly span: Span;
  readonly quote: "'" | '"' | undefined;
  /** True for a name without `=`: the value comes from where Compose runs. */
  readonly inherited: boolean;
  /** Variables in the value that have neither value nor default. */
  readonly unresolved: readonly string[];
}
