import type { Document, SyntaxFault } from "#text";
import type { YAMLError } from "yaml";
import { TreeBuilder } from "./build.ts";
import { faultWords } from "./faults.ts";
import { readWithLibrary } from "./library.ts";
import { readPlainYaml } from "./plain-yaml.ts";
import type { RawComment } from "./raw.ts";
import type { ComposeTree, YamlComment, YamlNode } from "./tree.ts";

/** What the library says where text in brackets or quotes is indented less than YAML 1.2 demands. */
const INDENTATION_FAULTS: ReadonlySet<string> = new Set(["yaml-brackets", "yaml-quote"]);

/**
 * Reads a compose file as YAML, with aliases and merge keys resolved and a span for every value.
 * It never throws: what is wrong becomes a fault, and what could be read is in the tree all the same.
 * @param document the file; a byte order mark and CRLF are fine
 */
export function parseCompose(document: Document): ComposeTree {
  return plainTree(document) ?? libraryTree(document);
}

/** The tree of a text that our own reader knows all of; undefined for every other. */
export function plainTree(document: Document): ComposeTree | undefined {
  const plain = readPlainYaml(document.text);
  if (!plain) return undefined;
  const faults: SyntaxFault[] = [];
  const root = new TreeBuilder(document, faults).root(plain.root);
  return { document, roots: [root], comments: commentsOf(document, plain.comments), faults: inOrder(faults) };
}

/** The tree as the YAML library reads the text. */
export function libraryTree(document: Document): ComposeTree {
  const tree = treeOf(document, false);
  if (!hasIndentationFault(tree)) return tree;
  const lenient = treeOf(document, true);
  return hasIndentationFault(lenient) ? tree : lenient;
}

function hasIndentationFault(tree: ComposeTree): boolean {
  return tree.faults.some((fault) => INDENTATION_FAULTS.has(fault.code));
}

function treeOf(document: Document, lenient: boolean): ComposeTree {
  const faults: SyntaxFault[] = [...directiveFault(document)];
  const { documents, comments, tooDeep } = readWithLibrary(document.text, lenient);
  if (tooDeep !== undefined) {
    faults.push({ code: "yaml-too-deep", span: document.span(tooDeep, tooDeep + 1), message: "This is nested too deeply to be read.", fatal: true });
  }
  const builder = new TreeBuilder(document, faults);
  const roots: YamlNode[] = [];
  for (const { root, errors } of documents) {
    if (root) roots.push(builder.root(root));
    const quoteTold = faults.some((fault) => fault.code === "yaml-quote");
    faults.push(...errors.map((error) => faultOf(document, error)).filter((fault) => fault.code !== "yaml-quote" || !quoteTold));
  }
  return { document, roots, comments: commentsOf(document, comments), faults: templateFault(document, inOrder(faults)) };
}

/** A directive before the first `---` that Compose's reader does not know: it reads YAML 1.1, and tags (measured). */
function directiveFault(document: Document): readonly SyntaxFault[] {
  const [line = "", name, version] = /^%(\S*)[ \t]*(\S*)/.exec(document.text) ?? [];
  if (name === undefined || name === "TAG" || (name === "YAML" && version === "1.1")) return [];
  return [{ code: "yaml-directive", span: document.span(0, line.length), message: "Compose reads YAML 1.1 and knows no directive like this: leave it out.", fatal: true }];
}

function commentsOf(document: Document, comments: readonly RawComment[]): readonly YamlComment[] {
  return comments.map(({ start, end }) => ({ text: document.text.slice(start + 1, end), span: document.span(start, end) }));
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
