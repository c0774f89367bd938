import { type Document, MappedText, type Piece } from "#text";

/** A variable of make to its value; undefined where it is set twice or to what only make can tell. */
type MakeVariables = ReadonlyMap<string, string | undefined>;

const DEEPEST = 10;
const REFERENCE = /\$(?:\$|\(([^()]*(?:\([^()]*\)[^()]*)*)\)|\{([^{}]*)\})/g;

/**
 * The shell's texts of a Makefile: each logical line of a recipe is a shell of its own. `$$` is the shell's `$`, variables of
 * make are put in where the file sets them once (GNU make manual, "Using Variables in Recipes"); others stay as variables.
 */
export function recipes(document: Document): readonly MappedText[] {
  const variables = variablesOf(document);
  const found: MappedText[] = [];
  let open = new RecipeText(document, variables);
  for (let number = 1; number <= document.lineCount; number++) {
    const { start, end } = document.lineSpan(number);
    const line = document.text.slice(start, end);
    if (open.isEmpty && !line.startsWith("\t")) continue;
    open.add(start + (open.isEmpty ? /^\t\s*[-@+]*\s*/.exec(line)?.[0].length ?? 1 : 0), end);
    if (line.endsWith("\\")) continue;
    found.push(open.mapped());
    open = new RecipeText(document, variables);
  }
  if (!open.isEmpty) found.push(open.mapped());
  return found;
}

/** One recipe line as the shell gets it, with the places in the file that it comes from. */
class RecipeText {
  readonly #document: Document;
  readonly #variables: MakeVariables;
  readonly #pieces: Piece[] = [];
  #text = "";

  constructor(document: Document, variables: MakeVariables) {
    this.#document = document;
    this.#variables = variables;
  }

  get isEmpty(): boolean {
    return this.#text === "";
  }

  add(start: number, end: number): void {
    const line = this.#document.text.slice(start, end);
    let at = 0;
    for (const match of line.matchAll(REFERENCE)) {
      this.#keep(start + at, start + match.index);
      this.#put(start + match.index, valueOf(match, this.#variables, 0) ?? asVariable(match));
      at = match.index + match[0].length;
    }
    this.#keep(start + at, end);
    this.#text += "\n";
  }

  mapped(): MappedText {
    return new MappedText(this.#document, this.#text, this.#pieces);
  }

  #keep(start: number, end: number): void {
    if (end > start) this.#pieces.push({ at: this.#text.length, from: start, length: end - start });
    this.#text += this.#document.text.slice(start, end);
  }

  #put(from: number, text: string): void {
    if (text !== "") this.#pieces.push({ at: this.#text.length, from, length: 1 });
    this.#text += text;
  }
}

function variablesOf(document: Document): MakeVariables {
  const found = new Map<string, string | undefined>();
  for (let number = 1; number <= document.lineCount; number++) {
    const { start, end } = document.lineSpan(number);
    const line = document.text.slice(start, end);
    const [, name, operator, value = ""] = line.startsWith("\t") ? [] : /^[ ]*(?:export[ ]+|override[ ]+)?([A-Za-z_][\w.-]*)[ \t]*(\?|:{1,3}|\+|!)?=(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const isPlain = operator !== "+" && operator !== "!" && !found.has(name) && !value.endsWith("\\");
    found.set(name, isPlain ? value.slice(0, /(?:^|[ \t])#/.exec(value)?.index).trim() : undefined);
  }
  return found;
}

/** What a reference stands for; undefined where that is not known. */
function valueOf(match: RegExpMatchArray, variables: MakeVariables, depth: number): string | undefined {
  if (match[0] === "$$") return "$";
  const name = (match[1] ?? match[2] ?? "").trim();
  // The working directory stays as the shell's, so that a mount's source still shows it.
  if (/^(?:CURDIR|PWD|shell[ \t]+pwd)$/.test(name)) return "$PWD";
  const value = depth < DEEPEST ? variables.get(name) : undefined;
  if (value === undefined) return undefined;
  let whole = "";
  let at = 0;
  for (const inner of value.matchAll(REFERENCE)) {
    const text = valueOf(inner, variables, depth + 1);
    if (text === undefined) return undefined;
    whole += value.slice(at, inner.index) + text;
    at = inner.index + inner[0].length;
  }
  return whole + value.slice(at);
}

/** A variable of the shell in its place, of which nothing is known either. */
function asVariable(match: RegExpMatchArray): string {
  const name = (match[1] ?? match[2] ?? "").trim();
  return `\${${/^[A-Za-z_]\w*$/.test(name) ? name : "MADE"}}`;
}
