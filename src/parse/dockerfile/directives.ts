import type { Document, SyntaxFault } from "#text";
import { checkOptions } from "../suppression.ts";
import type { Line } from "./lines.ts";
import type { Directive } from "./tree.ts";

const known = new Set(["syntax", "escape", "check"]);
const checkKeys = new Set(["skip", "error", "experimental"]);

/**
 * Reads the parser directives at the top of the file, line after line. As the Dockerfile reference says, the first line
 * that is no known directive ends them: a comment, a blank line, an instruction or an unknown directive.
 */
export class DirectiveReader {
  readonly directives: Directive[] = [];
  readonly faults: SyntaxFault[] = [];
  escape: "\\" | "`" = "\\";
  #done = false;

  /** True where the line is a directive; it is kept in `directives`. */
  read(document: Document, line: Line): boolean {
    if (this.#done) return false;
    const directive = directiveOf(document, line);
    if (!directive || !known.has(directive.name)) {
      this.#done = true;
      return false;
    }
    if (this.directives.some((other) => other.name === directive.name)) {
      this.#refuse("duplicate-directive", directive, `the ${directive.name} directive may stand only once`);
    }
    this.directives.push(directive);
    if (directive.name === "escape") this.#setEscape(directive);
    else if (directive.name === "check") this.#readCheck(directive);
    return true;
  }

  #setEscape(directive: Directive): void {
    if (directive.value === "\\" || directive.value === "`") this.escape = directive.value;
    else this.#refuse("bad-escape-directive", directive, "the escape character must be \\ or `");
  }

  #readCheck(directive: Directive): void {
    for (const [key, setting] of checkOptions(directive.value)) {
      if (setting === undefined || !checkKeys.has(key)) this.#refuse("bad-check-directive", directive, `the check directive takes skip=, error= and experimental=, not ${JSON.stringify(key)}`);
      else if (key === "error" && !/^(?:[tTfF01]|true|True|TRUE|false|False|FALSE)$/.test(setting)) this.#refuse("bad-check-directive", directive, "error= takes true or false");
    }
  }

  #refuse(code: string, directive: Directive, message: string): void {
    this.faults.push({ code, span: directive.span, message, fatal: true });
  }
}

function directiveOf(document: Document, line: Line): Directive | undefined {
  const content = document.text.slice(line.start, line.end);
  const head = /^[\t\f\r ]*#[\t\f\r ]*([a-zA-Z][a-zA-Z0-9]*)[\t\f\r ]*=[\t\f\r ]*/.exec(content);
  if (!head?.[1]) return undefined;
  const rest = content.slice(head[0].length);
  const value = rest.trimEnd();
  if (value === "") return undefined;
  const from = line.start + head[0].length;
  const start = line.start + content.indexOf("#");
  return {
    name: head[1].toLowerCase(),
    value,
    span: document.span(start, from + value.length),
    valueSpan: document.span(from, from + value.length),
  };
}
