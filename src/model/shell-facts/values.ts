import type { Word, WordPart } from "../../parse/shell/index.ts";

/** What is known of the text that a word or variable gives: nothing in it, no blank or glob in it, or perhaps some. */
export type Blanks = "empty" | "none" | "perhaps";

/** Variables that the shell fills with numbers or option letters. */
const WITHOUT_BLANKS = new Set([
  "$", "-", "?", "!", "#", "BASHPID", "BASH_ARGC", "BASH_LINENO", "BASH_SUBSHELL", "COLUMNS", "EPOCHREALTIME", "EPOCHSECONDS", "EUID", "HISTCMD",
  "HISTFILESIZE", "HISTSIZE", "LINENO", "LINES", "OPTIND", "PPID", "RANDOM", "SECONDS", "SHELLOPTS", "SHLVL", "SRANDOM", "UID",
]);

/** True for the variables that the shell itself fills with neither blank nor glob. */
export function neverHoldsBlanks(name: string): boolean {
  return WITHOUT_BLANKS.has(name);
}

export function joined(a: Blanks, b: Blanks): Blanks {
  if (a === "empty") return b;
  if (b === "empty") return a;
  return a === "none" && b === "none" ? "none" : "perhaps";
}

/** What a word's value may hold once it is assigned; `lookup` knows the variables by now. */
export function blanksOf(word: Word, lookup: (name: string) => Blanks): Blanks {
  if (word.parts === undefined) return ofText(word.value);
  return word.parts.map((part) => ofPart(part, lookup)).reduce(joined, "empty");
}

function ofPart(part: WordPart, lookup: (name: string) => Blanks): Blanks {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return ofText(part.value);
    case "DoubleQuoted":
      return part.parts.map((inner) => ofPart(inner, lookup)).reduce(joined, "empty");
    case "SimpleExpansion":
      return lookup(part.text.slice(1));
    case "ParameterExpansion":
      if (part.prefix === "#") return "none";
      return part.prefix === undefined && part.operation === undefined && part.index === undefined ? lookup(part.parameter) : "perhaps";
    case "ArithmeticExpansion":
      return "none";
    default:
      return "perhaps";
  }
}

function ofText(text: string): Blanks {
  if (text === "") return "empty";
  return /[\s*?[]/.test(text) ? "perhaps" : "none";
}

/** True where the shell may make several words of one. */
export function maySplit(word: Word): boolean {
  return (word.parts ?? []).some((part) => splits(part));
}

function splits(part: WordPart): boolean {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return false;
    case "DoubleQuoted":
    case "LocaleString":
      return part.parts.some((inner) => /^\$(?:@|\{@|\{\w+\[@\])/.test(inner.type === "Literal" ? "" : inner.text));
    default:
      return true;
  }
}
