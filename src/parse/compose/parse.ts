import type { Document, SyntaxFault } from "#text";
import type { Document as YamlDocument, YAMLError } from "yaml";
import { TreeBuilder } from "./build.ts";
import { faultWords } from "./faults.ts";
import type { ComposeTree, YamlComment, YamlNode } from "./tree.ts";
import { yamlPackage } from "./yaml.ts";

/**
 * What is nested deeper than this is not read. No compose file comes near it, and the library recurses: close to the
 * end of the stack it does not always throw, the whole process can die while a regular expression is compiled.
 */
const DEPTH_LIMIT = 500;

/** What the library says where text in brackets or quotes is indented less than YAML 1.2 demands. */
const INDENTATION_FAULTS: ReadonlySet<string> = new Set(["yaml-brackets", "yaml-quote"]);

interface Stream {
  readonly documents: readonly YamlDocument.Parsed[];
  readonly comments: readonly YamlComment[];
  /** Where reading stopped because of the depth. */
  readonly tooDeep: number | undefined;
}

/**
 * Reads a compose file as YAML, with aliases and merge keys resolved and a span for every value.
 * It never throws: what is wrong becomes a fault, and what could be read is in the tree all the same.
 * @param document the file; a byte order mark and CRLF are fine
 */
export function parseCompose(document: Document): ComposeTree {
  const tree = treeOf(document, false);
  if (!hasIndentationFault(tree)) return tree;
  const lenient = treeOf(document, true);
  return hasIndentationFault(lenient) ? tree : lenient;
}

function hasIndentationFault(tree: ComposeTree): boolean {
  return tree.faults.some((fault) => INDENTATION_FAULTS.has(fault.code));
}

function treeOf(document: Document, lenient: boolean): ComposeTree {
  const faults: SyntaxFault[] = [];
  const { documents, comments, tooDeep } = readStream(document, lenient);
  if (tooDeep !== undefined) {
    faults.push({ code: "yaml-too-deep", span: document.span(tooDeep, tooDeep + 1), message: "This is nested too deeply to be read.", fatal: true });
  }
  const builder = new TreeBuilder(document, faults);
  const roots: YamlNode[] = [];
  for (const parsed of documents) {
    if (parsed.contents) roots.push(builder.root(parsed.contents));
    const quoteTold = faults.some((fault) => fault.code === "yaml-quote");
    faults.push(...parsed.errors.map((error) => faultOf(document, error)).filter((fault) => fault.code !== "yaml-quote" || !quoteTold));
  }
  return { document, roots, comments, faults: templateFault(document, inOrder(faults)) };
}

/** What stands for a task's own data in the services of a swarm: a value of Docker's, which YAML wants in quotes. */
const DOCKER_TEMPLATE = /^\{\{-?[ \t]*(?:json[ \t]+)?\.(?:Node|Service|Task)\b/;

/** A template that is not filled in yet (Jinja, Helm, cookiecutter) breaks YAML in many places: one fault says it all. */
function templateFault(document: Document, faults: readonly SyntaxFault[]): readonly SyntaxFault[] {
  const near = ({ span }: SyntaxFault): number => {
    const from = Math.max(0, span.start - 2);
    const at = document.slice(from, Math.min(span.start + 3, lineEnd(document.text, span.start))).search(/\{[{%]/);
    return at < 0 ? at : from + at;
  };
  const placeholder = faults.find((fault) => near(fault) >= 0);
  if (!placeholder) return faults;
  if (DOCKER_TEMPLATE.test(document.text.slice(near(placeholder), near(placeholder) + 40))) {
    return [{ code: "yaml-unquoted-character", span: placeholder.span, message: "A value that begins with `{{` must stand in quotes.", fatal: true }];
  }
  const message = "This file is a template (`{{ }}` or `{% %}`): it is YAML only once it is filled in.";
  return [{ code: "yaml-template", span: placeholder.span, message, fatal: true }];
}

/** One pass over the text that gives the YAML documents and, which the library itself does not tell, where each comment stands. */
function readStream(document: Document, lenient: boolean): Stream {
  const { CST, Composer, Lexer, Parser } = yamlPackage();
  const parser = new Parser();
  // Scalars are read as text and resolved by our own table; equal keys are found by our own constant-time check.
  const composer = new Composer({ schema: "failsafe", uniqueKeys: false, strict: true });
  const documents: YamlDocument.Parsed[] = [];
  const comments: YamlComment[] = [];
  let offset = 0;
  let scalarNext = false;
  const take = (tokens: ReturnType<typeof parser.next>): void => {
    for (const token of tokens) for (const parsed of composer.next(token)) documents.push(parsed);
  };
  const lexer = new Lexer();
  const relax = lenient ? relaxed(lexer, document.text) : undefined;
  for (const lexeme of lexer.lex(document.text)) {
    take(parser.next(lexeme));
    const marker: boolean = !scalarNext && (lexeme === CST.SCALAR || lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END);
    if (!marker && !scalarNext && lexeme.startsWith("#")) {
      comments.push({ text: lexeme.slice(1).replace(/\r$/, ""), span: document.span(offset, offset + lexeme.replace(/\r$/, "").length) });
    }
    scalarNext = marker && lexeme === CST.SCALAR;
    if (parser.stack.length > DEPTH_LIMIT) return { documents, comments, tooDeep: Math.min(offset, document.text.length - 1) };
    if (!marker) offset += lexeme.length;
    relax?.(offset);
  }
  take(parser.end());
  for (const parsed of composer.end()) documents.push(parsed);
  return { documents, comments, tooDeep: undefined };
}

/**
 * Lets brackets and quotes go on at any indentation. YAML 1.2 forbids that, but Compose's reader descends from libyaml,
 * which does not look at indentation there (measured with libyaml). The lexer's fields are private in the library's
 * types, so a test holds this; it is used only for a file that has such a fault, and kept only where it leaves none.
 * @returns what is called after each token with the offset of the next one
 */
function relaxed(lexer: object, text: string): (offset: number) => void {
  let wanted = 0;
  let atQuote = false;
  Object.defineProperty(lexer, "indentNext", {
    get: () => (atQuote || ("flowLevel" in lexer && lexer.flowLevel !== 0) ? 0 : wanted),
    set: (indent: number) => (wanted = indent),
  });
  return (offset) => (atQuote = text[offset] === '"' || text[offset] === "'");
}

function faultOf(document: Document, error: YAMLError): SyntaxFault {
  const { code, message } = faultWords(error.code, error.message);
  const size = document.text.length;
  const start = Math.max(0, Math.min(error.pos[0], size));
  const end = Math.max(start, Math.min(error.pos[1], size, lineEnd(document.text, start)));
  // Compose's reader takes a comment that stands close to the closing quote.
  return { code, span: document.span(start, end), message, fatal: code !== "yaml-comment" };
}

/** The end of the line that holds an offset: a fault points at one line, however long the broken part is. */
function lineEnd(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  if (at < 0) return text.length;
  return text[at - 1] === "\r" && at > from ? at - 1 : at;
}

/** Faults from the top of the file down; of several at one place the first. */
function inOrder(faults: readonly SyntaxFault[]): readonly SyntaxFault[] {
  const sorted = [...faults].sort((a, b) => a.span.start - b.span.start);
  return sorted.filter((fault, index) => fault.span.start !== sorted[index - 1]?.span.start);
}
