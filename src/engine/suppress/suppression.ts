import type { Document, Span } from "#text";
import type { Dockerfile, Project, ProjectDocument, Stage, Step } from "../../model/index.ts";
import { readCheckDirective, readDirective, type Directive, type Reach } from "../../parse/suppression.ts";

/** A suppression comment with the lines it holds for. */
export interface Suppression {
  readonly directive: Directive;
  readonly span: Span;
  /** 1-based, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Set when it silenced something. */
  used: boolean;
}

/** The suppression comments of a project, by path: a compose file that several projects read is a document of its own in each. */
export type Suppressions = ReadonlyMap<string, DocumentSuppressions>;

/** Suppressions that hold for more lines are looked at for every finding. */
const fewLines = 100;

/** A document's suppression comments, found by the line they hold for. */
export class DocumentSuppressions {
  readonly document: Document;
  readonly all: readonly Suppression[];
  readonly #wide: readonly Suppression[];
  readonly #byLine = new Map<number, Suppression[]>();

  constructor(document: Document, all: readonly Suppression[]) {
    this.document = document;
    this.all = all;
    this.#wide = all.filter(isWide);
    for (const one of all) if (!isWide(one)) this.#enter(one);
  }

  /** Those that hold for a line. */
  at(line: number): readonly Suppression[] {
    const wide = this.#wide.filter(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine);
    return [...wide, ...(this.#byLine.get(line) ?? [])];
  }

  #enter(one: Suppression): void {
    for (let line = one.firstLine; line <= one.lastLine; line++) {
      const list = this.#byLine.get(line);
      if (list) list.push(one);
      else this.#byLine.set(line, [one]);
    }
  }
}

function isWide({ firstLine, lastLine }: Suppression): boolean {
  return lastLine - firstLine >= fewLines;
}

export function suppressionsOf(project: Pick<Project, "documents" | "dockerfiles">): Suppressions {
  const found = new Map<string, DocumentSuppressions>();
  for (const document of project.documents) {
    const suppressions = inDocument(document);
    if (suppressions.length > 0) found.set(document.document.path, new DocumentSuppressions(document.document, suppressions));
  }
  for (const { document, scripts } of project.dockerfiles) {
    for (const { text } of scripts) {
      if (text.document !== document && !found.has(text.document.path)) found.set(text.document.path, inScript(text.document));
    }
  }
  return found;
}

/**
 * The comment lines of a script that an image runs. ShellCheck's own hold for the whole file above the first command. None of
 * them is called unused: they may be there for what other programs report.
 */
function inScript(document: Document): DocumentSuppressions {
  const found: Suppression[] = [];
  const head = /^(?:[ \t]*(?:#[^\n]*)?(?:\n|$))*/.exec(document.text)?.[0].length ?? 0;
  for (const match of document.text.matchAll(/^[ \t]*#(.*)$/gm)) {
    const directive = readDirective(match[1] ?? "");
    const line = document.position(match.index).line;
    const isWhole = directive?.reach === "file" || (directive?.peer === "shellcheck" && match.index < head);
    if (directive) found.push({ directive, span: document.lineSpan(line), firstLine: isWhole ? 1 : line + 1, lastLine: isWhole ? Infinity : line + 1, used: true });
  }
  return new DocumentSuppressions(document, found);
}

function inDocument(document: ProjectDocument): readonly Suppression[] {
  const found: Suppression[] = [];
  const seen = new Set<number>();
  for (const { text, span } of [...document.comments, ...shellComments(document)]) {
    const directive = seen.has(span.start) ? undefined : readDirective(text);
    seen.add(span.start);
    if (directive) found.push(placed(directive, span, document));
  }
  for (const { name, value, span } of document.dockerfile?.tree.directives ?? []) {
    const directive = name === "check" ? readCheckDirective(value) : undefined;
    if (directive) found.push(placed(directive, span, document));
  }
  return found;
}

/** Comments of the shell at the end of an instruction's line: Docker gives them on as part of the command. */
function* shellComments({ dockerfile }: ProjectDocument): Iterable<{ readonly text: string; readonly span: Span }> {
  for (const { instruction } of dockerfile?.document.text.includes("stowage:") === true ? dockerfile.steps : []) {
    const { document, start, end } = instruction.headSpan;
    for (const match of document.slice(start, end).matchAll(/(?<=\s)#(\s*stowage:[^\r\n]*)/g)) {
      yield { text: match[1] ?? "", span: document.span(start + match.index, start + match.index + match[0].length) };
    }
  }
}

function placed(directive: Directive, span: Span, document: ProjectDocument): Suppression {
  const [firstLine, lastLine] = linesOf(directive.reach, span, document);
  return { directive, span, firstLine, lastLine, used: false };
}

function linesOf(reach: Reach, span: Span, document: ProjectDocument): readonly [number, number] {
  const { document: text, dockerfile } = document;
  const line = text.position(span.start).line;
  if (reach === "file") return [1, Infinity];
  if (reach === "stage") return stageLines(dockerfile, span) ?? [1, Infinity];
  const alone = /^[\s\uFEFF]*$/.test(text.slice(text.lineSpan(line).start, span.start));
  if (reach === "line" || !alone) return [line, line];
  if (dockerfile) return instructionLines(dockerfile, span) ?? nextLineOf(text, line);
  return reach === "block" ? blockBelow(text, line) : nextLineOf(text, line);
}

/** The whole instruction below a comment; undefined for a comment between the lines of one. */
function instructionLines({ steps, document }: Dockerfile, span: Span): readonly [number, number] | undefined {
  const at = firstAfter(steps, span.start);
  const before = steps[at - 1]?.instruction;
  if (before && span.start < before.span.end) return undefined;
  const next = steps[at]?.instruction;
  return next && [document.position(next.span.start).line, document.position(Math.max(next.span.start, next.span.end - 1)).line];
}

/** The place of the first step behind an offset. */
function firstAfter(steps: readonly Step[], offset: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.instruction.span.start ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** From the comment to the end of its stage; before the first FROM, of the first stage. */
function stageLines(dockerfile: Dockerfile | undefined, span: Span): readonly [number, number] | undefined {
  if (!dockerfile) return undefined;
  const at = (stage: Stage | undefined): number => (stage ? dockerfile.document.position(stage.from.span.start).line : Infinity);
  const { stages } = dockerfile;
  const index = Math.max(0, stages.findLastIndex((stage) => stage.from.span.start < span.start));
  return [at(stages[index]), at(stages[index + 1]) - 1];
}

/** So many blank lines and comments may stand between a comment and what it is about. */
const farthest = 500;

/** The next line that is neither blank nor a comment. */
export function nextLineOf(document: Document, line: number, comment = /^\s*(?:#|$)/): readonly [number, number] {
  for (let next = line + 1; next <= Math.min(document.lineCount, line + farthest); next++) {
    if (!comment.test(lineText(document, next))) return [next, next];
  }
  return [line, line];
}

/** The next line with the lines below it that are indented further. */
function blockBelow(document: Document, line: number): readonly [number, number] {
  const [first] = nextLineOf(document, line);
  const indent = indentOf(lineText(document, first));
  let last = first;
  for (let next = first + 1; next <= document.lineCount; next++) {
    const text = lineText(document, next);
    if (text.trim() === "") continue;
    if (indentOf(text) <= indent) break;
    last = next;
  }
  return [first, last];
}

function lineText(document: Document, line: number): string {
  const { start, end } = document.lineSpan(line);
  return document.slice(start, end);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
