import { cookedText, nodeIn, nodesIn, textIn, type EsNode } from "../../../parse/source/index.ts";
import { parentOf, resolvePath } from "../../paths.ts";
import { MOST_ROUNDS, onEachWay, type Choices } from "../choices.ts";
import { EsCalls, type PlacedCall } from "./calls.ts";
import { joined, joinedPath, NOTHING, whole, type SourceValue } from "../types.ts";
import { dottedName, keyOf, literalText, propertyName, requiredModule, type EsModule } from "./module.ts";
import type { EsProgramFiles } from "./program.ts";

const DEEPEST = 30;
/** An expression that takes more steps than this is made to be slow. */
const MOST_STEPS = 4000;

/** An expression in its module. */
export interface Placed {
  readonly module: EsModule;
  readonly node: EsNode;
}

/** What expressions of a program give, as far as its text, its environment and its place in the image tell. */
export class Evaluation {
  readonly #program: EsProgramFiles;
  readonly calls: EsCalls;
  /** The ways that are being gone through; undefined where one value is asked for. */
  #choices: Choices | undefined;
  #steps = 0;

  constructor(program: EsProgramFiles) {
    this.#program = program;
    this.calls = new EsCalls(program);
  }

  /** The texts of an expression: one for each call of the function that it stands in and each round of its loops, as far as they are written out. */
  values(module: EsModule, node: EsNode | undefined): readonly SourceValue[] {
    const found = onEachWay((choices) => {
      this.#choices = choices;
      return this.value(module, node);
    });
    this.#choices = undefined;
    return found;
  }

  /** The text of an expression. */
  value(module: EsModule, node: EsNode | undefined, depth = 0): SourceValue {
    this.#steps = depth === 0 ? 0 : this.#steps + 1;
    if (!node || depth > DEEPEST || this.#steps > MOST_STEPS) return undefined;
    switch (node.type) {
      case "Literal": return literal(node);
      case "TemplateLiteral": return this.#template(module, node, depth);
      case "BinaryExpression":
        return textIn(node, "operator") === "+" ? joined(this.value(module, nodeIn(node, "left"), depth + 1), this.value(module, nodeIn(node, "right"), depth + 1)) : undefined;
      case "LogicalExpression": return this.#logical(module, node, depth);
      case "ConditionalExpression": return this.#conditional(module, node, depth);
      case "CallExpression": case "NewExpression": return this.#call(module, node, depth);
      case "Identifier": return this.#bound(module, node, depth);
      case "MemberExpression": return this.#named(module, node, depth);
      case "AwaitExpression": return this.value(module, nodeIn(node, "argument"), depth + 1);
      case "ChainExpression": case "ParenthesizedExpression": case "TSAsExpression": case "TSNonNullExpression": case "TSSatisfiesExpression":
        return this.value(module, nodeIn(node, "expression"), depth + 1);
      case "AssignmentExpression": return this.value(module, nodeIn(node, "right"), depth + 1);
      default: return undefined;
    }
  }

  /** A parameter is what the calls give, the variable of a loop what it goes over. */
  #bound(module: EsModule, node: EsNode, depth: number): SourceValue {
    const name = textIn(node, "name") ?? "";
    const binding = this.calls.binding(module, name, node.start);
    if (!binding) return this.#named(module, node, depth);
    if ("list" in binding) {
      const items = this.#items(module, binding.list, depth);
      if (!items || items.length === 0 || items.length > MOST_ROUNDS || !this.#choices) return undefined;
      return this.value(module, items[this.#choices.pick(binding, items.length)], depth + 1);
    }
    const calls = "kind" in binding ? this.calls.callsOf(binding) : undefined;
    if (!("kind" in binding) || !calls || !this.#choices) return undefined;
    const call: PlacedCall | undefined = calls[this.#choices.pick(binding, calls.length)];
    const parameters = nodesIn(binding.node, "params");
    const at = parameters.findIndex((one) => textIn(one.type === "AssignmentPattern" ? nodeIn(one, "left") : one, "name") === name);
    const given = nodesIn(call?.node, "arguments");
    if (!call || at < 0 || given.some(({ type }) => type === "SpreadElement")) return undefined;
    if (given[at]) return this.value(call.module, given[at], depth + 1);
    const parameter = parameters[at];
    return parameter?.type === "AssignmentPattern" ? this.value(binding.module, nodeIn(parameter, "right"), depth + 1) : NOTHING;
  }

  #items(module: EsModule, list: EsNode, depth: number): readonly EsNode[] | undefined {
    const found = this.definition(module, list, depth + 1);
    return found?.module === module && found.node.type === "ArrayExpression" ? nodesIn(found.node, "elements") : undefined;
  }

  /** The expression that a name stands for: an object, a class, another expression. Follows names, members and imports. */
  definition(module: EsModule, node: EsNode | undefined, depth = 0): Placed | undefined {
    if (!node || depth > DEEPEST) return undefined;
    if (node.type === "ChainExpression" || node.type === "TSAsExpression") return this.definition(module, nodeIn(node, "expression"), depth + 1);
    if (node.type !== "Identifier" && node.type !== "MemberExpression") return { module, node };
    const name = dottedName(node);
    if (node.type === "Identifier" && this.calls.binding(module, name ?? "", node.start)) return { module, node };
    const own = name === undefined ? undefined : name.startsWith("this.") ? ownMember(module, name, node.start) : single(module, name);
    if (own) return this.definition(module, own, depth + 1);
    if (node.type === "Identifier") return this.#importedDefinition(module, name ?? "", depth);
    return this.#member(module, node, depth);
  }

  #importedDefinition(module: EsModule, local: string, depth: number): Placed | undefined {
    const from = module.imports.get(local);
    const target = from && this.#program.imported(module, from.specifier);
    return from && target ? this.#exported(target, from.name, depth) : undefined;
  }

  /** What a module gives under a name; CommonJS gives its whole as `*` and as `default`. */
  #exported(module: EsModule, name: string, depth: number): Placed | undefined {
    if (depth > DEEPEST) return undefined;
    const passed = module.imports.get(`exports.${name}`);
    const further = passed && this.#program.imported(module, passed.specifier);
    if (passed && further) return this.#exported(further, passed.name, depth + 1);
    const all = single(module, "exports");
    if (name === "*" || name === "default") {
      const chosen = single(module, "exports.default") ?? all;
      return chosen && this.#asWhole(module, chosen, depth);
    }
    const own = single(module, `exports.${name}`);
    if (own) return this.definition(module, own, depth + 1);
    const object = all && this.definition(module, all, depth + 1);
    return object && this.#property(object, name, depth);
  }

  /** A class stays a name, so that its static members can be looked up. */
  #asWhole(module: EsModule, node: EsNode, depth: number): Placed | undefined {
    return this.definition(module, node, depth + 1) ?? { module, node };
  }

  #property({ module, node }: Placed, name: string, depth: number): Placed | undefined {
    const property = node.type === "ObjectExpression" ? nodesIn(node, "properties").find((one) => keyOf(one) === name) : undefined;
    const value = nodeIn(property, "value");
    return value && this.definition(module, value, depth + 1);
  }

  #member(module: EsModule, node: EsNode, depth: number): Placed | undefined {
    const name = propertyName(node);
    const object = nodeIn(node, "object");
    if (name === undefined || !object) return undefined;
    const home = this.#homeOf(module, object, depth);
    const own = home && single(home.module, `${home.name}.${name}`);
    if (home && own) return this.definition(home.module, own, depth + 1);
    const holder = this.definition(module, object, depth + 1);
    if (holder) {
      const found = this.#property(holder, name, depth);
      if (found) return found;
    }
    const from = object.type === "Identifier" ? module.imports.get(textIn(object, "name") ?? "") : undefined;
    const target = from && (from.name === "*" || from.name === "default") ? this.#program.imported(module, from.specifier) : undefined;
    return target && this.#exported(target, name, depth + 1);
  }

  /** The module and name under which another module defines the members of what was imported: a class, or an object it fills. */
  #homeOf(module: EsModule, object: EsNode, depth: number): { readonly module: EsModule; readonly name: string } | undefined {
    const local = object.type === "Identifier" ? textIn(object, "name") : undefined;
    const from = local === undefined ? undefined : module.imports.get(local);
    const target = from && this.#program.imported(module, from.specifier);
    if (!from || !target || depth > DEEPEST) return undefined;
    const whole_ = single(target, "exports");
    const candidates = from.name === "*" || from.name === "default"
      ? [single(target, "exports.default"), whole_]
      : [single(target, `exports.${from.name}`), whole_ && nodesIn(whole_, "properties").map((one) => (keyOf(one) === from.name ? nodeIn(one, "value") : undefined)).find((one) => one)];
    for (const candidate of candidates) {
      const name = candidate?.type === "Identifier" ? textIn(candidate, "name") : textIn(nodeIn(candidate, "id"), "name");
      if (name !== undefined) return { module: target, name };
    }
    return { module: target, name: from.name === "*" || from.name === "default" ? "exports" : from.name };
  }

  #named(module: EsModule, node: EsNode, depth: number): SourceValue {
    const name = dottedName(node);
    const { start } = this.#program;
    const special = name === undefined ? undefined : ownPlace(module, name, start.cwd);
    if (special) return special;
    if (name === "undefined") return NOTHING;
    const variable = name === undefined ? undefined : /^process\.env\.(\w+)$/.exec(name)?.[1];
    if (variable !== undefined) return this.#variable(variable);
    if (name !== undefined && /\.pathname$|\.href$/.test(name)) return this.value(module, nodeIn(node, "object"), depth + 1);
    const found = this.definition(module, node, depth + 1);
    if (!found || (found.node === node && found.module === module)) return this.#throughParts(module, node, depth);
    if (!isName(found.node)) return this.value(found.module, found.node, depth + 1);
    return found.node !== node && this.calls.binding(found.module, textIn(found.node, "name") ?? "", found.node.start) ? this.#bound(found.module, found.node, depth + 1) : undefined;
  }

  /** `(await x).y`, `new URL(...).pathname`, `process.env[NAME]`. */
  #throughParts(module: EsModule, node: EsNode, depth: number): SourceValue {
    if (node.type !== "MemberExpression") return undefined;
    const property = propertyName(node);
    if (property === "pathname" || property === "href") return this.value(module, nodeIn(node, "object"), depth + 1);
    const object = nodeIn(node, "object");
    const meta = object?.type === "MetaProperty";
    if (meta && property === "url") return whole(module.file.path);
    if (meta && property === "dirname") return whole(parentOf(module.file.path));
    return meta && property === "filename" ? whole(module.file.path) : undefined;
  }

  #variable(name: string): SourceValue {
    const setting = this.#program.start.env.get(name);
    if (!setting) return NOTHING;
    return setting.value === undefined ? undefined : whole(setting.value);
  }

  #template(module: EsModule, node: EsNode, depth: number): SourceValue {
    const texts = nodesIn(node, "quasis").map(cookedText);
    let result: SourceValue = whole(texts[0] ?? "");
    for (const [at, expression] of nodesIn(node, "expressions").entries()) {
      result = joined(joined(result, this.value(module, expression, depth + 1)), whole(texts[at + 1] ?? ""));
    }
    return result;
  }

  /** A chain of `||` and `??` ends in its default: what comes before it counts only where it is known. */
  #logical(module: EsModule, node: EsNode, depth: number): SourceValue {
    const operator = textIn(node, "operator");
    if (operator === "&&") return undefined;
    const left = this.value(module, nodeIn(node, "left"), depth + 1);
    const isSet = left !== undefined && left !== NOTHING && !(operator === "||" && left.complete && left.text === "");
    if (isSet) return left;
    const right = this.value(module, nodeIn(node, "right"), depth + 1);
    return left === undefined && this.#readsSetVariable(nodeIn(node, "left")) ? undefined : right;
  }

  /** A variable that is set to something that nobody knows makes the default wrong. */
  #readsSetVariable(node: EsNode | undefined): boolean {
    const name = dottedName(node);
    const variable = name === undefined ? undefined : /^process\.env\.(\w+)$/.exec(name)?.[1];
    return variable !== undefined && this.#program.start.env.has(variable);
  }

  /** Where the condition is not known, both sides must agree. */
  #conditional(module: EsModule, node: EsNode, depth: number): SourceValue {
    const test = nodeIn(node, "test");
    const asked = this.value(module, test, depth + 1);
    const then = this.value(module, nodeIn(node, "consequent"), depth + 1);
    const otherwise = this.value(module, nodeIn(node, "alternate"), depth + 1);
    if (asked === NOTHING) return otherwise;
    if (asked?.complete && (test?.type === "MemberExpression" || test?.type === "Identifier")) return asked.text === "" ? otherwise : then;
    return then !== undefined && otherwise !== undefined && then !== NOTHING && otherwise !== NOTHING && then.text === otherwise.text ? then : undefined;
  }

  #call(module: EsModule, node: EsNode, depth: number): SourceValue {
    const callee = nodeIn(node, "callee");
    const name = dottedName(callee) ?? (callee?.type === "MemberExpression" ? propertyName(callee) : undefined);
    const last = name?.slice(name.lastIndexOf(".") + 1);
    const args = nodesIn(node, "arguments");
    const values = (): readonly SourceValue[] => args.map((one) => this.value(module, one, depth + 1));
    switch (last) {
      case "join": return callee?.type === "MemberExpression" && this.#isArray(module, callee, depth) ? undefined : joinedPath(values(), false);
      case "resolve": return name === "require.resolve" || name === "Promise.resolve" ? undefined : this.#resolved(values());
      case "normalize": case "fileURLToPath": case "pathToFileURL": case "String": case "realpathSync": return this.value(module, args[0], depth + 1);
      case "toString": case "trim": case "toNamespacedPath": return this.value(module, nodeIn(callee, "object"), depth + 1);
      case "dirname": return directoryOf(this.value(module, args[0], depth + 1));
      case "URL": return this.#url(module, args, depth);
      case "tmpdir": return whole("/tmp");
      case "cwd": return name === "process.cwd" && this.#program.start.cwd !== undefined ? whole(this.#program.start.cwd) : undefined;
      default: return undefined;
    }
  }

  #isArray(module: EsModule, callee: EsNode, depth: number): boolean {
    const object = nodeIn(callee, "object");
    const local = object?.type === "Identifier" ? textIn(object, "name") : undefined;
    if (local !== undefined && /^(node:)?path(\/posix)?$/.test(module.imports.get(local)?.specifier ?? "")) return false;
    if (/^(node:)?path$/.test(requiredModule(object) ?? "")) return false;
    return !(local === "path" || dottedName(object)?.endsWith("path.posix") === true || (object !== undefined && depth > DEEPEST));
  }

  #resolved(values: readonly SourceValue[]): SourceValue {
    const { cwd } = this.#program.start;
    const path = joinedPath(values, true);
    if (path === undefined || path === NOTHING || path.text.startsWith("/")) return path;
    return cwd === undefined ? undefined : { ...path, text: resolvePath(cwd, path.text) + (path.complete || !path.text.endsWith("/") ? "" : "/") };
  }

  /** `new URL("./data", import.meta.url)`. */
  #url(module: EsModule, args: readonly EsNode[], depth: number): SourceValue {
    const relative = this.value(module, args[0], depth + 1);
    const base = this.value(module, args[1], depth + 1);
    if (!relative || relative === NOTHING || !base || base === NOTHING || !base.text.startsWith("/")) return undefined;
    const folder = base.text.endsWith("/") ? base.text : parentOf(base.text);
    return { text: resolvePath(folder, relative.text), complete: relative.complete };
  }
}

function literal(node: EsNode): SourceValue {
  const text = literalText(node) ?? ("value" in node && typeof node.value === "number" ? String(node.value) : undefined);
  return text === undefined ? undefined : whole(text);
}

/** The expression of a name that is defined once. */
function single(module: EsModule, name: string): EsNode | undefined {
  const all = module.definitions.get(name);
  const [first] = all ?? [];
  return all?.length === 1 && first && !isName(first, name) ? first : undefined;
}

/** The same of a member of the class that an offset lies in; another class may have one of its name. */
function ownMember(module: EsModule, name: string, offset: number): EsNode | undefined {
  const owner = module.classes.innermost(offset);
  if (!owner) return single(module, name);
  const [first, second] = (module.definitions.get(name) ?? []).filter(({ start }) => owner.start <= start && start < owner.end);
  return second ? undefined : first ?? single(module, name);
}

function isName(node: EsNode, name?: string): boolean {
  return node.type === "Identifier" && (name === undefined || textIn(node, "name") === name);
}

function ownPlace(module: EsModule, name: string, cwd: string | undefined): SourceValue {
  if (name === "__dirname") return whole(parentOf(module.file.path));
  if (name === "__filename") return whole(module.file.path);
  if (name === "os.EOL") return whole("\n");
  return name === "process.env.PWD" && cwd !== undefined ? whole(cwd) : undefined;
}

function directoryOf(value: SourceValue): SourceValue {
  if (value === undefined || value === NOTHING || !value.complete) return undefined;
  return whole(parentOf(value.text.replace(/(.)\/$/, "$1")));
}
