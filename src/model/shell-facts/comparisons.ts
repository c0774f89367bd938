import { cover } from "#text";
import type { ShellTree, Word } from "../../parse/shell/index.ts";
import type { ScriptCommand, ScriptNode, ShellComparison, ShellNodeOf } from "./types.ts";

const OPERATORS = new Set(["=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "=~", "-nt", "-ot", "-ef"]);

/** The comparisons of `[ ]`, `test` and `[[ ]]`, in that order. */
export function comparisonsOf(commands: readonly ScriptCommand[], tests: readonly ScriptNode<ShellNodeOf<"TestBinary">>[], tree: ShellTree): readonly ShellComparison[] {
  const found: ShellComparison[] = [];
  for (const command of commands) {
    if (command.name !== "[" && command.name !== "test") continue;
    for (let at = 1; at < command.args.length - 1; at++) {
      const [left, operator, right] = [command.args[at - 1], command.args[at], command.args[at + 1]];
      if (left?.type !== "Word" || operator?.type !== "Word" || right?.type !== "Word" || !OPERATORS.has(operator.text)) continue;
      found.push(comparison(command.name, operator.text, tree.spanOf(operator), left, right, tree));
      at++;
    }
  }
  for (const { node } of tests) {
    const between = tree.source.text.slice(node.left.end, node.right.pos);
    const start = node.left.end + Math.max(0, between.indexOf(node.operator));
    found.push(comparison("[[", node.operator, tree.source.span(start, start + node.operator.length), node.left, node.right, tree));
  }
  return found;
}

function comparison(form: ShellComparison["form"], operator: string, operatorSpan: ShellComparison["span"], left: Word, right: Word, tree: ShellTree): ShellComparison {
  return { form, operator, operatorSpan, left, right, span: cover(tree.spanOf(left), tree.spanOf(right)) };
}
