import type { Edit } from "#text";
import type { Command, Step } from "../model/index.ts";
import { effective } from "./commands.ts";
import { insertAfter } from "./edits.ts";

/** ` && text` behind the last link of the one `&&` chain that a RUN is and that the command belongs to; undefined elsewhere, where a further command could hide what failed. */
export function appendToRun(step: Step, command: Command, text: string): Edit | undefined {
  const last = step.commands.at(-1)?.shell;
  const form = effective(step.instruction).command;
  if (!last || form?.form !== "shell" || step.instruction.heredocs.length > 0 || command.shell?.enclosing.length !== 0 || last.enclosing.length > 0) return undefined;
  if (last.siblings.length > 1 || last.background || last.pipeline || last.redirects.length > 0 || last.list?.node.operators.some((operator) => operator !== "&&")) return undefined;
  return form.script.text.trimEnd().length === last.statement.end ? insertAfter(last.span, ` && ${text}`) : undefined;
}
