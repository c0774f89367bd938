import { RegExpParser, type AST } from "@eslint-community/regexpp";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A regular expression that stands in the sources. */
export interface Pattern {
  /** `src/a.ts:3` */
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

/** A text made to keep a pattern busy: `pump` again and again between two others. */
interface Attack {
  readonly before: string;
  readonly pump: string;
  readonly after: string;
}

/** Every literal of a regular expression in the TypeScript files below some folders. */
export function patternsBelow(root: string, folders: readonly string[]): readonly Pattern[] {
  const files = folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts")).map((path) => `${folder}/${path}`));
  return files.sort().flatMap((file) => patternsIn(ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true)));
}

function patternsIn(file: ts.SourceFile): readonly Pattern[] {
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      found.push({ place: `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Milliseconds of processor time that a pattern may take for the longest attack: linear work takes less than one. */
const bound = 25;
const longest = 24_000;

/** The attack that takes a pattern more time than its length allows, as JSON; undefined where none does. */
export function slowAttack({ source, flags }: Pattern): string | undefined {
  const pattern = new RegExp(source, flags);
  // The second use of a pattern is compiled, the first one is not.
  for (let use = 0; use < 3; use++) run(pattern, "warm");
  for (const { before, pump, after } of attacksOn(source, flags)) {
    // Short ones first: where each letter doubles the time, a long one would never end.
    for (const count of [4, 6, 9, 12, 16, 20, 24, 28, 40, 200, 1500, Math.ceil(longest / pump.length)]) {
      if (count * pump.length > longest + pump.length) continue;
      const text = before + pump.repeat(count) + after;
      if (isSlow(pattern, text)) return JSON.stringify({ before, pump, count, after });
    }
  }
  return undefined;
}

/** Slow three times: once may be chance. */
function isSlow(pattern: RegExp, text: string): boolean {
  for (let attempt = 0; attempt < 3; attempt++) {
    const start = process.cpuUsage();
    run(pattern, text);
    if (process.cpuUsage(start).user < bound * 1000) return false;
  }
  return true;
}

function run(pattern: RegExp, text: string): void {
  pattern.lastIndex = 0;
  if (pattern.global) text.replace(pattern, "");
  else pattern.exec(text);
}

function attacksOn(source: string, flags: string): readonly Attack[] {
  const tree = new RegExpParser().parsePattern(source, 0, source.length, { unicode: flags.includes("u"), unicodeSets: flags.includes("v") });
  const alphabet = new Alphabet(tree, flags);
  const attacks = new Map<string, Attack>();
  for (const quantifier of quantifiersOf(tree)) {
    if (quantifier.max < 100) continue;
    const befores = [false, true].map((full) => textBefore(quantifier, alphabet, full));
    const inner = alphabet.pumpsOf(quantifier.element);
    // A pattern may begin anywhere: the way to the quantifier, and with it, over and over.
    const starts = befores.flatMap((before) => [before, before + (inner[0] ?? "")]);
    for (const before of new Set(["", ...befores])) {
      for (const pump of new Set([...inner, ...starts])) {
        for (const after of ["\0", "\n", "\n\0", "/!", ...(pump === "" ? [] : [""])]) {
          if (pump !== "") attacks.set(JSON.stringify([before, pump, after]), { before, pump, after });
        }
      }
    }
  }
  return [...attacks.values()];
}

function quantifiersOf(node: AST.Node): readonly AST.Quantifier[] {
  const inner = childrenOf(node).flatMap(quantifiersOf);
  return node.type === "Quantifier" ? [node, ...inner] : inner;
}

function childrenOf(node: AST.Node): readonly AST.Node[] {
  if ("alternatives" in node) return node.alternatives;
  if (node.type === "Alternative") return node.elements;
  return node.type === "Quantifier" ? [node.element] : [];
}

/** A text that leads a pattern up to one of its parts. */
function textBefore(part: AST.Node, alphabet: Alphabet, full: boolean): string {
  let text = "";
  for (let at: AST.Node = part; at.parent; at = at.parent) {
    if (at.parent.type !== "Alternative") continue;
    const place = at.parent.elements.findIndex((one) => one === at);
    text = at.parent.elements.slice(0, place).map((one) => alphabet.sampleOf(one, full)).join("") + text;
  }
  return text;
}

const common = ["a", "0", " ", "\t", "\n", "-", ".", "/", ":", "_", "A", "#", "=", "\"", "!", "{", "\0"];

/** The letters and words of one pattern. */
class Alphabet {
  readonly #flags: string;
  readonly #letters: readonly string[];
  readonly #words: readonly string[];

  constructor(tree: AST.Pattern, flags: string) {
    this.#flags = flags.replace(/[gy]/g, "");
    const words = wordsOf(tree);
    this.#letters = [...new Set([...common, ...Array.from(words.join(""))])];
    this.#words = words.filter((word) => word.length > 1);
  }

  /** Texts that a part of the pattern takes again and again: its letters, the words it takes, words between letters. */
  pumpsOf(element: AST.QuantifiableElement): readonly string[] {
    const letters = this.#lettersOf(element);
    const whole = this.#expression(`(?:${element.raw})+`);
    if (letters === undefined) {
      const own = this.#letters.slice(common.length);
      const pairs = own.flatMap((one) => own.map((other) => one + other)).filter((text) => whole.test(text)).slice(0, 6);
      return [...new Set([this.sampleOf(element, true), this.sampleOf(element, false), ...this.#samplesOf(element).slice(0, 12), ...pairs])];
    }
    const [letter = "a"] = letters;
    const candidates = this.#words.flatMap((word) => [word, `-${word}-`, `.${word}.`, ` ${word} `, `/${word}/`, word + letter]);
    const pairs = this.#letters.slice(common.length).flatMap((one) => [one + letter, one + one]);
    return [...new Set([...letters.slice(0, 40), ...[...candidates, ...pairs, "-0", "a ", "/a"].filter((text) => whole.test(text))])].slice(0, 60);
  }

  /** A text that a part takes; `full` takes what may be left out too. */
  sampleOf(node: AST.Node, full: boolean): string {
    switch (node.type) {
      case "Quantifier": return this.sampleOf(node.element, full).repeat(Math.min(40, full ? Math.max(1, node.min) : node.min));
      case "Alternative": return node.elements.map((one) => this.sampleOf(one, full)).join("");
      case "Group": case "CapturingGroup": return node.alternatives.map((one) => this.sampleOf(one, full)).find((text) => text !== "") ?? "";
      case "Assertion": case "Backreference": return "";
      default: return this.#lettersOf(node)?.[0] ?? "";
    }
  }

  #samplesOf(element: AST.QuantifiableElement): readonly string[] {
    if (!("alternatives" in element)) return [];
    const samples = element.alternatives.flatMap((one) => [this.sampleOf(one, true), this.sampleOf(one, false)]);
    return [...samples, ...samples.slice(0, 4).flatMap((sample) => this.#letters.slice(0, 8).map((letter) => sample + letter))].filter((text) => text !== "");
  }

  /** The letters that a part for one letter takes; undefined for any other part. */
  #lettersOf(node: AST.Node): readonly string[] | undefined {
    if (node.type !== "Character" && node.type !== "CharacterSet" && node.type !== "CharacterClass") return undefined;
    const one = this.#expression(node.raw);
    return this.#letters.filter((letter) => one.test(letter));
  }

  #expression(source: string): RegExp {
    return new RegExp(`^(?:${source})$`, this.#flags);
  }
}

/** Runs of plain letters. */
function wordsOf(node: AST.Node): readonly string[] {
  if (node.type === "CharacterClass") return node.elements.flatMap((one) => (one.type === "Character" ? [String.fromCodePoint(one.value)] : one.type === "CharacterClassRange" ? [String.fromCodePoint(one.min.value)] : []));
  if (node.type === "Character") return [String.fromCodePoint(node.value)];
  if (node.type !== "Alternative") return childrenOf(node).flatMap(wordsOf);
  const words: string[] = [];
  let word = "";
  for (const element of node.elements) {
    if (element.type === "Character") word += String.fromCodePoint(element.value);
    else {
      words.push(word, ...wordsOf(element));
      word = "";
    }
  }
  return [...words, word].filter((text) => text !== "");
}
