import { operate, type Operand } from "./operators.ts";
import type { ParameterExpansionPart, Word, WordPart } from "./tree.ts";

/** What a variable holds: its text, `null` where it is known to be unset, undefined where that is not known. `1`, `@` and `#` are asked for as well. */
export type Lookup = (name: string) => string | null | undefined;

/** What the expansion of words asks for. */
export interface Expander {
  readonly lookup: Lookup;
  /** What a command or process substitution prints, without final line ends. */
  readonly substitute?: (part: WordPart) => string | undefined;
}

interface Fragment {
  readonly text: string;
  /** False where blanks in the text separate words: the text comes from an expansion outside quotes. */
  readonly fixed: boolean;
}

/**
 * A word's value as one text, as the shell takes it in an assignment, in quotes or as the target of a redirection.
 * Undefined where a variable, substitution, arithmetic, glob or brace list in it is not known.
 */
export function wordValue(word: Word, with_: Lookup | Expander): string | undefined {
  return fragments(word, expander(with_))?.map(({ text }) => text).join("");
}

/**
 * The words that a word becomes as an argument: an expansion outside quotes is split at blanks and goes away where it is
 * empty. Undefined where any of it is unknown or a glob.
 */
export function wordValues(word: Word, with_: Lookup | Expander): readonly string[] | undefined {
  const found = fragments(word, expander(with_));
  if (!found || found.some(({ fixed, text }) => !fixed && /[*?[]/.test(text)) || /"\$(@|\{@\})"/.test(word.text)) return undefined;
  const words: string[] = [];
  let current: string | undefined;
  for (const { text, fixed } of found) {
    const pieces = fixed ? [text] : text.split(/[ \t\n]+/);
    pieces.forEach((piece, index) => {
      if (index > 0 && current !== undefined) {
        words.push(current);
        current = undefined;
      }
      if (fixed || piece !== "") current = (current ?? "") + piece;
    });
  }
  if (current !== undefined) words.push(current);
  return words;
}

function expander(with_: Lookup | Expander): Expander {
  return typeof with_ === "function" ? { lookup: with_ } : with_;
}

function fragments(word: Word, using: Expander, expanded = false): readonly Fragment[] | undefined {
  const { text, value, parts } = word;
  const home = /^~(?=\/|$)/.test(text) ? using.lookup("HOME") : "";
  if (home === undefined || home === null || /^~[^/]/.test(text)) return undefined;
  const cut = text.startsWith("~") ? 1 : 0;
  if (parts === undefined) return [{ text: home + value.slice(cut), fixed: !expanded }];
  const found: Fragment[] = [{ text: home, fixed: home !== "" || !expanded }].filter((fragment) => fragment.text !== "");
  for (const [index, part] of parts.entries()) {
    const added = fragment(part, using, expanded);
    if (added === undefined) return undefined;
    found.push(...(index === 0 && cut > 0 ? added.map((first) => ({ ...first, text: first.text.slice(cut) })) : added));
  }
  return found;
}

function fragment(part: WordPart, using: Expander, expanded: boolean): readonly Fragment[] | undefined {
  switch (part.type) {
    case "Literal":
      return [{ text: part.value, fixed: !expanded }];
    case "SingleQuoted":
    case "AnsiCQuoted":
      return [{ text: part.value, fixed: true }];
    case "DoubleQuoted":
    case "LocaleString": {
      const texts = part.parts.map((inner) => fragment(inner, using, false)?.map(({ text }) => text).join(""));
      return texts.includes(undefined) ? undefined : [{ text: texts.join(""), fixed: true }];
    }
    case "SimpleExpansion":
      return loose(valueOf(using.lookup(part.text.slice(1))));
    case "ParameterExpansion":
      return parameter(part, using);
    case "CommandExpansion":
    case "ProcessSubstitution":
      return loose(using.substitute?.(part));
    default:
      return undefined;
  }
}

function loose(text: string | undefined): readonly Fragment[] | undefined {
  return text === undefined ? undefined : [{ text, fixed: false }];
}

/** An unset variable is empty. */
function valueOf(found: string | null | undefined): string | undefined {
  return found === null ? "" : found;
}

function parameter(part: ParameterExpansionPart, using: Expander): readonly Fragment[] | undefined {
  if (part.index !== undefined) return undefined;
  const found = part.prefix === "!" ? indirect(part, using) : using.lookup(part.parameter);
  const { operation } = part;
  if (part.prefix === "#") return operation || /^[@*]$/.test(part.parameter) ? undefined : loose(lengthOf(valueOf(found)));
  if (!operation) return loose(valueOf(found));
  if (operation.type === "Default") return withDefault(operation.operator, operation.operand, found, using);
  if (/^[@*]$/.test(part.parameter)) return undefined;
  const operand: Operand = {
    text: (word) => fragments(word, using)?.map(({ text }) => text).join(""),
    part: (inner) => fragment(inner, using, false)?.map(({ text }) => text).join(""),
  };
  const value = valueOf(found);
  return value === undefined ? undefined : loose(operate(operation, value, operand));
}

function lengthOf(value: string | undefined): string | undefined {
  return value === undefined ? undefined : String(Array.from(value).length);
}

function indirect(part: ParameterExpansionPart, using: Expander): string | null | undefined {
  if (part.operation?.type === "Names") return undefined;
  const name = using.lookup(part.parameter);
  return typeof name === "string" && /^\w+$/.test(name) ? using.lookup(name) : undefined;
}

function withDefault(operator: string, word: Word, found: string | null | undefined, using: Expander): readonly Fragment[] | undefined {
  if (found === undefined) return undefined;
  const missing = found === null || (operator.startsWith(":") && found === "");
  switch (operator.replace(":", "")) {
    case "+":
      return missing ? [] : fragments(word, using, true);
    case "?":
      return missing ? undefined : loose(found);
    default:
      return missing ? fragments(word, using, true) : loose(found);
  }
}
