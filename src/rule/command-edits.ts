import { contains, type Edit } from "#text";
import type { Command } from "../model/index.ts";
import { remove, removeLines } from "./edits.ts";

/**
 * Takes a command out of its script: a later link of a chain that holds by `&&` alone, with its operator, or a line of its
 * own in a here-document. Undefined where something else hangs on the command, or a comment stands in between.
 */
export function removeCommand({ shell, step }: Command): Edit | undefined {
  if (!shell || shell.background || shell.pipeline || shell.enclosing.some(({ kind }) => kind !== "heredoc")) return undefined;
  if (shell.list) return removeLink(shell, shell.list);
  const span = shell.tree.spanOf(shell.node);
  const inHeredoc = step?.instruction.heredocs.some(({ bodySpan }) => contains(bodySpan, span)) === true;
  return inHeredoc && shell.siblings.length > 1 && isAlone(span) ? removeLines(span) : undefined;
}

type Shell = NonNullable<Command["shell"]>;

function removeLink({ tree, node }: Shell, { node: chain, index }: NonNullable<Shell["list"]>): Edit | undefined {
  const previous = chain.commands[index - 1];
  if (!previous || chain.operators.some((operator) => operator !== "&&")) return undefined;
  const { document, end: start } = tree.spanOf(previous);
  const { end } = tree.spanOf(node);
  return /^[ \t]*#/m.test(document.slice(start, end)) ? undefined : remove(document.span(start, end));
}

/** Nothing else stands on its lines. */
function isAlone({ document, start, end }: Edit["span"]): boolean {
  const first = document.lineSpan(document.position(start).line);
  const last = document.lineSpan(document.position(end).line);
  return document.slice(first.start, start).trim() === "" && document.slice(end, last.end).trim() === "";
}
