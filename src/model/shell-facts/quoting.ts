import type { Word } from "../../parse/shell/index.ts";
import type { ScriptNode } from "./types.ts";

/**
 * True where the shell neither splits an expansion nor expands globs in it, or where one would not want to quote it: in double
 * quotes, assignments, arithmetic, `[[ ]]`, `case`, here-documents, other expansions and the list of `for`.
 */
export function isQuoteFree(here: ScriptNode, plainSh: boolean): boolean {
  for (let child = here, around = here.parent; around; child = around, around = around.parent) {
    switch (around.node.type) {
      case "DoubleQuoted":
      case "LocaleString":
      case "HereDocBody":
      case "ParameterExpansion":
      case "ArithmeticExpansion":
      case "ArithmeticCommand":
      case "ArithmeticFor":
      case "TestCommand":
      case "For":
      case "Select":
      case "Case":
      case "CaseItem":
        return true;
      case "Assignment":
        return !plainSh || !isArgument(around);
      case "Command":
      case "Redirected":
        return child.node.type === "ArrayValue";
      default:
        break;
    }
  }
  return false;
}

/** True for `export A=b`: an assignment behind a command's name. */
function isArgument(assignment: ScriptNode): boolean {
  const command = assignment.parent?.node;
  return command?.type === "Command" && !command.prefix.some((one) => one === assignment.node);
}

/** True where an expansion is the whole name of a command. */
export function isCommandName(here: ScriptNode): boolean {
  let child = here;
  if (child.parent?.node.type === "DoubleQuoted" && child.parent.node.parts.length === 1) child = child.parent;
  const word = child.parent;
  if (word?.node.type !== "Word" || (word.node.parts?.length ?? 0) !== 1) return false;
  const command = word.parent?.node;
  return command?.type === "Command" && (command.name === word.node || nameBehind(command.name, command.args) === word.node);
}

/** The command of `command x`, `exec x`, `builtin x`, `busybox x`. */
export function nameBehind(name: Word | undefined, args: readonly { readonly type: string; readonly text: string }[]): unknown {
  if (!name || !/^(?:.*\/)?(?:busybox|builtin|command|exec)$/.test(name.text)) return undefined;
  return args.find(({ text }) => !text.startsWith("-"));
}
