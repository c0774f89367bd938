import { nodeIn, nodesIn, textIn, visitWithParents, type EsNode } from "../../../parse/source/index.ts";
import { Nesting } from "../nesting.ts";
import { dottedName, keyOf, propertyName, type EsModule, type Round } from "./module.ts";
import type { EsProgramFiles } from "./program.ts";

/** A function of a program, by the name that calls it. */
export interface EsFunction {
  readonly module: EsModule;
  readonly node: EsNode;
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** `variable`: declared, or held by a constant; `export`; `method` of a class, `constructor` by the class's name; `member` of an object. */
  readonly kind: "variable" | "export" | "method" | "constructor" | "member";
  /** What it belongs to may call it by itself: a class with a base, an object that is handed on. */
  readonly isCalledBack: boolean;
}

/** One call of a function of the program. */
export interface PlacedCall {
  readonly module: EsModule;
  readonly node: EsNode;
}

interface Uses {
  /** Those with a name, by their nodes. */
  readonly functions: Map<EsNode, EsFunction>;
  readonly named: Map<EsModule, Nesting<EsFunction>>;
  /** How many functions have a name. */
  readonly names: Map<string, number>;
  /** By the last name of what is called. */
  readonly calls: Map<string, PlacedCall[]>;
  /** How often names are used, definitions, imports and exports apart. */
  readonly mentions: Map<string, number>;
  /** Every file could be parsed. */
  isWhole: boolean;
}

const MOST_CALLS = 40;

/** Who calls which function of a program: what a parameter stands for is what the calls give. */
export class EsCalls {
  readonly #program: EsProgramFiles;
  readonly #callsOf = new Map<EsFunction, readonly PlacedCall[] | undefined>();
  #uses: Uses | undefined;

  constructor(program: EsProgramFiles) {
    this.#program = program;
  }

  /** What binds a name at an offset: the innermost function with such a parameter, or what goes over a list. */
  binding(module: EsModule, name: string, offset: number): EsFunction | Round | EsNode | undefined {
    const best = module.functions.innermost(offset, (node) => hasParameter(node, name));
    const round = module.rounds.innermost(offset, (one) => one.name === name);
    if (round && (!best || round.start >= best.start)) return round;
    return best && (this.#read().functions.get(best) ?? best);
  }

  /** All calls of a function; undefined where there are others that cannot be told, or none. */
  callsOf(called: EsFunction): readonly PlacedCall[] | undefined {
    if (!this.#callsOf.has(called)) this.#callsOf.set(called, this.#find(called));
    return this.#callsOf.get(called);
  }

  /** True for a place in a function that nothing in the program mentions: it never runs. */
  isNeverRun(module: EsModule, offset: number): boolean {
    const { named, mentions, isWhole } = this.#read();
    const isUnused = ({ isCalledBack, kind, name }: EsFunction): boolean => !isCalledBack && kind !== "constructor" && !mentions.has(name);
    return isWhole && named.get(module)?.innermost(offset, isUnused) !== undefined;
  }

  #find(called: EsFunction): readonly PlacedCall[] | undefined {
    const { names, calls, mentions, isWhole } = this.#read();
    if (!isWhole || called.isCalledBack || names.get(called.name) !== 1) return undefined;
    const own = (calls.get(called.name) ?? []).filter(({ module, node }) => this.#means(called, module, nodeIn(node, "callee")));
    return own.length > 0 && own.length <= MOST_CALLS && mentions.get(called.name) === own.length ? own : undefined;
  }

  #means(called: EsFunction, module: EsModule, callee: EsNode | undefined): boolean {
    if (callee?.type === "Identifier") {
      const from = module.imports.get(called.name);
      return textIn(callee, "name") === called.name && (module === called.module || (from !== undefined && this.#program.imported(module, from.specifier) === called.module));
    }
    if (callee?.type !== "MemberExpression" || propertyName(callee) !== called.name) return false;
    const object = textIn(nodeIn(callee, "object"), "name");
    const from = object === undefined ? undefined : module.imports.get(object);
    return from ? this.#program.imported(module, from.specifier) === called.module : called.kind === "method" || called.kind === "member" || /^(module\.)?exports$/.test(dottedName(nodeIn(callee, "object")) ?? "");
  }

  /** `console.log` and `fs.rename` are no functions of the project. */
  #isForeign(module: EsModule, node: EsNode, parent: EsNode | undefined): boolean {
    const object = parent?.type === "MemberExpression" && nodeIn(parent, "property") === node ? textIn(nodeIn(parent, "object"), "name") : undefined;
    if (object === undefined) return false;
    const from = module.imports.get(object);
    return from ? !from.specifier.startsWith(".") : GLOBALS.has(object) && !module.definitions.has(object);
  }

  #read(): Uses {
    if (this.#uses) return this.#uses;
    const uses: Uses = { functions: new Map(), named: new Map(), names: new Map(), calls: new Map(), mentions: new Map(), isWhole: true };
    for (const { file } of this.#program.reachable()) {
      const module = this.#program.module(file);
      uses.isWhole &&= module !== undefined;
      if (!module) continue;
      const own: EsFunction[] = [];
      visitWithParents(module.tree, (node, parents) => {
        if (FUNCTIONS.test(node.type)) for (const one of namedFunction(module, node, parents)) own.push(one);
        if (node.type === "CallExpression" || node.type === "NewExpression") putCall(uses.calls, { module, node });
        const name = node.type === "Identifier" && !isDefinition(node, parents) && !this.#isForeign(module, node, parents[0]) ? textIn(node, "name") : undefined;
        if (name !== undefined) uses.mentions.set(name, (uses.mentions.get(name) ?? 0) + 1);
      });
      for (const one of own) {
        uses.functions.set(one.node, one);
        uses.names.set(one.name, (uses.names.get(one.name) ?? 0) + 1);
      }
      uses.named.set(module, new Nesting(own));
    }
    return (this.#uses = uses);
  }
}

const GLOBALS = new Set(["console", "process", "Math", "JSON", "Object", "Array", "Promise", "Number", "String", "Date", "Buffer", "Reflect"]);

const FUNCTIONS = /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/;

function putCall(calls: Map<string, PlacedCall[]>, call: PlacedCall): void {
  const callee = nodeIn(call.node, "callee");
  const name = callee?.type === "MemberExpression" ? propertyName(callee) : textIn(callee, "name");
  if (name === undefined) return;
  const list = calls.get(name);
  if (list) list.push(call);
  else calls.set(name, [call]);
}

function hasParameter(node: EsNode, name: string): boolean {
  return nodesIn(node, "params").some((one) => textIn(one.type === "AssignmentPattern" ? nodeIn(one, "left") : one, "name") === name);
}

/** A function with the name under which others call it; none for a callback. */
function namedFunction(module: EsModule, node: EsNode, [parent, body, owner]: readonly EsNode[]): readonly EsFunction[] {
  const made = (name: string | undefined, kind: EsFunction["kind"], isCalledBack = false): readonly EsFunction[] => (name === undefined ? [] : [{ module, node, start: node.start, end: node.end, name, kind, isCalledBack }]);
  if (node.type === "FunctionDeclaration") return made(textIn(nodeIn(node, "id"), "name"), "variable");
  if (parent?.type === "VariableDeclarator") return made(textIn(nodeIn(parent, "id"), "name"), "variable");
  if (parent?.type === "Property") return made(keyOf(parent), "member", true);
  if (parent?.type === "MethodDefinition") {
    const hasBase = nodeIn(owner, "superClass") !== undefined;
    const key = keyOf(parent);
    return key === "constructor" ? made(textIn(nodeIn(owner, "id"), "name"), "constructor", hasBase) : made(key, "method", hasBase || body === undefined);
  }
  const left = parent?.type === "AssignmentExpression" ? dottedName(nodeIn(parent, "left")) : undefined;
  return left !== undefined && /^(module\.)?exports\.\w+$/.test(left) ? made(left.slice(left.lastIndexOf(".") + 1), "export") : [];
}

/** Names that define, import or export something do not use it. */
function isDefinition(node: EsNode, [parent, above, top]: readonly EsNode[]): boolean {
  switch (parent?.type) {
    case "FunctionDeclaration": case "FunctionExpression": case "ClassDeclaration": case "ClassExpression": return nodeIn(parent, "id") === node;
    case "VariableDeclarator": return nodeIn(parent, "id") === node;
    case "ImportSpecifier": case "ImportDefaultSpecifier": case "ExportSpecifier": return true;
    case "MethodDefinition": case "PropertyDefinition": return nodeIn(parent, "key") === node;
    case "Property": return nodeIn(parent, "key") === node || above?.type === "ObjectPattern" || isExported(top);
    case "MemberExpression": return /^(module\.)?exports\.\w+$/.test(dottedName(parent) ?? "") && above?.type === "AssignmentExpression" && nodeIn(above, "left") === parent;
    default: return false;
  }
}

/** `module.exports = { save }`: what a module gives away is used by those who import it. */
function isExported(holder: EsNode | undefined): boolean {
  return holder?.type === "ExportDefaultDeclaration" || (holder?.type === "AssignmentExpression" && dottedName(nodeIn(holder, "left")) === "module.exports");
}
