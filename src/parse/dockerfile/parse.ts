import type { Document, SyntaxFault } from "#text";
import { DirectiveReader } from "./directives.ts";
import { readHead } from "./head.ts";
import { heredocMarkers, HeredocReader } from "./heredoc.ts";
import { buildInstruction } from "./instruction.ts";
import { commentOf, isBlankLine, joinLines, LineReader, type Line } from "./lines.ts";
import type { Comment, Directive, DockerfileTree, Instruction } from "./tree.ts";

/**
 * Parses a Dockerfile as BuildKit reads it. Takes any text and never throws: what Docker refuses stands in `faults`, the
 * rest is read on as well as can be. Time grows with the length of the text only.
 */
export function parseDockerfile(document: Document): DockerfileTree {
  return new FileParser(document).parse();
}

class FileParser {
  readonly #document: Document;
  readonly #reader: LineReader;
  readonly #directives = new DirectiveReader();
  readonly #heredocs: HeredocReader;
  readonly #faults: SyntaxFault[] = [];
  readonly #comments: Comment[] = [];
  readonly #instructions: Instruction[] = [];

  constructor(document: Document) {
    this.#document = document;
    this.#reader = new LineReader(document);
    this.#heredocs = new HeredocReader(this.#reader, this.#faults);
  }

  parse(): DockerfileTree {
    for (let line = this.#reader.read(); line; line = this.#reader.read()) this.#line(line);
    const { directives, escape, faults } = this.#directives;
    const all = [...faults, ...this.#faults, ...fileFaults(this.#document, this.#instructions)];
    return {
      document: this.#document,
      directives,
      comments: this.#comments,
      instructions: this.#instructions,
      escape,
      faults: (isForeign(directives) ? all.filter((fault) => !foreign.has(fault.code)) : all).sort((a, b) => a.span.start - b.span.start),
    };
  }

  #line(line: Line): void {
    if (this.#directives.read(this.#document, line)) return;
    const comment = commentOf(this.#document, line);
    if (comment) this.#comments.push(comment);
    else if (!isBlankLine(this.#document.text, line)) this.#instruction(line);
  }

  #instruction(first: Line): void {
    const { escape } = this.#directives;
    const lines = joinLines(this.#reader, first, escape);
    const head = readHead(lines.text, 0, escape);
    const holder = head.trigger ?? head;
    const markers = holder.facts?.heredoc && typeof holder.json !== "object" ? heredocMarkers(lines.text.text) : [];
    const heredocs = this.#heredocs.read(lines.text, markers);
    const index = this.#instructions.length;
    const instruction = buildInstruction(head, { lines, heredocs, index, escape, faults: this.#faults });
    this.#instructions.push(instruction);
    for (const comment of instruction.comments) this.#comments.push(comment);
  }
}

/** What only Docker's own front end refuses: another one may know more instructions. */
const foreign = new Set(["unknown-instruction", "unknown-flag", "bad-mount-option", "no-from", "instruction-before-from", "bad-check-directive"]);

/** True where `# syntax=` names a front end that is not Docker's. */
function isForeign(directives: readonly Directive[]): boolean {
  const syntax = directives.find((directive) => directive.name === "syntax")?.value;
  return syntax !== undefined && !/^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax);
}

function fileFaults(document: Document, instructions: readonly Instruction[]): SyntaxFault[] {
  const first = instructions[0];
  if (!first) {
    return [{ code: "empty-file", span: document.span(0, 0), message: "the file holds no instruction", fatal: true }];
  }
  if (!instructions.some((instruction) => instruction.keyword === "FROM")) {
    return [{ code: "no-from", span: first.keywordSpan, message: "the file has no FROM, so there is nothing to build on", fatal: true }];
  }
  const early = instructions.find((instruction) => instruction.keyword !== "ARG");
  if (!early || early.keyword === "FROM") return [];
  const message = `${early.keyword} stands before the first FROM: only ARG may`;
  return [{ code: "instruction-before-from", span: early.keywordSpan, message, fatal: true }];
}
