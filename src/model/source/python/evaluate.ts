import type { PyExpression } from "../../../parse/source/index.ts";
import { parentOf, resolvePath } from "../../paths.ts";
import { joined, joinedPath, NOTHING, whole, type SourceValue } from "../types.ts";
import { MOST_ROUNDS, onEachWay, type Choices } from "../choices.ts";
import { argumentOf, PyCalls, type PlacedCall } from "./calls.ts";
import { flaskFolders, type FlaskFolders } from "./flask.ts";
import type { PyModule, PyProgramFiles } from "./program.ts";

const DEEPEST = 30;
/** An expression that takes more steps than this is made to be slow. */
const MOST_STEPS = 4000;

/** `a.b.c` of plain names; undefined for anything else. */
export function dottedPython(expression: PyExpression): string | undefined {
  if (expression.kind === "name") return expression.name;
  if (expression.kind !== "attribute") return undefined;
  const object = dottedPython(expression.object);
  return object === undefined ? undefined : `${object}.${expression.name}`;
}

/** What expressions of a Python program give, as far as its text, its environment and its place in the image tell. */
export class PyEvaluation {
  readonly #program: PyProgramFiles;
  readonly calls: PyCalls;
  /** The ways that are being gone through; undefined where one value is asked for. */
  #choices: Choices | undefined;
  #steps = 0;
  #flask: { readonly folders: FlaskFolders | undefined } | undefined;

  constructor(program: PyProgramFiles) {
    this.#program = program;
    this.calls = new PyCalls(program);
  }

  /** The texts of an expression: one for each call of the function that it stands in and each round of its loops, as far as they are written out. */
  values(module: PyModule, expression: PyExpression | undefined): readonly SourceValue[] {
    const found = onEachWay((choices) => {
      this.#choices = choices;
      return this.value(module, expression);
    });
    this.#choices = undefined;
    return found;
  }

  value(module: PyModule, expression: PyExpression | undefined, depth = 0): SourceValue {
    this.#steps = depth === 0 ? 0 : this.#steps + 1;
    if (!expression || depth > DEEPEST || this.#steps > MOST_STEPS) return undefined;
    switch (expression.kind) {
      case "text": return expression.parts.reduce<SourceValue>((left, part) => joined(left, typeof part === "string" ? whole(part) : this.value(module, part, depth + 1)), whole(""));
      case "number": return /^\d{1,15}$/.test(expression.text) ? whole(expression.text) : undefined;
      case "name": return this.#bound(module, expression, depth);
      case "attribute": return this.#attribute(module, expression, depth);
      case "item": return this.#item(module, expression, depth);
      case "binary": return this.#binary(module, expression, depth);
      case "call": return this.#call(module, expression, depth);
      default: return undefined;
    }
  }

  /** The one expression that a name stands for, and the module it is written in. */
  definition(module: PyModule, name: string, depth = 0): { readonly module: PyModule; readonly expression: PyExpression } | undefined {
    const [only, second] = module.definitions.get(name) ?? [];
    if (only) return second === undefined && module.definitions.get(name)?.length === 1 ? { module, expression: only } : undefined;
    if (module.definitions.has(name) || depth > DEEPEST) return undefined;
    const imported = module.imports.get(name);
    if (imported?.name !== undefined) {
      const target = this.#program.moduleOf(imported.module, module.file.path);
      return target && target !== module ? this.definition(target, imported.name, depth + 1) : undefined;
    }
    for (const [key, one] of module.imports) {
      const target = key.startsWith("* ") ? this.#program.moduleOf(one.module, module.file.path) : undefined;
      const found = target && target !== module ? this.definition(target, name, depth + 1) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  /** A setting in capitals, where one single module of the program defines it. */
  setting(name: string): { readonly module: PyModule; readonly expression: PyExpression } | undefined {
    if (!/^[A-Z][A-Z0-9_]+$/.test(name)) return undefined;
    const found = this.#program.modules().flatMap((module) => [name, `config[${name}]`].flatMap((key) => (module.definitions.get(key) ?? []).map((expression) => ({ module, expression }))));
    const [only] = found;
    return found.length === 1 && only?.expression ? { module: only.module, expression: only.expression } : undefined;
  }

  /** A parameter is what the calls give, the variable of a loop what it goes over. */
  #bound(module: PyModule, { name, start }: PyExpression & { readonly kind: "name" }, depth: number): SourceValue {
    const loop = this.calls.loopWith(module, name, start);
    const called = this.calls.functionWith(module, name, start);
    if (loop && (!called || loop.start > called.start)) {
      const items = loop.names.length === 1 ? this.#items(module, loop.iterable) : undefined;
      if (!items || items.length === 0 || !this.#choices) return undefined;
      const item = items[this.#choices.pick(loop, items.length)];
      return typeof item === "string" ? whole(item) : this.value(module, item, depth + 1);
    }
    if (!called) return this.#name(module, name, depth);
    const calls = this.calls.callsOf(called);
    if (!calls || !this.#choices) return undefined;
    const call: PlacedCall | undefined = calls[this.#choices.pick(called, calls.length)];
    const given = call && argumentOf(call, called, name);
    if (given !== "default") return call && given ? this.value(call.module, given, depth + 1) : undefined;
    return this.value(called.module, called.parameters.find((one) => one.name === name)?.fallback, depth + 1);
  }

  /** What a loop goes over, where it is written out: a list, or `range`. */
  #items(module: PyModule, iterable: PyExpression | undefined): readonly (PyExpression | string)[] | undefined {
    if (iterable?.kind === "name") return this.#items(module, this.definition(module, iterable.name)?.expression);
    if (iterable?.kind === "list") return iterable.items.length <= MOST_ROUNDS ? iterable.items : undefined;
    if (iterable?.kind !== "call" || iterable.callee.kind !== "name" || iterable.callee.name !== "range") return undefined;
    const bounds = iterable.args.map((one) => (one.kind === "number" ? Number(one.text) : NaN));
    const [from, to] = bounds.length === 1 ? [0, bounds[0] ?? NaN] : [bounds[0] ?? NaN, bounds[1] ?? NaN];
    if (bounds.length > 2 || !Number.isInteger(from) || !Number.isInteger(to) || to - from > MOST_ROUNDS) return undefined;
    return Array.from({ length: Math.max(0, to - from) }, (_, at) => String(from + at));
  }

  #name(module: PyModule, name: string, depth: number): SourceValue {
    if (name === "__file__") return whole(module.file.path);
    if (name === "None") return NOTHING;
    const found = this.definition(module, name);
    return found && this.value(found.module, found.expression, depth + 1);
  }

  #attribute(module: PyModule, expression: PyExpression & { readonly kind: "attribute" }, depth: number): SourceValue {
    const { object, name } = expression;
    if (name === "parent") return directoryOf(this.value(module, object, depth + 1));
    if (object.kind === "name" && object.name === "self") {
      const own = this.#ownAttribute(module, `self.${name}`, expression.start) ?? this.definition(module, name);
      return own && this.value(own.module, own.expression, depth + 1);
    }
    if (name === "root_path" || name === "instance_path") return this.#flaskFolder(name);
    const target = object.kind === "name" ? this.#moduleNamed(module, object.name) : undefined;
    const found = (target && this.definition(target, name)) ?? this.setting(name);
    return found && this.value(found.module, found.expression, depth + 1);
  }

  /** What the class that an offset lies in calls so; another class may have an attribute of its name. */
  #ownAttribute(module: PyModule, key: string, offset: number): { readonly module: PyModule; readonly expression: PyExpression } | undefined {
    const all = module.definitions.get(key) ?? [];
    const [own, second] = all.length > 1 && !all.includes(undefined) ? all.filter((one) => one && this.calls.isSameClass(module, one.start, offset)) : all;
    return own && !second ? { module, expression: own } : this.definition(module, key);
  }

  /** `app.root_path`, `current_app.instance_path`. */
  #flaskFolder(name: "root_path" | "instance_path"): SourceValue {
    const folders = (this.#flask ??= { folders: flaskFolders(this.#program) }).folders;
    return folders && whole(name === "root_path" ? folders.root : folders.instance);
  }

  /** The module that a local name stands for: `import config`, `from shop import config`, or the module of an imported class. */
  #moduleNamed(module: PyModule, local: string): PyModule | undefined {
    const imported = module.imports.get(local);
    if (!imported) return undefined;
    const { module: from, name } = imported;
    if (name === undefined) return this.#program.moduleOf(from, module.file.path);
    return this.#program.moduleOf(from.endsWith(".") ? from + name : `${from}.${name}`, module.file.path);
  }

  /** `os.environ["X"]`, `app.config["X"]`, `path.parents[1]`. */
  #item(module: PyModule, expression: PyExpression & { readonly kind: "item" }, depth: number): SourceValue {
    const object = dottedPython(expression.object);
    const key = this.value(module, expression.index, depth + 1);
    if (key === undefined || key === NOTHING || !key.complete) return undefined;
    if (object === "os.environ" || object === "environ") return this.#variable(key.text);
    const found = object !== undefined && /(^|\.)config$/i.test(object) ? this.setting(key.text) : undefined;
    return found && this.value(found.module, found.expression, depth + 1);
  }

  #variable(name: string): SourceValue {
    const setting = this.#program.start.env.get(name);
    if (!setting) return NOTHING;
    return setting.value === undefined ? undefined : whole(setting.value);
  }

  #binary(module: PyModule, { operator, left, right }: PyExpression & { readonly kind: "binary" }, depth: number): SourceValue {
    const first = this.value(module, left, depth + 1);
    if (operator === "or") return first === NOTHING || (first !== undefined && first.complete && first.text === "") ? this.value(module, right, depth + 1) : first;
    const second = this.value(module, right, depth + 1);
    if (operator === "+") return joined(first, second);
    if (operator === "/") return first === undefined || first === NOTHING ? undefined : joinedPath([first, second], true);
    return operator === "%" && first !== undefined && first !== NOTHING ? filled(first.text, /%[sd]/, [second]) : undefined;
  }

  #call(module: PyModule, call: PyExpression & { readonly kind: "call" }, depth: number): SourceValue {
    const { callee, args } = call;
    const name = callee.kind === "attribute" || callee.kind === "name" ? callee.name : "";
    const object = callee.kind === "attribute" ? callee.object : undefined;
    const values = (): readonly SourceValue[] => args.map((one) => this.value(module, one, depth + 1));
    const first = (): SourceValue => this.value(module, args[0], depth + 1);
    switch (name) {
      case "join": return object?.kind === "text" ? undefined : joinedPath(values(), true);
      case "dirname": return directoryOf(first());
      case "abspath": case "realpath": return this.#absolute(first());
      case "normpath": case "str": case "fspath": return first();
      case "expanduser": return args.length > 0 ? this.#home(first()) : object && this.#home(this.value(module, object, depth + 1));
      case "Path": case "PurePath": case "PosixPath": return args.length > 0 ? joinedPath(values(), true) : whole(".");
      case "resolve": case "absolute": return object && this.#absolute(this.value(module, object, depth + 1));
      case "as_posix": case "strip": case "rstrip": return object && this.value(module, object, depth + 1);
      case "joinpath": return object && joinedPath([this.value(module, object, depth + 1), ...values()], true);
      case "getcwd": case "cwd": return this.#program.start.cwd === undefined ? undefined : whole(this.#program.start.cwd);
      case "gettempdir": return whole("/tmp");
      case "format": return object && this.#formatted(this.value(module, object, depth + 1), values());
      case "getenv": case "get": case "env": case "config": case "str_env": case "path": return this.#setting(module, call, depth);
      default: return undefined;
    }
  }

  /** `os.getenv("X", "default")`, `os.environ.get("X")`, `env("X", default="y")`, `config("X", default="y")`. */
  #setting(module: PyModule, { callee, args, named }: PyExpression & { readonly kind: "call" }, depth: number): SourceValue {
    const dotted = dottedPython(callee) ?? "";
    if (/\.get$/.test(dotted) && !/(^|\.)(environ|config)\.get$/.test(dotted)) return undefined;
    const key = this.value(module, args[0], depth + 1);
    if (key === undefined || key === NOTHING || !key.complete) return undefined;
    const found = this.#variable(key.text);
    if (found !== NOTHING) return found;
    const fallback = args[1] ?? named.get("default");
    if (fallback) return this.value(module, fallback, depth + 1);
    const setting = /config\.get$/.test(dotted) ? this.setting(key.text) : undefined;
    return setting ? this.value(setting.module, setting.expression, depth + 1) : NOTHING;
  }

  #formatted(text: SourceValue, values: readonly SourceValue[]): SourceValue {
    return text === undefined || text === NOTHING ? undefined : filled(text.text, /\{\d?\}/, values);
  }

  #absolute(value: SourceValue): SourceValue {
    if (value === undefined || value === NOTHING || value.text.startsWith("/")) return value;
    const { cwd } = this.#program.start;
    return cwd === undefined ? undefined : { ...value, text: resolvePath(cwd, value.text) };
  }

  #home(value: SourceValue): SourceValue {
    if (value === undefined || value === NOTHING || !value.text.startsWith("~")) return value;
    const home = this.#program.start.env.get("HOME")?.value;
    return home === undefined || !value.text.startsWith("~/") ? undefined : { ...value, text: home + value.text.slice(1) };
  }
}

/** Puts values where a text has marks for them. */
function filled(text: string, mark: RegExp, values: readonly SourceValue[]): SourceValue {
  let result: SourceValue = whole("");
  let rest = text;
  for (let count = 0; count < 10; count++) {
    const found = mark.exec(rest);
    if (!found) break;
    result = joined(joined(result, whole(rest.slice(0, found.index))), values[count]);
    rest = rest.slice(found.index + found[0].length);
  }
  return joined(result, whole(rest));
}

function directoryOf(value: SourceValue): SourceValue {
  if (value === undefined || value === NOTHING || !value.complete || !value.text.includes("/")) return undefined;
  return whole(parentOf(value.text.replace(/(.)\/$/, "$1")));
}
