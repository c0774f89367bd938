import { pythonTokens, type PyToken } from "./python-tokens.ts";

/** An expression, as far as paths need it; everything else is `other`. */
export type PyExpression = { readonly start: number; readonly end: number } & (
  | { readonly kind: "text"; readonly parts: readonly (string | PyExpression)[] }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "attribute"; readonly object: PyExpression; readonly name: string }
  | { readonly kind: "call"; readonly callee: PyExpression; readonly args: readonly PyExpression[]; readonly named: ReadonlyMap<string, PyExpression> }
  | { readonly kind: "item"; readonly object: PyExpression; readonly index: PyExpression | undefined }
  | { readonly kind: "binary"; readonly operator: string; readonly left: PyExpression; readonly right: PyExpression }
  | { readonly kind: "list"; readonly items: readonly PyExpression[] }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [PyExpression, PyExpression])[] }
  | { readonly kind: "other" });

/** One line of a program, in the parts that matter here. */
export interface PyStatement {
  /** `x`, `self.x`, `app.config["X"]`: what is assigned to, where this is an assignment. */
  readonly target: PyExpression | undefined;
  readonly value: PyExpression | undefined;
  /** Every expression of the line that begins with a name, outermost first. */
  readonly expressions: readonly PyExpression[];
  /** Names that the line binds to what nobody knows: parameters, loop variables. */
  readonly bound: readonly string[];
  /** `import a.b as c`, `from .a import b as c`. */
  readonly imports: readonly PyImport[];
  /** Where the line's first word stands. */
  readonly start: number;
  /** The function that a `def` begins. */
  readonly defines: string | undefined;
  readonly className: string | undefined;
  /** Of a `def`, with their defaults; the bases of a class. */
  readonly parameters: readonly PyParameter[];
  readonly loop: { readonly names: readonly string[]; readonly iterable: PyExpression | undefined } | undefined;
  readonly isDecorator: boolean;
}

export interface PyParameter {
  readonly name: string;
  readonly fallback: PyExpression | undefined;
}

export interface PyImport {
  /** `a.b`, with leading dots where it is relative. */
  readonly module: string;
  /** Undefined for `import a.b`. */
  readonly name: string | undefined;
  readonly local: string;
}

const DEEPEST = 60;

/** Reads the lines of a Python program. Never throws; linear but for expressions nested beyond reason, which are cut. */
export function parsePython(text: string): readonly PyStatement[] {
  const statements: PyStatement[] = [];
  let line: PyToken[] = [];
  for (const token of pythonTokens(text)) {
    if (token.kind !== "newline") line.push(token);
    else if (line.length > 0) {
      statements.push(readStatement(line));
      line = [];
    }
  }
  return statements;
}

function readStatement(tokens: readonly PyToken[]): PyStatement {
  const [first] = tokens;
  const nothing = {
    target: undefined, value: undefined, expressions: [], bound: [], imports: [], start: first?.start ?? 0, defines: undefined, className: undefined, parameters: [], loop: undefined, isDecorator: first?.text === "@",
  };
  if (first?.text === "import" && first.kind === "name") return { ...nothing, imports: plainImports(tokens) };
  if (first?.text === "from" && first.kind === "name") return { ...nothing, imports: fromImports(tokens) };
  const equals = assignmentAt(tokens);
  const parser = new Parser(tokens);
  const assigned = equals > 0 ? { target: new Parser(tokens.slice(0, targetEnd(tokens, equals))).whole(), value: new Parser(tokens.slice(equals + 1)).whole() } : { target: undefined, value: undefined };
  return { ...nothing, ...assigned, ...blockOf(tokens), expressions: parser.all(), bound: boundNames(tokens) };
}

/** What a line says that begins a block. */
function blockOf(tokens: readonly PyToken[]): Partial<Pick<PyStatement, "defines" | "className" | "parameters" | "loop">> {
  const words = tokens[0]?.text === "async" ? tokens.slice(1) : tokens;
  const [keyword, name] = words;
  if (keyword?.kind !== "name") return {};
  if (keyword.text === "def") return { defines: name?.text, parameters: parametersOf(words) };
  if (keyword.text === "class") return { className: name?.text, parameters: parametersOf(words) };
  const within = words.findIndex(({ kind, text }) => kind === "name" && text === "in");
  if (keyword.text !== "for" || within < 0) return {};
  return { loop: { names: words.slice(1, within).filter(({ kind }) => kind === "name").map(({ text }) => text), iterable: new Parser(words.slice(within + 1)).whole() } };
}

function parametersOf(tokens: readonly PyToken[]): readonly PyParameter[] {
  const open = tokens.findIndex(({ kind, text }) => kind === "operator" && text === "(");
  const parts = open === 2 ? commaParts(tokens.slice(open + 1)) : [];
  return parts.flatMap((part) => {
    const name = part.find(({ kind }) => kind === "name")?.text;
    const equals = assignmentAt(part);
    return name === undefined ? [] : [{ name, fallback: equals > 0 ? new Parser(part.slice(equals + 1)).whole() : undefined }];
  });
}

/** The stretches between the commas up to the bracket that closes. */
function commaParts(tokens: readonly PyToken[]): readonly (readonly PyToken[])[] {
  const parts: PyToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    const isOperator = token.kind === "operator";
    if (isOperator && "([{".includes(token.text)) depth++;
    else if (isOperator && ")]}".includes(token.text) && --depth < 0) break;
    if (isOperator && token.text === "," && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** The place of the `=` that makes an assignment of the line. */
function assignmentAt(tokens: readonly PyToken[]): number {
  let depth = 0;
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== "operator") continue;
    if (text === "(" || text === "[" || text === "{") depth++;
    else if (text === ")" || text === "]" || text === "}") depth--;
    else if (text === "=" && depth === 0) return at;
  }
  return -1;
}

/** `x: Path = ...`: the annotation is no part of the target. */
function targetEnd(tokens: readonly PyToken[], equals: number): number {
  const colon = tokens.findIndex(({ kind, text }) => kind === "operator" && text === ":");
  return colon > 0 && colon < equals ? colon : equals;
}

function boundNames(tokens: readonly PyToken[]): readonly string[] {
  const words = tokens.filter(({ kind }) => kind === "name").map(({ text }) => text);
  const start = words[0] === "async" ? 1 : 0;
  if (words[start] === "def") return parameters(tokens);
  if (words[start] === "for") return words.slice(start + 1, Math.max(start + 1, words.indexOf("in")));
  const as = words.indexOf("as");
  return as > 0 && words[as + 1] !== undefined ? [words[as + 1] ?? ""] : [];
}

function parameters(tokens: readonly PyToken[]): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind === "operator" && "([{".includes(text)) depth++;
    else if (kind === "operator" && ")]}".includes(text)) depth--;
    else if (kind === "name" && depth === 1 && /^[(,*]/.test(tokens[at - 1]?.text ?? "")) found.push(text);
  }
  return found;
}

function plainImports(tokens: readonly PyToken[]): readonly PyImport[] {
  return tokens.slice(1).map(({ text }) => text).join(" ").replaceAll(" . ", ".").split(" , ").map((part) => {
    const [module = "", , local] = part.split(" ");
    return { module, name: undefined, local: local ?? module.split(".")[0] ?? module };
  });
}

function fromImports(tokens: readonly PyToken[]): readonly PyImport[] {
  const at = tokens.findIndex(({ kind, text }) => kind === "name" && text === "import");
  if (at < 0) return [];
  const module = tokens.slice(1, at).map(({ text }) => text).join("");
  const rest = tokens.slice(at + 1).filter(({ text }) => text !== "(" && text !== ")").map(({ text }) => text).join(" ");
  return rest.split(" , ").filter((part) => part !== "").map((part) => {
    const [name = "", , local] = part.replace(/ ,$/, "").split(" ");
    return { module, name, local: local ?? name };
  });
}

class Parser {
  readonly #tokens: readonly PyToken[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly PyToken[]) {
    this.#tokens = tokens;
  }

  whole(): PyExpression | undefined {
    return this.#tokens.length === 0 ? undefined : this.#expression();
  }

  /** Every expression that begins with a name, one after the other. */
  all(): readonly PyExpression[] {
    const found: PyExpression[] = [];
    while (this.#at < this.#tokens.length) {
      const before = this.#at;
      if (this.#tokens[this.#at]?.kind === "name" || this.#isOperator("(", "[", "{")) found.push(this.#postfix());
      if (this.#at === before) this.#at++;
    }
    return found;
  }

  #isOperator(...texts: readonly string[]): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === "operator" && texts.includes(token.text);
  }

  #isWord(...texts: readonly string[]): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === "name" && texts.includes(token.text);
  }

  #end(start: number): { readonly start: number; readonly end: number } {
    return { start, end: this.#tokens[this.#at - 1]?.end ?? start };
  }

  #expression(): PyExpression {
    if (this.#depth >= DEEPEST) return this.#skipped();
    this.#depth++;
    let left = this.#sum();
    while (this.#isWord("or", "and", "if", "else", "in", "is", "not", "for", "lambda") || this.#isOperator("<", ">", "==", "!=", "<=", ">=", "|", "&", ":=")) {
      const operator = this.#tokens[this.#at++]?.text ?? "";
      const right = this.#sum();
      left = { kind: "binary", operator, left, right, start: left.start, end: right.end };
    }
    this.#depth--;
    return left;
  }

  #sum(): PyExpression {
    let left = this.#postfix();
    while (this.#isOperator("+", "/", "%", "-", "*", "//", "@")) {
      const operator = this.#tokens[this.#at++]?.text ?? "";
      const right = this.#postfix();
      left = { kind: "binary", operator, left, right, start: left.start, end: right.end };
    }
    return left;
  }

  #postfix(): PyExpression {
    while (this.#isWord("await", "not", "lambda") || this.#isOperator("-", "*", "**", "~")) this.#at++;
    let object = this.#atom();
    for (;;) {
      if (this.#isOperator(".") && this.#tokens[this.#at + 1]?.kind === "name") {
        object = { kind: "attribute", object, name: this.#tokens[this.#at + 1]?.text ?? "", start: object.start, end: this.#tokens[this.#at + 1]?.end ?? object.end };
        this.#at += 2;
      } else if (this.#isOperator("(")) object = this.#call(object);
      else if (this.#isOperator("[")) {
        const { items } = this.#bracketed("]");
        object = { kind: "item", object, index: items[0]?.value, ...this.#end(object.start) };
      } else return object;
    }
  }

  #call(callee: PyExpression): PyExpression {
    const { items } = this.#bracketed(")");
    const named = new Map<string, PyExpression>();
    const args: PyExpression[] = [];
    for (const { key, value } of items) {
      if (key?.kind === "name") named.set(key.name, value);
      else args.push(value);
    }
    return { kind: "call", callee, args, named, ...this.#end(callee.start) };
  }

  /** What stands between brackets, parted by commas: `value`, `key = value`, `key: value`. */
  #bracketed(close: string): { readonly items: readonly { readonly key: PyExpression | undefined; readonly value: PyExpression }[] } {
    const items: { key: PyExpression | undefined; value: PyExpression }[] = [];
    this.#at++;
    while (this.#at < this.#tokens.length && !this.#isOperator(close)) {
      const before = this.#at;
      if (this.#isOperator(",")) this.#at++;
      else {
        const value = this.#expression();
        if (this.#isOperator("=", ":")) {
          this.#at++;
          items.push({ key: value, value: this.#expression() });
        } else items.push({ key: undefined, value });
      }
      if (this.#at === before) this.#at++;
    }
    this.#at++;
    return { items };
  }

  #atom(): PyExpression {
    const token = this.#tokens[this.#at];
    if (!token) return { kind: "other", ...this.#end(this.#tokens.at(-1)?.end ?? 0) };
    const { start } = token;
    if (token.kind === "string") return this.#strings();
    if (token.kind === "name") {
      this.#at++;
      return { kind: "name", name: token.text, start, end: token.end };
    }
    if (this.#isOperator("(")) {
      const { items } = this.#bracketed(")");
      const [only, second] = items;
      return only && !second ? only.value : { kind: "list", items: items.map(({ value }) => value), ...this.#end(start) };
    }
    if (this.#isOperator("[")) return { kind: "list", items: this.#bracketed("]").items.map(({ value }) => value), ...this.#end(start) };
    if (this.#isOperator("{")) return { kind: "dict", entries: this.#bracketed("}").items.flatMap(({ key, value }) => (key ? [[key, value] as const] : [])), ...this.#end(start) };
    if (token.kind === "number") {
      this.#at++;
      return { kind: "number", text: token.text, start, end: token.end };
    }
    return { kind: "other", start, end: token.end };
  }

  /** Strings that stand side by side are one. */
  #strings(): PyExpression {
    const start = this.#tokens[this.#at]?.start ?? 0;
    const parts: (string | PyExpression)[] = [];
    for (let token = this.#tokens[this.#at]; token?.kind === "string"; token = this.#tokens[++this.#at]) {
      if (token.format && this.#depth < DEEPEST) parts.push(...formatParts(token));
      else parts.push(token.text);
    }
    return { kind: "text", parts, ...this.#end(start) };
  }

  #skipped(): PyExpression {
    const start = this.#tokens[this.#at]?.start ?? 0;
    this.#at = this.#tokens.length;
    return { kind: "other", ...this.#end(start) };
  }
}

/** The parts of an f-string: texts, and the expressions in braces. */
function formatParts({ text, start, end }: PyToken): readonly (string | PyExpression)[] {
  const parts: (string | PyExpression)[] = [];
  let last = 0;
  for (const match of text.matchAll(/\{\{|\}\}|\{([^{}]{1,300})\}/g)) {
    parts.push(text.slice(last, match.index));
    last = match.index + match[0].length;
    if (match[1] === undefined) parts.push(match[0].charAt(0));
    else {
      const source = match[1].replace(/![rsa]$|=$/, "");
      const tokens = pythonTokens(/^[^:'"[\]]+:[^:]*$/.test(source) ? source.slice(0, source.indexOf(":")) : source).filter(({ kind }) => kind !== "newline");
      const inner = tokens.some(({ format }) => format) ? undefined : new Parser(tokens.map((token) => ({ ...token, start, end }))).whole();
      parts.push(inner ?? { kind: "other", start, end });
    }
  }
  parts.push(text.slice(last));
  return parts;
}
