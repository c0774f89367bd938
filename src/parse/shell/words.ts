import { MappedText, type Piece, type Span } from "#text";
import type { Assignment, CommandWord, LiteralPart, ShellTree, SyntaxNode, Word, WordPart } from "./tree.ts";

/** A word's value where nothing in it is expanded: no variable, substitution, glob, brace list or leading `~`. */
export function literal(word: Word): string | undefined {
  const { parts } = word;
  if (parts === undefined) return word.text.startsWith("~") ? undefined : word.value;
  if (word.text.startsWith("~")) return undefined;
  return parts.every(isFixed) ? word.value : undefined;
}

function isFixed(part: WordPart): boolean {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return true;
    case "DoubleQuoted":
      return part.parts.every((inner) => inner.type === "Literal");
    default:
      return false;
  }
}

/** A word or `name=value` argument of a command, as the command line reader takes it. */
export function commandWord(tree: ShellTree, node: Word | Assignment): CommandWord {
  if (node.type === "Word") return new TreeWord(tree, node, literal(node), node.value);
  if (node.value.type === "ArrayValue" || node.index) return new TreeWord(tree, node, undefined, node.text);
  const name = node.text.slice(0, node.value.pos - node.pos);
  const value = literal(node.value);
  return new TreeWord(tree, node, value === undefined ? undefined : name + value, name + node.value.value);
}

/** Few are asked where they stand. */
class TreeWord implements CommandWord {
  readonly value: string | undefined;
  readonly text: string;
  readonly node: Word | Assignment;
  readonly #tree: ShellTree;

  constructor(tree: ShellTree, node: Word | Assignment, value: string | undefined, text: string) {
    this.value = value;
    this.text = text;
    this.node = node;
    this.#tree = tree;
  }

  get raw(): string {
    return this.node.text;
  }

  get span(): Span {
    return this.#tree.spanOf(this.node);
  }
}

/**
 * The value of a word that nothing expands in, with its map to the file: the script of `sh -c '...'` or of `trap '...'`.
 * Undefined where an expansion decides it, or where `$'...'` decodes its text.
 */
export function wordText(tree: ShellTree, word: Word): MappedText | undefined {
  if (literal(word) === undefined) return undefined;
  const pieces: { readonly pos: number; readonly text: string }[] = [];
  const parts: readonly WordPart[] = word.parts ?? [{ type: "Literal", pos: word.pos, end: word.end, value: word.value, text: word.text }];
  for (const part of parts) {
    if (part.type === "SingleQuoted") pieces.push({ pos: part.pos + 1, text: part.value });
    else if (part.type === "DoubleQuoted") for (const inner of part.parts) pieces.push(...unescaped(inner, true));
    else if (part.type === "Literal") pieces.push(...unescaped(part, false));
    else return undefined;
  }
  return joined(tree, pieces);
}

/** The stretches of a literal between its escapes. */
function unescaped(part: SyntaxNode, quoted: boolean): { readonly pos: number; readonly text: string }[] {
  if (part.type !== "Literal") return [];
  return [...stretches(part, quoted)];
}

function* stretches({ text, pos }: LiteralPart, quoted: boolean): Generator<{ readonly pos: number; readonly text: string }> {
  let start = 0;
  for (let at = text.indexOf("\\"); at >= 0 && at + 1 < text.length; at = text.indexOf("\\", at + 2)) {
    const next = text.charAt(at + 1);
    if (quoted && !'$`"\\\n'.includes(next)) continue;
    yield { pos: pos + start, text: text.slice(start, at) };
    start = next === "\n" ? at + 2 : at + 1;
  }
  yield { pos: pos + start, text: text.slice(start) };
}

function joined(tree: ShellTree, stretchesOfText: readonly { readonly pos: number; readonly text: string }[]): MappedText {
  const pieces: Piece[] = [];
  let text = "";
  for (const stretch of stretchesOfText) {
    const part = tree.source.slice(stretch.pos, stretch.pos + stretch.text.length);
    for (const piece of part.pieces) pieces.push({ ...piece, at: piece.at + text.length });
    text += stretch.text;
  }
  return new MappedText(tree.source.document, text, pieces);
}
