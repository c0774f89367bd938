import type { Document as YamlDocument, Node, Pair, YAMLError } from "yaml";
import type { RawComment, RawNode, RawScalar } from "./raw.ts";
import { yamlPackage } from "./yaml.ts";

/**
 * What is nested deeper than this is not read. No compose file comes near it, and the library recurses: close to the
 * end of the stack it does not always throw, the whole process can die while a regular expression is compiled.
 */
const DEPTH_LIMIT = 500;

/** A text as the YAML library reads it. */
export interface LibraryStream {
  readonly documents: readonly { readonly root: RawNode | undefined; readonly errors: readonly YAMLError[] }[];
  readonly comments: readonly RawComment[];
  /** Where reading stopped because of the depth. */
  readonly tooDeep: number | undefined;
}

/**
 * Reads a text with the YAML library, in one pass that also gives, which the library does not tell, where each comment stands.
 * @param lenient true to let brackets and quotes go on at any indentation
 */
export function readWithLibrary(text: string, lenient: boolean): LibraryStream {
  const { CST, Composer, Lexer, Parser } = yamlPackage();
  const parser = new Parser();
  // Scalars are read as text and resolved by our own table; equal keys are found by our own constant-time check.
  const composer = new Composer({ schema: "failsafe", uniqueKeys: false, strict: true });
  const documents: YamlDocument.Parsed[] = [];
  const comments: RawComment[] = [];
  let offset = 0;
  let scalarNext = false;
  let tooDeep: number | undefined;
  const take = (tokens: ReturnType<typeof parser.next>): void => {
    for (const token of tokens) for (const parsed of composer.next(token)) documents.push(parsed);
  };
  const lexer = new Lexer();
  const relax = lenient ? relaxed(lexer, text) : undefined;
  for (const lexeme of lexer.lex(text)) {
    take(parser.next(lexeme));
    const marker: boolean = !scalarNext && (lexeme === CST.SCALAR || lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END);
    if (!marker && !scalarNext && lexeme.startsWith("#")) comments.push({ start: offset, end: offset + lexeme.replace(/\r$/, "").length });
    scalarNext = marker && lexeme === CST.SCALAR;
    if (parser.stack.length > DEPTH_LIMIT) {
      tooDeep = Math.min(offset, text.length - 1);
      break;
    }
    if (!marker) offset += lexeme.length;
    relax?.(offset);
  }
  if (tooDeep === undefined) {
    take(parser.end());
    for (const parsed of composer.end()) documents.push(parsed);
  }
  return { documents: documents.map((parsed) => ({ root: rawOf(parsed.contents), errors: parsed.errors })), comments, tooDeep };
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

const STYLES: Readonly<Record<string, RawScalar["style"]>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

/** The library's node in the form that both readers give. */
function rawOf(node: Node | null | undefined): RawNode | undefined {
  if (!node) return undefined;
  const { isAlias, isMap, isScalar, isSeq } = yamlPackage();
  const [start, end] = node.range ?? [0, 0];
  if (isAlias(node)) return { kind: "alias", start, end, name: node.source };
  const anchor = "anchor" in node && typeof node.anchor === "string" ? node.anchor : undefined;
  const base = { start, end, anchor, tag: typeof node.tag === "string" ? node.tag : undefined };
  if (isMap(node)) {
    const pairs = (node.items as Pair<Node | null, Node | null>[]).map((pair) => ({ key: rawOf(pair.key), value: rawOf(pair.value) }));
    return { ...base, kind: "map", flow: node.flow === true, pairs };
  }
  if (isSeq(node)) return { ...base, kind: "list", flow: node.flow === true, items: (node.items as Node[]).map(rawOf) };
  if (!isScalar(node)) return { ...base, kind: "scalar", text: "", style: "plain" };
  return { ...base, kind: "scalar", text: node.source ?? (typeof node.value === "string" ? node.value : ""), style: STYLES[node.type ?? "PLAIN"] ?? "plain" };
}
