import type { Span } from "#text";
import { isOn, nodeIn, nodesIn, parseJavascript, parseTypescript, textIn, visit, type EsNode } from "../../../parse/source/index.ts";
import type { ImageFile } from "../../types.ts";
import { Nesting } from "../nesting.ts";

/** What a name of a module stands for in another one. */
export interface Imported {
  readonly specifier: string;
  /** The exported name; `*` for the module as a whole, `default` for its default. */
  readonly name: string;
}

/** What goes over a list: `for (const x of list)`, `list.forEach((x) => ...)`. */
export interface Round {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly list: EsNode;
}

/** A parsed file with what it defines. Scopes are not told apart: a name that is defined twice is not known. */
export interface EsModule {
  readonly file: ImageFile;
  readonly text: string;
  readonly tree: EsNode;
  /** Expressions by the name that holds them: `x`, `Shop.dir`, `this.dir`, `exports.dir`. */
  readonly definitions: ReadonlyMap<string, readonly EsNode[]>;
  readonly imports: ReadonlyMap<string, Imported>;
  /** Functions that have parameters. */
  readonly functions: Nesting<EsNode>;
  readonly rounds: Nesting<Round>;
  readonly classes: Nesting<EsNode>;
  spanOf(start: number, end: number): Span;
}

const MOST_TEXT = 500_000;

/** Modules of its own that Node gives a text on its command line without being asked. */
const GIVEN = ["fs", "path", "os"];

/** Parses a file; `missing` says why that could not be done. */
export function readModule(file: ImageFile, isInline: boolean): EsModule | { readonly missing: "parser" | "syntax" | "text" } {
  const mapped = file.text();
  if (!mapped || mapped.text.length > MOST_TEXT) return { missing: "text" };
  const extension = /\.[cm]?([jt]sx?)$/i.exec(file.path)?.[1] ?? "js";
  const parsed = extension === "js" ? parseJavascript(mapped.text) : parseTypescript(mapped.text, extension !== "ts");
  if ("missing" in parsed) return parsed;
  const collected = new Collector();
  if (isInline) for (const name of GIVEN) collected.imports.set(name, { specifier: name, name: "*" });
  visit(parsed.tree, (node) => { collected.see(node); });
  return {
    file, text: mapped.text, tree: parsed.tree, definitions: collected.definitions, imports: collected.imports, functions: new Nesting(collected.functions), rounds: new Nesting(collected.rounds), classes: new Nesting(collected.classes),
    spanOf: (start, end) => mapped.span(start, end),
  };
}

/** `a.b.c` of plain names; undefined for anything computed. */
export function dottedName(node: EsNode | undefined): string | undefined {
  if (!node) return undefined;
  if (node.type === "Identifier") return textIn(node, "name");
  if (node.type === "ThisExpression") return "this";
  if (node.type !== "MemberExpression") return undefined;
  const object = dottedName(nodeIn(node, "object"));
  const property = propertyName(node);
  return object === undefined || property === undefined ? undefined : `${object}.${property}`;
}

/** The name of the property that a member expression takes. */
export function propertyName(node: EsNode): string | undefined {
  const property = nodeIn(node, "property");
  return isOn(node, "computed") ? literalText(property) : textIn(property, "name");
}

export function literalText(node: EsNode | undefined): string | undefined {
  return node?.type === "Literal" ? textIn(node, "value") : undefined;
}

/** The specifier of `require("x")`. */
export function requiredModule(node: EsNode | undefined): string | undefined {
  if (node?.type === "AwaitExpression") return requiredModule(nodeIn(node, "argument"));
  if (node?.type === "ImportExpression") return literalText(nodeIn(node, "source"));
  if (node?.type !== "CallExpression" || dottedName(nodeIn(node, "callee")) !== "require") return undefined;
  return literalText(nodesIn(node, "arguments")[0]);
}

/** The key of an object's property or a class's member. */
export function keyOf(property: EsNode): string | undefined {
  const key = nodeIn(property, "key");
  return isOn(property, "computed") ? undefined : key?.type === "Identifier" ? textIn(key, "name") : literalText(key);
}

class Collector {
  readonly definitions = new Map<string, EsNode[]>();
  readonly imports = new Map<string, Imported>();
  readonly functions: EsNode[] = [];
  readonly rounds: Round[] = [];
  readonly classes: EsNode[] = [];

  see(node: EsNode): void {
    switch (node.type) {
      case "ImportDeclaration": return this.#importDeclaration(node);
      case "ForOfStatement": case "CallExpression": return this.#round(node);
      case "VariableDeclarator": return this.#variable(nodeIn(node, "id"), nodeIn(node, "init"));
      case "AssignmentExpression": return this.#assignment(node);
      case "ClassDeclaration": case "ClassExpression": return this.#classMembers(node);
      case "FunctionDeclaration": case "FunctionExpression": case "ArrowFunctionExpression": return this.#parameters(node);
      case "ExportDefaultDeclaration": return this.#define("exports.default", nodeIn(node, "declaration"));
      case "ExportNamedDeclaration": return this.#exported(node);
      default: return undefined;
    }
  }

  #define(name: string | undefined, value: EsNode | undefined): void {
    if (name === undefined || !value || isEmpty(value)) return;
    const list = this.definitions.get(name);
    if (list) list.push(value);
    else this.definitions.set(name, [value]);
  }

  #importDeclaration(node: EsNode): void {
    const specifier = literalText(nodeIn(node, "source"));
    if (specifier === undefined) return;
    for (const one of nodesIn(node, "specifiers")) {
      const local = textIn(nodeIn(one, "local"), "name");
      const imported = nodeIn(one, "imported");
      const name = one.type === "ImportNamespaceSpecifier" ? "*" : one.type === "ImportDefaultSpecifier" ? "default" : textIn(imported, "name") ?? literalText(imported);
      if (local !== undefined && name !== undefined) this.imports.set(local, { specifier, name });
    }
  }

  #variable(target: EsNode | undefined, init: EsNode | undefined): void {
    const name = target?.type === "Identifier" ? textIn(target, "name") : undefined;
    const specifier = requiredModule(init);
    if (name !== undefined) {
      if (specifier !== undefined) this.imports.set(name, { specifier, name: "*" });
      else this.#define(name, init);
    } else if (target?.type === "ObjectPattern" && init) this.#destructured(target, init, specifier);
  }

  /** `const { a, b: c = 1 } = whole`. A default stands for itself: the evaluation asks the whole first. */
  #destructured(pattern: EsNode, init: EsNode, specifier: string | undefined): void {
    for (const property of nodesIn(pattern, "properties")) {
      const key = keyOf(property);
      const value = nodeIn(property, "value");
      const local = value?.type === "AssignmentPattern" ? nodeIn(value, "left") : value;
      const name = textIn(local, "name");
      if (key === undefined || name === undefined) continue;
      if (specifier !== undefined) this.imports.set(name, { specifier, name: key });
      else {
        const object = init;
        const member = madeMember(property, object, key);
        const fallback = value?.type === "AssignmentPattern" ? nodeIn(value, "right") : undefined;
        this.#define(name, fallback ? madeFallback(member, fallback) : member);
      }
    }
  }

  #assignment(node: EsNode): void {
    const name = dottedName(nodeIn(node, "left"));
    const right = nodeIn(node, "right");
    const operator = textIn(node, "operator");
    if (name === undefined || !right) return;
    const isExport = name === "module.exports" ? "exports" : name.startsWith("module.exports.") ? name.slice("module.".length) : name;
    this.#define(isExport, operator === "=" || operator === "||=" || operator === "??=" ? right : node);
  }

  #classMembers(node: EsNode): void {
    this.classes.push(node);
    const name = textIn(nodeIn(node, "id"), "name");
    for (const member of nodesIn(nodeIn(node, "body"), "body")) {
      const key = member.type === "PropertyDefinition" ? keyOf(member) : undefined;
      const value = nodeIn(member, "value");
      if (key !== undefined && value) this.#define(isOn(member, "static") ? `${name ?? "class"}.${key}` : `this.${key}`, value);
    }
  }

  /** A parameter hides what has its name: it is known by nobody here. */
  #parameters(node: EsNode): void {
    if (nodesIn(node, "params").length > 0) this.functions.push(node);
    for (const parameter of nodesIn(node, "params")) {
      const target = parameter.type === "AssignmentPattern" ? nodeIn(parameter, "left") : parameter;
      const name = textIn(target, "name");
      if (name !== undefined) this.#define(name, parameter);
    }
  }

  #round(node: EsNode): void {
    const isLoop = node.type === "ForOfStatement";
    const callee = nodeIn(node, "callee");
    const list = isLoop ? nodeIn(node, "right") : nodeIn(callee, "object");
    const [body] = isLoop ? [node] : nodesIn(node, "arguments");
    if (!list || !body || (!isLoop && (callee?.type !== "MemberExpression" || !/^(forEach|map)$/.test(propertyName(callee) ?? "")))) return;
    const name = textIn(isLoop ? nodeIn(nodesIn(nodeIn(node, "left"), "declarations")[0], "id") : nodesIn(body, "params")[0], "name");
    if (name !== undefined) this.rounds.push({ start: body.start, end: body.end, name, list });
  }

  #exported(node: EsNode): void {
    const specifier = literalText(nodeIn(node, "source"));
    for (const declarator of nodesIn(nodeIn(node, "declaration"), "declarations")) {
      const name = textIn(nodeIn(declarator, "id"), "name");
      if (name !== undefined) this.#define(`exports.${name}`, nodeIn(declarator, "init"));
    }
    for (const one of nodesIn(node, "specifiers")) {
      const exported = textIn(nodeIn(one, "exported"), "name");
      const local = nodeIn(one, "local");
      if (exported === undefined || !local) continue;
      if (specifier === undefined) this.#define(`exports.${exported}`, local);
      else this.imports.set(`exports.${exported}`, { specifier, name: textIn(local, "name") ?? "default" });
    }
  }
}

function isEmpty(value: EsNode): boolean {
  return (value.type === "Literal" && "value" in value && value.value === null) || (value.type === "Identifier" && textIn(value, "name") === "undefined");
}

interface MadeMember extends EsNode {
  readonly object: EsNode;
  readonly property: EsNode & { readonly name: string };
  readonly computed: false;
}

/** `whole.key`, which is what a destructuring says in other words. */
function madeMember(at: EsNode, object: EsNode, key: string): MadeMember {
  const { start, end } = at;
  return { type: "MemberExpression", start, end, object, computed: false, property: { type: "Identifier", start, end, name: key } };
}

/** `value ?? fallback`. */
function madeFallback(left: EsNode, right: EsNode): EsNode & { readonly left: EsNode; readonly right: EsNode; readonly operator: string } {
  return { type: "LogicalExpression", start: left.start, end: right.end, operator: "??", left, right };
}
