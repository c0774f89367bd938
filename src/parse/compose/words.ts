import type { TextPart } from "./volume.ts";

/** A command line split into words. */
export interface ShellWords {
  /** `text` is the word without quotes and escapes; the offsets hold the whole word as written. */
  readonly words: readonly TextPart[];
  /** Where an unquoted `;`, `&`, `|`, `<` or `>` stands: Compose silently drops it and all that follows. */
  readonly cutAt: number | undefined;
  /** Set where Compose refuses the text. */
  readonly fault?: string;
}

/**
 * Splits a string `command` or `entrypoint` as Compose does: no shell reads it. Compose uses go-shellwords, whose
 * `Parse` decides: quotes and backslashes as in a shell (a backslash before `n` or `t` is a line end or a tab), text
 * after a shell operator is dropped, and parentheses outside quotes are refused. Variables were replaced before.
 */
export function splitWords(line: string): ShellWords {
  return new Splitter(line).split();
}

/** The words of a string `command` or `entrypoint`, without quotes; empty where Compose refuses it. */
export function splitCommand(line: string): readonly string[] {
  return splitWords(line).words.map((word) => word.text);
}

class Splitter {
  readonly #line: string;
  readonly #words: TextPart[] = [];
  #at = 0;
  #word = "";
  #start: number | undefined;
  #cutAt: number | undefined;
  #fault: string | undefined;

  constructor(line: string) {
    this.#line = line;
  }

  split(): ShellWords {
    while (this.#at < this.#line.length && this.#cutAt === undefined && this.#fault === undefined) this.#step();
    this.#end();
    const result = { words: this.#fault === undefined ? this.#words : [], cutAt: this.#cutAt };
    return this.#fault === undefined ? result : { ...result, fault: this.#fault };
  }

  #step(): void {
    const character = this.#line[this.#at] ?? "";
    if (/[ \t\r\n]/.test(character)) {
      this.#end();
      this.#at++;
    } else if (character === "\\") this.#escape();
    else if (character === "'" || character === '"') this.#quoted(character);
    else if (character === "`") this.#verbatim("`", "A backtick has no partner.");
    else if (character === "(" && this.#word.endsWith("$")) this.#verbatim(")", "`$(` is not closed.");
    else if (character === "(" || character === ")") this.#fault = "Compose refuses parentheses outside quotes in a command string: quote them, or write the command as a list.";
    else if (";&|<>".includes(character)) this.#cut(character);
    else this.#take(character);
  }

  #take(text: string, width = text.length): void {
    this.#start ??= this.#at;
    this.#word += text;
    this.#at += width;
  }

  #escape(): void {
    const next = this.#line[this.#at + 1];
    if (next === undefined) {
      this.#fault = "The command ends with a backslash.";
      return;
    }
    this.#take(next === "n" ? "\n" : next === "t" ? "\t" : next, 2);
  }

  #quoted(quote: string): void {
    this.#take("", 1);
    while (this.#at < this.#line.length && this.#line[this.#at] !== quote) {
      if (quote === '"' && this.#line[this.#at] === "\\" && this.#at + 1 < this.#line.length) this.#escape();
      else this.#take(this.#line[this.#at] ?? "");
    }
    if (this.#at >= this.#line.length) this.#fault = "A quote is not closed.";
    else this.#take("", 1);
  }

  /** A command substitution: Compose does not run it, its text stays in the word. */
  #verbatim(close: string, fault: string): void {
    const end = this.#line.indexOf(close, this.#at + 1);
    if (end < 0) this.#fault = fault;
    else this.#take(this.#line.slice(this.#at, end + 1));
  }

  #cut(operator: string): void {
    this.#cutAt = this.#at;
    if (operator !== ">" || !/^\d+$/.test(this.#word)) return;
    // The number before `>` names a stream and goes with it.
    this.#cutAt = this.#start ?? this.#at;
    this.#start = undefined;
  }

  #end(): void {
    if (this.#start !== undefined) this.#words.push({ text: this.#word, start: this.#start, end: this.#at });
    this.#word = "";
    this.#start = undefined;
  }
}
