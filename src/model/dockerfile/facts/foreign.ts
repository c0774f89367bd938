import type { MappedText } from "#text";
import type { ModelStep } from "../step.ts";
import type { ForeignCommand } from "./types.ts";

/** How a shell that is not POSIX-like is split into commands and words. */
interface Syntax {
  readonly separators: RegExp;
  readonly quotes: string;
  readonly escape: string;
}

const CMD: Syntax = { separators: /^(?:&&|\|\||[&|\n])/, quotes: '"', escape: "^" };
const POWERSHELL: Syntax = { separators: /^(?:&&|\|\||[;|\n])/, quotes: "\"'", escape: "`" };

/** The commands of a RUN that cmd or PowerShell reads, as far as splitting at operators and blanks shows them. */
export function foreignCommands(step: ModelStep): readonly ForeignCommand[] {
  const form = step.effective.keyword === "RUN" ? step.effective.command : undefined;
  if (!form || form.form === "exec") return [];
  const { dialect } = step.before.shell;
  const text = form.form === "shell" ? form.script : form.heredoc.body;
  if (dialect === "cmd") return commandsIn(text, CMD);
  return dialect === "powershell" ? commandsIn(text, POWERSHELL) : [];
}

function commandsIn(text: MappedText, syntax: Syntax): readonly ForeignCommand[] {
  const found: ForeignCommand[] = [];
  let words: string[] = [];
  let word = "";
  let quote = "";
  let from = 0;
  const endWord = (): void => {
    if (word !== "") words.push(word);
    word = "";
  };
  const endCommand = (at: number, piped: boolean): void => {
    endWord();
    const [first, ...args] = words;
    if (first !== undefined) found.push({ name: nameOf(first), args, piped, span: text.span(from, at) });
    words = [];
  };
  for (let at = 0; at < text.text.length; at++) {
    const character = text.text.charAt(at);
    const separator = quote === "" ? syntax.separators.exec(text.text.slice(at, at + 2))?.[0] : undefined;
    if (separator !== undefined) {
      endCommand(at, separator === "|");
      at += separator.length - 1;
      from = at + 1;
    } else if (quote === "" && /\s/.test(character)) {
      endWord();
      if (words.length === 0) from = at + 1;
    } else if (quote === "" && syntax.quotes.includes(character)) quote = character;
    else if (character === quote) quote = "";
    else if (character === syntax.escape && at + 1 < text.text.length) word += text.text.charAt(++at);
    else word += character;
  }
  endCommand(text.text.length, false);
  return found;
}

/** `C:\Tools\CURL.EXE` is curl. */
function nameOf(word: string): string {
  return word.slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1).toLowerCase().replace(/\.exe$/, "");
}
