import type { MappedText } from "#text";
import { dialectOfHashbang, isPosixShell, type ShellDialect } from "../../parse/shell/index.ts";
import type { Step } from "../types.ts";
import { systemShellAt } from "./features.ts";
import { askedFor } from "./of-step.ts";
import { shellScript } from "./script.ts";
import type { ShellScript } from "./types.ts";

/** A file that a step runs. */
export interface RunFile {
  readonly text: MappedText;
  readonly step: Step;
  /** The shell that the step gives it to, or that its name speaks of; counts where its first line names none. */
  readonly readBy: ShellDialect | undefined;
  /** Only RUN runs it. */
  readonly atBuild: boolean;
}

/** Longer texts are programs that somebody packed. With Windows line ends no shell reads a script as it was meant. */
const LONGEST = 200_000;

/** The text of a file as a script; undefined for what no POSIX-like shell reads. */
export function fileScript({ text, step, readBy, atBuild }: RunFile): ShellScript | undefined {
  if (text.text.length > LONGEST || /\0|\r\n/.test(text.text)) return undefined;
  const hashbang = /^\uFEFF?#!/.test(text.text) ? dialectOfHashbang(text.text) ?? "other" : readBy;
  if (hashbang === undefined || !isPosixShell(hashbang)) return undefined;
  const { env, args } = step.before;
  const sees = atBuild ? args : undefined;
  return shellScript({
    text,
    tree: undefined,
    dialect: askedFor([], text) ?? hashbang,
    atBuild,
    errexit: /^#![^\n]*\s-\w*e/.test(text.text),
    isGiven: (name) => Boolean((env.get(name) ?? sees?.get(name))?.value),
    isSet: (name) => env.has(name) || sees?.has(name) === true,
    setNames: () => [...env.keys(), ...(sees?.keys() ?? [])],
    systemShell: () => systemShellAt(step),
  });
}
