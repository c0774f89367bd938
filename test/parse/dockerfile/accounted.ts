import type { Span } from "#text";
import type { DockerfileTree, Instruction, Word } from "../../../src/parse/dockerfile/index.ts";

/** What is wrong with the tree's places: bytes of nobody, bytes of two, spans outside their instruction. Empty when sound. */
export function misplaced(tree: DockerfileTree): string[] {
  const { text } = tree.document;
  const wrong: string[] = [];
  const outer = [
    ...tree.directives.map((directive) => directive.span),
    ...tree.comments.filter((comment) => !comment.inside).map((comment) => comment.span),
    ...tree.instructions.map((instruction) => instruction.span),
  ].sort((a, b) => a.start - b.start || a.end - b.end);
  let at = text.startsWith("\ufeff") ? 1 : 0;
  for (const span of outer) {
    if (span.start < at) wrong.push(`overlap at ${span.start}`);
    if (/[^\s\u0085]/.test(text.slice(at, span.start))) wrong.push(`nobody's text at ${at}: ${JSON.stringify(text.slice(at, span.start))}`);
    at = Math.max(at, span.end);
  }
  if (/[^\s\u0085]/.test(text.slice(at))) wrong.push(`nobody's text at the end: ${JSON.stringify(text.slice(at))}`);
  for (const instruction of tree.instructions) inInstruction(instruction, wrong);
  for (const fault of tree.faults) if (!inside(fault.span, { start: 0, end: text.length })) wrong.push(`fault ${fault.code} outside`);
  return wrong;
}

function inInstruction(instruction: Instruction, wrong: string[]): void {
  const spans: [string, Span][] = [
    ["keyword", instruction.keywordSpan],
    ["head", instruction.headSpan],
    ...instruction.flags.flatMap((flag): [string, Span][] => [["flag", flag.span], ["flag name", flag.nameSpan], ...flag.options.map((option): [string, Span] => ["option", option.span])]),
    ...instruction.words.flatMap(wordSpans),
    ...instruction.assignments.flatMap(({ name, value }) => [...wordSpans(name), ...(value ? wordSpans(value) : [])]),
    ...instruction.heredocs.flatMap(({ markerSpan, bodySpan }): [string, Span][] => [["marker", markerSpan], ...(bodySpan.start < bodySpan.end ? [["body", bodySpan] as [string, Span]] : [])]),
    ...instruction.comments.map((comment): [string, Span] => ["comment", comment.span]),
    ...(instruction.json?.items ?? []).map((item): [string, Span] => ["json", item.span]),
  ];
  for (const [name, span] of spans) {
    const end = name === "body" ? instruction.span.document.text.length : instruction.span.end;
    if (!inside(span, { start: instruction.span.start, end })) wrong.push(`${name} outside ${instruction.keyword}`);
  }
  disjoint(instruction.words, wrong);
  disjoint(instruction.flags, wrong);
  disjoint(instruction.assignments, wrong);
  disjoint(instruction.json?.items ?? [], wrong);
  if (instruction.trigger) inInstruction(instruction.trigger, wrong);
}

function wordSpans(word: Word): [string, Span][] {
  return [["word", word.span], ...word.variables.map((variable): [string, Span] => ["variable", variable.span])];
}

function inside(span: { start: number; end: number }, outer: { start: number; end: number }): boolean {
  return outer.start <= span.start && span.start <= span.end && span.end <= outer.end;
}

function disjoint(items: readonly { readonly span: Span }[], wrong: string[]): void {
  let at = 0;
  for (const { span } of items) {
    if (span.start < at) wrong.push(`overlap inside at ${span.start}`);
    at = span.end;
  }
}
