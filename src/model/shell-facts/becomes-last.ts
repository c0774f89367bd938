import { simpleCommands, type ShellTree } from "../../parse/shell/index.ts";
import type { SystemShell } from "../images/system-shell.ts";

/** What a shell does by itself. */
const BUILT_IN = new Set([".", "source", "eval", "wait", "read", "cd", "export", "set", "trap", "exit", "return", "while"]);

/**
 * Whether the shell that is given a text with `-c` becomes the last command of it, which then gets the signals; false where the shell stays its
 * parent, undefined where nobody knows which shell it is. Measured with dash 0.5.12, bash 5.2 and BusyBox 1.35: each becomes what `exec`
 * starts; BusyBox and bash become a last simple command, bash only where it redirects nothing; dash stays. Of lists in an older bash nothing was measured.
 */
export function becomesLast(tree: ShellTree, shell: SystemShell | undefined): boolean | undefined {
  const all = [...simpleCommands(tree)].filter((command) => !command.inSubstitution && command.words.length > 0);
  const last = all.at(-1);
  const name = last?.words[0]?.text ?? "";
  if (!last || last.statement !== tree.script.commands.at(-1) || last.enclosing.length > 0 || last.background || last.pipeline || last.list?.before === "||") return false;
  if (name === "exec") return true;
  if (BUILT_IN.has(name) || all.some((command) => command.words[0]?.text === "trap")) return false;
  if (shell === "bash") return last.redirects.length > 0 ? false : all.length > 1 ? undefined : true;
  return shell && shell === "busybox";
}
