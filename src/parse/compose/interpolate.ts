import type { Document } from "#text";

/** What follows the name in `${NAME:-...}`; undefined for `$NAME` and `${NAME}`. */
export type VariableModifier = ":-" | "-" | ":?" | "?" | ":+" | "+";

/** One variable of a text, nested ones too. Offsets are offsets of the text that was given. */
export interface VariableReference {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly modifier: VariableModifier | undefined;
  /** What stands after the modifier, as written. */
  readonly default: string | undefined;
  /** The variable's own value as the lookup gives it. */
  readonly value: string | undefined;
  /** False where the value of the text hangs on this variable and it has neither value nor default. */
  readonly resolved: boolean;
  /** True for `?` and `:?`: without a value Compose stops with an error. */
  readonly required: boolean;
  /** False where the value of the text does not depend on it: inside a default that is not used. */
  readonly used: boolean;
}

/** A stretch of the result and the stretch of the given text it comes from. */
export interface InterpolatedPiece {
  readonly at: number;
  readonly length: number;
  readonly start: number;
  readonly end: number;
  /** True where the characters are those of the text, one for one. */
  readonly literal: boolean;
}

/** A text after interpolation. */
export interface Interpolation {
  /** What Compose makes of it: a variable without value and default is empty. */
  readonly value: string;
  /** The same, but with references that have no value left as they are written. */
  readonly partial: string;
  /** Where the characters of `partial` come from, in order. */
  readonly pieces: readonly InterpolatedPiece[];
  readonly variables: readonly VariableReference[];
  /** The names that `value` depends on and that have neither value nor default. Where this is not empty, `value` is not known. */
  readonly unresolved: readonly string[];
  /** Set where Compose refuses the text. */
  readonly fault?: { readonly message: string; readonly start: number; readonly end: number };
}

/** Gives a variable's value, or undefined where it is not set. */
export interface VariableLookup {
  (name: string): string | undefined;
  /** The variables that hold in one of the merged files, where an included file has its own. */
  readonly within?: (document: Document) => VariableLookup;
}

const NAME = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const MODIFIER = /:?[-?+]/y;
const NESTING_LIMIT = 100;

interface Reference {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly modifier: VariableModifier | undefined;
  readonly alternative: Template | undefined;
}

interface Template {
  readonly start: number;
  readonly end: number;
  readonly parts: readonly Part[];
}

type Part =
  | { readonly kind: "text"; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: "reference"; readonly reference: Reference };

/**
 * Replaces `$VAR`, `${VAR}` and `${VAR:-default}` (with `-`, `:-`, `?`, `:?`, `+`, `:+`, nested) as the Compose
 * specification's "Interpolation" says; `$$` is a dollar sign, and a `$` before anything else stays.
 * @param text the scalar's text
 * @param lookup the project's variables
 */
export function interpolate(text: string, lookup: VariableLookup): Interpolation {
  if (!text.includes("$")) return { value: text, partial: text, pieces: whole(text), variables: [], unresolved: [] };
  const { template, fault } = templateOf(text);
  const evaluation = new Evaluation(text, lookup);
  evaluation.run(template);
  return evaluation.result(fault);
}

/** Why Compose refuses a text whatever the variables are worth; undefined where it takes it. */
export function interpolationFault(text: string): Interpolation["fault"] {
  if (!text.includes("$")) return undefined;
  return templateOf(text).fault;
}

interface ReadTemplate {
  readonly template: Template;
  readonly fault: Interpolation["fault"];
}

/** One text is asked for several times, and many files say the same; only so many are kept. */
const KEPT = 1_000;
const templates = new Map<string, ReadTemplate>();

function templateOf(text: string): ReadTemplate {
  const known = templates.get(text);
  if (known) return known;
  const reader = new TemplateReader(text);
  const template = reader.read();
  const read = { template, fault: reader.fault };
  if (templates.size >= KEPT) templates.clear();
  if (text.length < KEPT) templates.set(text, read);
  return read;
}

function whole(text: string): readonly InterpolatedPiece[] {
  return text === "" ? [] : [{ at: 0, length: text.length, start: 0, end: text.length, literal: true }];
}

/** Reads the text once, from left to right. */
class TemplateReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  fault: Interpolation["fault"];

  constructor(text: string) {
    this.#text = text;
  }

  read(): Template {
    return this.#template(false);
  }

  /** Reads to the end of the text, or inside `${...}` up to its `}`. */
  #template(nested: boolean): Template {
    const start = this.#at;
    const parts: Part[] = [];
    let from = this.#at;
    let braces = 0;
    const flush = (end: number): void => {
      if (end > from) parts.push({ kind: "text", text: this.#text.slice(from, end), start: from, end });
    };
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at];
      if (nested && character === "}" && braces-- === 0) break;
      if (nested && character === "{") braces++;
      const before = this.#at;
      const part = character === "$" ? this.#dollar() : undefined;
      if (!part) {
        this.#at = Math.max(this.#at, before + 1);
        continue;
      }
      flush(before);
      parts.push(part);
      from = this.#at;
    }
    flush(this.#at);
    return { start, end: this.#at, parts };
  }

  /** What begins with `$`; undefined where it is just a dollar sign. */
  #dollar(): Part | undefined {
    const start = this.#at;
    const next = this.#text[start + 1];
    if (next === "$") {
      this.#at = start + 2;
      return { kind: "text", text: "$", start, end: this.#at };
    }
    if (next === "{") return this.#braced(start);
    const name = this.#match(NAME, start + 1);
    if (name === undefined) return undefined;
    this.#at = start + 1 + name.length;
    return { kind: "reference", reference: { name, start, end: this.#at, modifier: undefined, alternative: undefined } };
  }

  #braced(start: number): Part | undefined {
    const name = this.#match(NAME, start + 2);
    if (name === undefined) {
      this.#refuse(start, "no variable name follows `${`; write `$$` for a dollar sign");
      return;
    }
    this.#at = start + 2 + name.length;
    const modifier = this.#match(MODIFIER, this.#at);
    if (modifier === undefined && this.#text[this.#at] !== "}") {
      this.#refuse(start, "`${" + name + "` is not followed by `}`, `:-`, `-`, `:?`, `?`, `:+` or `+`");
      return;
    }
    if (this.#depth >= NESTING_LIMIT) {
      this.#refuse(start, "variables are nested too deeply");
      return;
    }
    this.#at += modifier?.length ?? 0;
    this.#depth++;
    const alternative = modifier === undefined ? undefined : this.#template(true);
    this.#depth--;
    if (alternative && this.#depth === 0 && this.#text.slice(alternative.start, alternative.end).includes("\n")) {
      this.#refuse(start, "a line ends inside `${...}`", this.#at);
      return;
    }
    if (this.#text[this.#at] !== "}") {
      this.#refuse(start, "the closing `}` is missing", this.#text.length);
      return;
    }
    this.#at++;
    return { kind: "reference", reference: { name, start, end: this.#at, modifier: modifier as VariableModifier | undefined, alternative } };
  }

  /** Notes the first fault and leaves the text as it is. */
  #refuse(start: number, why: string, resume = start + 2): undefined {
    this.fault ??= { message: `Compose cannot interpolate this: ${why}.`, start, end: Math.min(this.#text.length, Math.max(start + 2, this.#at)) };
    this.#at = resume;
    return undefined;
  }

  #match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.#text)?.[0];
  }
}

class Evaluation {
  readonly #text: string;
  readonly #lookup: VariableLookup;
  readonly #variables: VariableReference[] = [];
  readonly #unresolved = new Set<string>();
  readonly #pieces: InterpolatedPiece[] = [];
  #value = "";
  #partial = "";
  #missing: Interpolation["fault"];

  constructor(text: string, lookup: VariableLookup) {
    this.#text = text;
    this.#lookup = lookup;
  }

  run(template: Template): void {
    for (const part of template.parts) {
      if (part.kind === "text") this.#emit(part.text, part.text, part.start, part.end);
      else {
        const { start, end } = part.reference;
        const { value, partial } = this.#reference(part.reference, true);
        this.#emit(value, partial, start, end);
      }
    }
  }

  result(fault: Interpolation["fault"]): Interpolation {
    const worst = fault ?? this.#missing;
    const variables = this.#variables.sort((a, b) => a.start - b.start);
    const common = { value: this.#value, partial: this.#partial, pieces: this.#pieces, variables, unresolved: [...this.#unresolved] };
    return worst ? { ...common, fault: worst } : common;
  }

  #emit(value: string, partial: string, start: number, end: number): void {
    if (partial !== "") {
      const literal = partial === this.#text.slice(start, end);
      this.#pieces.push({ at: this.#partial.length, length: partial.length, start, end, literal });
    }
    this.#value += value;
    this.#partial += partial;
  }

  #template(template: Template, used: boolean): { value: string; partial: string } {
    let value = "";
    let partial = "";
    for (const part of template.parts) {
      const got = part.kind === "text" ? { value: part.text, partial: part.text } : this.#reference(part.reference, used);
      value += got.value;
      partial += got.partial;
    }
    return { value, partial };
  }

  #reference(reference: Reference, used: boolean): { value: string; partial: string } {
    const { name, start, end, modifier, alternative } = reference;
    const value = this.#lookup(name);
    const present = value !== undefined && (value !== "" || modifier?.startsWith(":") !== true);
    const action = modifier?.at(-1);
    const takes = action === "+" ? present : action === "-" ? !present : false;
    const resolved = !used || present || action === "-" || action === "+";
    const written = alternative && this.#text.slice(alternative.start, alternative.end);
    this.#variables.push({ name, start, end, modifier, default: written, value, resolved, required: action === "?", used });
    const other = alternative ? this.#template(alternative, used && takes) : undefined;
    if (other && takes) return other;
    if (resolved) return same(action === "+" ? "" : value ?? "");
    if (action === "?") this.#missing ??= { message: requiredMessage(name, other?.value), start, end };
    this.#unresolved.add(name);
    return { value: "", partial: this.#text.slice(start, end) };
  }
}

function same(text: string): { value: string; partial: string } {
  return { value: text, partial: text };
}

function requiredMessage(name: string, message: string | undefined): string {
  return `The variable ${name} must be set${message ? `: ${message}` : ""}.`;
}
