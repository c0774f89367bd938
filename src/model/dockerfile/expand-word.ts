import type { MappedText } from "#text";
import { expand, type Word } from "../../parse/dockerfile/index.ts";

/** The variables that hold at one place of a Dockerfile. */
export interface VariableScope {
  /** A variable's value: `null` where it is known to be unset, undefined where that is not known. */
  readonly lookup: (name: string) => string | null | undefined;
  readonly escape: string;
}

/** A word after variables and quotes. */
export interface Expanded {
  /** Undefined where a variable in it is not known. */
  readonly value: string | undefined;
  /** Names of the variables that are not known. */
  readonly unresolved: readonly string[];
}

/** A word's value as Docker works it out. */
export function expandWord(word: Word | MappedText | string, scope: VariableScope): Expanded {
  const found = expand(word, (name) => scope.lookup(name) ?? undefined, scope.escape);
  const unresolved = found.unresolved.filter((name) => scope.lookup(name) !== null);
  return { value: unresolved.length > 0 || found.fault !== undefined ? undefined : found.value, unresolved };
}
