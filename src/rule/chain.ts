import type { Span } from "#text";
import type { Command } from "../model/index.ts";

const LEAVES_TRACES = new Set(["", "cd", "pushd", "export", "umask", "source", ".", "exec", "trap", "ulimit", "alias", "exit"]);

/** Whether a command's effect would end with the part of the chain that it stands in, were the chain cut. */
export function leavesTraces({ name }: Command): boolean {
  return LEAVES_TRACES.has(name);
}

/** All commands of a RUN, where `&&` joins each to the next; undefined for any other RUN. */
export function chainOf(commands: readonly Command[]): readonly Command[] | undefined {
  const node = commands[0]?.shell?.list?.node;
  const joined = commands.every(({ shell }, at) => shell !== undefined && !shell.pipeline && !shell.background && shell.enclosing.length === 0 && shell.assignments.length === 0 &&
    (commands.length === 1 || shell.list?.node === node && shell.list?.index === at && (at === 0 || shell.list.before === "&&")));
  return joined ? commands : undefined;
}

/** The offsets of a command with its redirections. */
export function withRedirections({ span, shell }: Command): { readonly start: number; readonly end: number } {
  const whole = shell?.tree.source.span(shell.node.pos, shell.node.end) ?? span;
  return { start: Math.min(span.start, whole.start), end: Math.max(span.end, whole.end) };
}

/** The blanks in front of what begins a line, such as an instruction. */
export function indentOf({ document, start }: Span): string {
  return document.slice(document.lineSpan(document.position(start).line).start, start);
}
