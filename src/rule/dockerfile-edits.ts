import type { Edit, Span } from "#text";
import type { Assignment, Comment, DockerfileTree, Instruction } from "../parse/dockerfile/index.ts";
import { indentation, insertAfter, insertLineBelow, lineEnd, remove, removeLines, replace, wholeLines } from "./edits.ts";

/**
 * Puts an instruction on a line of its own above another one, and above the comments that stand directly on it, so that
 * they (a suppression, say) stay where they are.
 */
export function insertInstructionBefore(tree: DockerfileTree, instruction: Instruction, text: string): Edit {
  const above = commentsDirectlyAbove(tree, instruction)[0]?.span ?? instruction.span;
  const start = wholeLines(above).start;
  return {
    span: tree.document.span(start, start),
    text: `${indentation(instruction.span)}${text}${lineEnd(tree.document)}`,
  };
}

/** Puts an instruction on a line of its own below another one and its heredocs. */
export function insertInstructionAfter(instruction: Instruction, text: string): Edit {
  return insertLineBelow(instruction.span, `${indentation(instruction.span)}${text}`);
}

/** Takes an instruction out with its lines; comments between its continued lines stay. */
export function removeInstruction(instruction: Instruction): Edit {
  if (instruction.comments.length === 0) return removeLines(instruction.span);
  const end = lineEnd(instruction.span.document);
  const kept = instruction.comments.map((comment) => commentText(comment)).join(end);
  return replace(instruction.span, kept);
}

/**
 * Takes one pair of an ENV, ARG or LABEL out with the blanks and line breaks up to its neighbour; the whole instruction
 * where it has no other. Undefined where that would take a comment along, and for the old form.
 */
export function removeAssignment(instruction: Instruction, pair: Assignment): Edit | undefined {
  const { assignments, comments } = instruction;
  if (assignments.length === 1) return removeInstruction(instruction);
  const at = assignments.indexOf(pair);
  const { document } = pair.span;
  const before = assignments[at - 1]?.span.end ?? pair.span.start;
  const after = assignments[at + 1];
  const span = after ? document.span(pair.span.start, after.span.start) : document.span(before, pair.span.end);
  const touches = comments.some((comment) => span.start <= comment.span.start && comment.span.end <= span.end);
  return touches || pair.legacy ? undefined : remove(span);
}

/** Puts a flag such as `--link` behind the instruction's word and its other flags. */
export function insertFlag(instruction: Instruction, flag: string): Edit {
  return insertAfter(instruction.flags.at(-1)?.span ?? instruction.keywordSpan, ` ${flag}`);
}

/** Takes a flag out together with the blanks behind it. */
export function removeFlag(flag: { readonly span: Span }): Edit {
  const { document, start } = flag.span;
  let end = flag.span.end;
  while (document.text[end] === " " || document.text[end] === "\t") end++;
  return remove(document.span(start, end));
}

/** The comments on the lines right above an instruction, without a blank line between, from the top. */
export function commentsDirectlyAbove(tree: DockerfileTree, instruction: Instruction): readonly Comment[] {
  const { document, comments } = tree;
  let line = document.position(instruction.span.start).line - 1;
  const end = firstAtOrBehind(comments, instruction.span.start);
  let start = end;
  for (; start > 0; start--, line--) {
    const above = comments[start - 1];
    if (!above || above.inside || document.position(above.span.start).line !== line) break;
  }
  return comments.slice(start, end);
}

/** The place in a list sorted by position of the first one that begins at or behind an offset. */
function firstAtOrBehind(sorted: readonly { readonly span: Span }[], offset: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.span.start ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function commentText(comment: Comment): string {
  return comment.span.document.slice(comment.span.start, comment.span.end).trimEnd();
}
