import { dialectOf, type ShellDialect } from "../../parse/shell/index.ts";
import { nameOf } from "../paths.ts";
import type { Shell } from "./shell.ts";
import type { Argument } from "./types.ts";

/** The command line of a shell, read. */
export interface ShellLine {
  readonly dialect: ShellDialect;
  /** The text after `-c`. */
  readonly text: Argument | undefined;
  /** The script file. */
  readonly script: Argument | undefined;
  /** With `-c`: `$0` and the arguments; with a script: its arguments. */
  readonly args: readonly Argument[];
  readonly options: readonly (keyof Shell["options"])[];
  readonly readsInput: boolean;
}

const SHELLS = new Set(["sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "rbash"]);

export function isShell(name: string): boolean {
  return SHELLS.has(nameOf(name));
}

const LETTERS: Readonly<Record<string, keyof Shell["options"]>> = { e: "errexit", u: "nounset", a: "allexport" };

/** Reads `sh -ec TEXT name args`, `bash --login -o pipefail script args`. */
export function readShellLine(words: readonly Argument[]): ShellLine | undefined {
  const options: (keyof Shell["options"])[] = [];
  let takesText = false;
  let readsInput = false;
  let at = 1;
  for (; at < words.length; at++) {
    const text = words[at]?.value;
    if (text === undefined || !/^[-+]/.test(text) || text === "-") break;
    if (text === "--") {
      at++;
      break;
    }
    if (text.startsWith("--")) {
      if (/^--(rcfile|init-file)$/.test(text)) at++;
      continue;
    }
    const on = text.startsWith("-");
    for (const letter of text.slice(1)) {
      const option = LETTERS[letter];
      if (option && on) options.push(option);
      if (letter === "c") takesText = true;
      if (letter === "s") readsInput = true;
      if (letter === "o" || letter === "O") addNamed(options, words[++at]?.value, on && letter === "o");
    }
  }
  const dialect = dialectOf([words[0]?.value ?? "sh"]);
  const rest = words.slice(at);
  if (takesText) return { dialect, text: rest[0], script: undefined, args: rest.slice(1), options, readsInput: false };
  if (readsInput || rest.length === 0) return { dialect, text: undefined, script: undefined, args: rest, options, readsInput: true };
  return { dialect, text: undefined, script: rest[0], args: rest.slice(1), options, readsInput: false };
}

function addNamed(options: (keyof Shell["options"])[], name: string | undefined, on: boolean): void {
  if (on && (name === "errexit" || name === "nounset" || name === "allexport" || name === "pipefail")) options.push(name);
}
