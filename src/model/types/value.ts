import type { Span } from "#text";

/** A value with the place that says it. `value` is undefined where a variable in it is unknown. */
export interface Sourced<T> {
  readonly value: T | undefined;
  /** As written. */
  readonly raw: string;
  readonly span: Span;
  /** Variables that nothing in the project sets. */
  readonly unresolved: readonly string[];
}
