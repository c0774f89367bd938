import type { Document, Span } from "#text";
import type { Finding } from "../../rule/index.ts";
import { readDirective } from "../../parse/suppression.ts";
import { DocumentSuppressions, nextLineOf, type Suppression } from "./suppression.ts";

const NONE: readonly Suppression[] = [];

/** Where the text of a comment begins: behind `#`, `//`, `;` or `--`, at the line's start or behind a blank. */
const COMMENT = /(?:^|[ \t])(?:#+|\/\/+|;+|--)[ \t]*(?=stowage:)/;
const COMMENT_LINE = /^\s*(?:#|\/\/|;|--|$)/;

/**
 * Our suppression comments in scripts, sources and settings files, which are no documents of the project. A file is only looked
 * through once a finding stands in it, or its evidence leads there.
 */
export class CommentsElsewhere {
  readonly #known = new Map<Document, DocumentSuppressions | undefined>();

  /** Those that hold for the place of a finding or for a step of its evidence. */
  of({ at, trace }: Finding): readonly Suppression[] {
    const own = this.#at(at);
    if (!trace) return own;
    const found = [...own];
    for (const { span } of trace) found.push(...this.#at(span));
    return found;
  }

  #at({ document, start }: Span): readonly Suppression[] {
    if (document.kind === "dockerfile" || document.kind === "compose") return NONE;
    if (!this.#known.has(document)) this.#known.set(document, document.text.includes("stowage:") ? new DocumentSuppressions(document, commentsOf(document)) : undefined);
    return this.#known.get(document)?.at(document.position(start).line) ?? NONE;
  }
}

function commentsOf(document: Document): readonly Suppression[] {
  const found: Suppression[] = [];
  let before = 0;
  for (let at = document.text.indexOf("stowage:"); at >= 0; at = document.text.indexOf("stowage:", at + 1)) {
    const line = document.position(at).line;
    if (line === before) continue;
    before = line;
    const place = document.lineSpan(line);
    const text = document.slice(place.start, place.end);
    const comment = COMMENT.exec(text);
    const directive = comment && readDirective(text.slice(comment.index + comment[0].length));
    if (!directive) continue;
    const [firstLine, lastLine] = directive.reach === "file" ? [1, Infinity] : text.slice(0, comment.index).trim() === "" ? nextLineOf(document, line, COMMENT_LINE) : [line, line];
    found.push({ directive, span: document.span(place.start + comment.index, place.end), firstLine, lastLine, used: false });
  }
  return found;
}
