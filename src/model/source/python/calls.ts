import type { PyExpression } from "../../../parse/source/index.ts";
import type { PyModule, PyProgramFiles } from "./program.ts";
import { scopesOf, type PyFunction, type PyLoop, type PyScopes } from "./scopes.ts";

type Call = PyExpression & { readonly kind: "call" };

/** One call of a function of the program. */
export interface PlacedCall {
  readonly module: PyModule;
  readonly call: Call;
}

const MOST_CALLS = 40;

/** Who calls which function of a program: what a parameter stands for is what the calls give. */
export class PyCalls {
  readonly #program: PyProgramFiles;
  readonly #scopes = new Map<PyModule, PyScopes>();
  readonly #callsOf = new Map<PyFunction, readonly PlacedCall[] | undefined>();
  #all: Uses | undefined;

  constructor(program: PyProgramFiles) {
    this.#program = program;
  }

  /** The innermost function at an offset that has a parameter of a name. */
  functionWith(module: PyModule, name: string, offset: number): PyFunction | undefined {
    return this.#scopesOf(module).functions.innermost(offset, ({ parameters }) => parameters.some((one) => one.name === name));
  }

  /** The innermost loop at an offset that binds a name. */
  loopWith(module: PyModule, name: string, offset: number): PyLoop | undefined {
    return this.#scopesOf(module).loops.innermost(offset, ({ names }) => names.includes(name));
  }

  /** Whether two offsets lie in the same class, or both in none. */
  isSameClass(module: PyModule, one: number, other: number): boolean {
    const { classes } = this.#scopesOf(module);
    return classes.innermost(one) === classes.innermost(other);
  }

  /** All calls of a function; undefined where there are others that cannot be told, or none. */
  callsOf(called: PyFunction): readonly PlacedCall[] | undefined {
    if (!this.#callsOf.has(called)) this.#callsOf.set(called, this.#find(called));
    return this.#callsOf.get(called);
  }

  /** True for a place in a function that nothing in the program mentions: it never runs. */
  isNeverRun(module: PyModule, offset: number): boolean {
    const inside = this.#scopesOf(module).functions.innermost(offset);
    return inside !== undefined && !inside.isDecorated && !inside.owner?.hasBases && !inside.name.startsWith("__") && this.#mentions(inside.name) === 0;
  }

  /** True where the program has a function of that name. */
  hasFunction(name: string): boolean {
    return (this.#uses().functions.get(name)?.length ?? 0) > 0;
  }

  #scopesOf(module: PyModule): PyScopes {
    const known = this.#scopes.get(module);
    if (known) return known;
    const scopes = scopesOf(module);
    this.#scopes.set(module, scopes);
    return scopes;
  }

  #find(called: PyFunction): readonly PlacedCall[] | undefined {
    if (called.isDecorated || called.owner?.hasBases) return undefined;
    const word = called.name === "__init__" ? called.owner?.name : called.name;
    if (word === undefined || this.#namesakes(called) > 1) return undefined;
    const calls = (this.#uses().calls.get(word) ?? []).filter(({ module, call }) => this.#means(called, word, module, call.callee));
    // other mentions than calls may be more ways to it
    return calls.length > 0 && calls.length <= MOST_CALLS && this.#mentions(word) === calls.length ? calls : undefined;
  }

  /** Functions of the same name; the constructors of different classes are none. */
  #namesakes(called: PyFunction): number {
    return (this.#uses().functions.get(called.name) ?? []).filter((one) => called.name !== "__init__" || one.owner?.name === called.owner?.name).length;
  }

  #means(called: PyFunction, word: string, module: PyModule, callee: PyExpression): boolean {
    if (callee.kind === "name") return callee.name === word && (module === called.module || module.imports.get(word)?.name === word) && (called.owner === undefined || called.name === "__init__");
    if (callee.kind !== "attribute" || callee.name !== word) return false;
    const object = callee.object.kind === "name" ? module.imports.get(callee.object.name) : undefined;
    if (!object) return called.owner !== undefined;
    const path = object.name === undefined ? object.module : object.module.endsWith(".") ? object.module + object.name : `${object.module}.${object.name}`;
    return this.#program.moduleOf(path, module.file.path) === called.module;
  }

  /** How often expressions name something; definitions and imports do not count. */
  #mentions(word: string): number {
    return this.#uses().mentions.get(word) ?? 0;
  }

  #uses(): Uses {
    if (this.#all) return this.#all;
    const uses: Uses = { calls: new Map(), mentions: new Map(), functions: new Map() };
    for (const module of this.#program.modules()) {
      for (const one of this.#scopesOf(module).allFunctions) putInto(uses.functions, one.name, one);
      for (const { expressions, defines, className } of module.statements) {
        // `def save(name)` reads like a call
        const own = defines ?? className;
        for (const expression of expressions) collect(module, expression, own, uses);
      }
    }
    return (this.#all = uses);
  }
}

interface Uses {
  /** By the last name of what is called. */
  readonly calls: Map<string, PlacedCall[]>;
  readonly functions: Map<string, PyFunction[]>;
  readonly mentions: Map<string, number>;
}

function putInto<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}

function collect(module: PyModule, root: PyExpression, own: string | undefined, { calls, mentions }: Uses): void {
  if (root.kind === "name" && root.name === own) return;
  const isOwn = root.kind === "call" && root.callee.kind === "name" && root.callee.name === own;
  const open = isOwn ? [...root.named.values()] : [root];
  for (let expression = open.pop(); expression; expression = open.pop()) {
    if (expression.kind === "call" && (expression.callee.kind === "name" || expression.callee.kind === "attribute")) putInto(calls, expression.callee.name, { module, call: expression });
    if (expression.kind === "name" || expression.kind === "attribute") mentions.set(expression.name, (mentions.get(expression.name) ?? 0) + 1);
    open.push(...partsOf(expression));
  }
}

/** The expressions that an expression is made of. */
export function partsOf(expression: PyExpression): readonly PyExpression[] {
  switch (expression.kind) {
    case "text": return expression.parts.filter((part) => typeof part !== "string");
    case "attribute": return [expression.object];
    case "call": return [expression.callee, ...expression.args, ...expression.named.values()];
    case "item": return expression.index ? [expression.object, expression.index] : [expression.object];
    case "binary": return [expression.left, expression.right];
    case "list": return expression.items;
    case "dict": return expression.entries.flat();
    default: return [];
  }
}

/** What a call gives for a parameter: an argument, or nothing where the default holds. */
export function argumentOf({ call }: PlacedCall, called: PyFunction, name: string): PyExpression | "default" | undefined {
  const named = call.named.get(name);
  if (named) return named;
  const own = called.owner !== undefined && /^(self|cls)$/.test(called.parameters[0]?.name ?? "") ? called.parameters.slice(1) : called.parameters;
  const at = own.findIndex((one) => one.name === name);
  if (at < 0) return undefined;
  return call.args[at] ?? "default";
}
