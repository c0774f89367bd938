import type { Span } from "#text";
import type { CommandWord } from "./tree.ts";
import { WRAPPERS, type WrapperSyntax } from "./wrappers.ts";

/** A program in front of the command proper: `sudo -u app`. */
export interface Wrapper {
  readonly name: string;
  readonly word: CommandWord;
  /** Its own options, operands and assignments. */
  readonly args: readonly CommandWord[];
}

/** The value of an option, and where it is written. */
export interface OptionValue {
  /** Undefined where an expansion decides it. */
  readonly value: string | undefined;
  /** Expansions as written. */
  readonly text: string;
  readonly span: Span;
  /** The word that holds the value; also the option where they are written together. */
  readonly word: CommandWord;
  /** The word of the option itself. */
  readonly option: CommandWord;
}

/** A command without what stands in front of it. */
export interface CommandLine {
  /** The base name (`apt-get` for `/usr/bin/apt-get`); empty where an expansion decides it or nothing is run. */
  readonly name: string;
  readonly nameWord: CommandWord | undefined;
  /** What follows the name. */
  readonly args: readonly CommandWord[];
  /** Outermost first. */
  readonly wrappers: readonly Wrapper[];
  /**
   * The first word that sets one of the switches, as `--yes`, `-y` or in a bundle such as `-qy`. Bundles are only looked
   * into for one-letter names, so ask only of programs that bundle.
   */
  flag(...names: readonly string[]): CommandWord | undefined;
  /** The last value of an option: `-o v`, `-ov`, `--output v`, `--output=v`, and `-xo v` where the letter ends a bundle. */
  option(...names: readonly string[]): OptionValue | undefined;
  /** All values of an option, in order. */
  options(...names: readonly string[]): readonly OptionValue[];
  /** The words that are no options and no values of `valueOptions`; after `--` all words. */
  operands(valueOptions?: readonly string[]): readonly CommandWord[];
}

/**
 * Reads the words of a command: takes off `sudo`, `env A=b`, `exec`, `gosu user`, `tini --` and the like, and gives
 * the command proper.
 */
export function readCommand(words: readonly CommandWord[]): CommandLine {
  const wrappers: Wrapper[] = [];
  let at = 0;
  for (;;) {
    const word = words[at];
    const name = word ? baseName(word) : "";
    const syntax = WRAPPERS.get(name);
    if (!word || !syntax) break;
    const next = afterWrapper(words, at + 1, syntax);
    if (next === undefined || next >= words.length) break;
    wrappers.push({ name, word, args: words.slice(at + 1, next) });
    at = next;
  }
  return new ReadCommandLine(wrappers, words[at], words.slice(at + 1));
}

/** The index of the wrapped command; undefined where the wrapper does something else. */
function afterWrapper(words: readonly CommandWord[], start: number, syntax: WrapperSyntax): number | undefined {
  let operands = syntax.operands ?? 0;
  let at = start;
  for (let word = words[at]; word; word = words[at]) {
    const { text } = word;
    if (text === "--") {
      at++;
      if (operands > 0) at += operands;
      return at;
    }
    if (syntax.not?.includes(text)) return undefined;
    if (text.startsWith("-") && text.length > 1) at += syntax.valueOptions?.includes(text) ? 2 : 1;
    else if (syntax.assignments && /^[A-Za-z_]\w*=/.test(text)) at++;
    else if (operands-- > 0) at++;
    else return at;
  }
  return at;
}

function baseName(word: CommandWord): string {
  if (word.value !== undefined) return word.value.slice(word.value.lastIndexOf("/") + 1);
  // `$JAVA_HOME/bin/java` still says its name.
  return /\/([\w.+-]+)$/.exec(word.raw)?.[1] ?? "";
}

class ReadCommandLine implements CommandLine {
  readonly name: string;
  readonly nameWord: CommandWord | undefined;
  readonly args: readonly CommandWord[];
  readonly wrappers: readonly Wrapper[];

  constructor(wrappers: readonly Wrapper[], nameWord: CommandWord | undefined, args: readonly CommandWord[]) {
    this.wrappers = wrappers;
    this.nameWord = nameWord;
    this.name = nameWord ? baseName(nameWord) : "";
    this.args = args;
  }

  flag(...names: readonly string[]): CommandWord | undefined {
    return this.#optionWords().find(({ text }) => names.some((name) => text === name || isSetSwitch(text, name) || isBundled(text, name)));
  }

  option(...names: readonly string[]): OptionValue | undefined {
    return this.options(...names).at(-1);
  }

  options(...names: readonly string[]): readonly OptionValue[] {
    const words = this.#optionWords();
    const found: OptionValue[] = [];
    for (let at = 0; at < words.length; at++) {
      const word = words[at];
      if (!word) continue;
      const joined = names.map((name) => joinedValue(word, name)).find((value) => value !== undefined);
      if (joined) found.push(joined);
      else if (names.some((name) => word.text === name || endsBundle(word.text, name))) {
        const value = this.args[++at];
        if (value) found.push({ value: value.value, text: value.text, span: value.span, word: value, option: word });
      }
    }
    return found;
  }

  operands(valueOptions: readonly string[] = []): readonly CommandWord[] {
    const found: CommandWord[] = [];
    for (let at = 0; at < this.args.length; at++) {
      const word = this.args[at];
      if (!word) continue;
      if (word.text === "--") return [...found, ...this.args.slice(at + 1)];
      if (!word.text.startsWith("-") || word.text === "-") found.push(word);
      else if (valueOptions.some((name) => word.text === name || endsBundle(word.text, name))) at++;
    }
    return found;
  }

  /** The arguments up to `--`. */
  #optionWords(): readonly CommandWord[] {
    const end = this.args.findIndex(({ text }) => text === "--");
    return end < 0 ? this.args : this.args.slice(0, end);
  }
}

function isSetSwitch(text: string, name: string): boolean {
  return name.startsWith("--") && text.startsWith(`${name}=`) && !/=(false|no|0)$/.test(text);
}

function isBundled(text: string, name: string): boolean {
  return /^-[A-Za-z]$/.test(name) && /^-[A-Za-z]+$/.test(text) && text.includes(name.charAt(1));
}

function endsBundle(text: string, name: string): boolean {
  return /^-[A-Za-z]$/.test(name) && /^-[A-Za-z]{2,}$/.test(text) && text.endsWith(name.charAt(1));
}

function joinedValue(word: CommandWord, name: string): OptionValue | undefined {
  const { text } = word;
  if (name.startsWith("--") || name.length > 2) return text.startsWith(`${name}=`) ? valueInside(word, name.length + 1) : undefined;
  if (!text.startsWith(name) || text.length <= name.length || endsBundle(text, name)) return undefined;
  return valueInside(word, text.charAt(name.length) === "=" ? name.length + 1 : name.length);
}

/** The part of a word after its first `length` characters. */
function valueInside(word: CommandWord, length: number): OptionValue {
  const { span, raw, text } = word;
  const asWritten = raw.startsWith(text.slice(0, length)) && span.end - span.start === raw.length;
  return {
    value: word.value?.slice(length), text: text.slice(length), word, option: word,
    span: asWritten ? span.document.span(span.start + length, span.end) : span,
  };
}
