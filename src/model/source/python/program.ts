import type { MappedText, Span } from "#text";
import { parsePython, type PyExpression, type PyImport, type PyStatement } from "../../../parse/source/index.ts";
import { parentOf, resolvePath } from "../../paths.ts";
import type { ImageFile } from "../../types.ts";
import type { ProgramStart } from "../types.ts";

const MOST_FILES = 200;
const MOST_TEXT = 3_000_000;

/** A read file with what it defines. Scopes are not told apart: a name that is defined twice is not known. */
export interface PyModule {
  readonly file: ImageFile;
  readonly text: string;
  readonly statements: readonly PyStatement[];
  /** `x`, `self.x`, and `config[X]` for an item of anything that is called config. */
  readonly definitions: ReadonlyMap<string, readonly (PyExpression | undefined)[]>;
  readonly imports: ReadonlyMap<string, PyImport>;
  spanOf(start: number, end: number): Span;
}

/** The files of one program: those that its first file reaches by imports that lead to files of the image. */
export class PyProgramFiles {
  readonly start: ProgramStart;
  readonly #roots: readonly string[];
  readonly #modules = new Map<string, PyModule>();

  constructor(start: ProgramStart) {
    this.start = start;
    const path = start.env.get("PYTHONPATH")?.value?.split(":") ?? [];
    this.#roots = [...new Set([parentOf(start.file.path), ...(start.cwd === undefined ? [] : [start.cwd]), ...path.filter((one) => one.startsWith("/"))])];
  }

  /** Every reachable module, the first file's first; bounded. */
  modules(): readonly PyModule[] {
    if (this.#modules.size > 0) return [...this.#modules.values()];
    const queue = [this.start.file, ...this.start.modules.flatMap((name) => this.filesOf(name))];
    let length = 0;
    for (let file = queue.shift(); file && this.#modules.size < MOST_FILES && length < MOST_TEXT; file = queue.shift()) {
      const text = this.#modules.has(file.path) ? undefined : file.text();
      if (!text) continue;
      const module = readModule(file, text);
      length += text.text.length;
      this.#modules.set(file.path, module);
      for (const name of importedNames(module)) queue.push(...this.filesOf(name, file.path));
    }
    return [...this.#modules.values()];
  }

  /** The files of `a.b.c`: its packages' own, and the module's. */
  filesOf(name: string, from?: string): readonly ImageFile[] {
    const dots = /^\.*/.exec(name)?.[0].length ?? 0;
    const parts = name.slice(dots).split(".").filter((part) => part !== "");
    const roots = dots > 0 && from !== undefined ? [resolvePath(parentOf(from), "../".repeat(dots - 1) || ".")] : this.#roots;
    for (const root of roots) {
      const found: ImageFile[] = [];
      for (let count = 1; count <= parts.length; count++) {
        const base = resolvePath(root, parts.slice(0, count).join("/"));
        const file = this.start.fileAt(`${base}.py`) ?? this.start.fileAt(`${base}/__init__.py`);
        if (file) found.push(file);
      }
      if (found.length > 0) return found;
    }
    return [];
  }

  /** The module of a name, where it was read. */
  moduleOf(name: string, from: string): PyModule | undefined {
    const path = this.filesOf(name, from).at(-1)?.path;
    return path === undefined ? undefined : this.#modules.get(path);
  }
}

function importedNames(module: PyModule): readonly string[] {
  const names: string[] = [];
  for (const { module: from, name } of module.imports.values()) {
    names.push(from);
    if (name !== undefined && name !== "*") names.push(from.endsWith(".") ? from + name : `${from}.${name}`);
  }
  for (const statement of module.statements) for (const expression of statement.expressions) names.push(...namedModules(expression));
  return names;
}

/** `from_object("shop.config.Live")`, `setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")`. */
function namedModules(expression: PyExpression): readonly string[] {
  if (expression.kind !== "call" || expression.callee.kind !== "attribute" || !/^(from_object|setdefault|config_from_object|include_router)$/.test(expression.callee.name)) return [];
  const last = expression.args.at(-1);
  const [text] = last?.kind === "text" ? last.parts : [];
  return typeof text === "string" && /^[\w.]+$/.test(text) ? [text] : [];
}

function readModule(file: ImageFile, mapped: MappedText): PyModule {
  const definitions = new Map<string, (PyExpression | undefined)[]>();
  const imports = new Map<string, PyImport>();
  const define = (name: string, value: PyExpression | undefined): void => {
    const list = definitions.get(name);
    if (list) list.push(value);
    else definitions.set(name, [value]);
  };
  const statements = parsePython(mapped.text);
  for (const statement of statements) {
    const name = statement.target && definedName(statement.target);
    if (name !== undefined && statement.value) define(name, statement.value);
    for (const one of statement.bound) define(one, undefined);
    for (const expression of statement.expressions) for (const [key, value] of mappedSettings(expression)) define(`config[${key}]`, value);
    for (const one of statement.imports) imports.set(one.local === "*" ? `* ${one.module}` : one.local, one);
  }
  return { file, text: mapped.text, statements, definitions, imports, spanOf: (start, end) => mapped.span(start, end) };
}

/** `app.config.from_mapping(KEY=value)` and `app.config.update(KEY=value)`. */
function mappedSettings(expression: PyExpression): Iterable<readonly [string, PyExpression]> {
  if (expression.kind !== "call" || expression.callee.kind !== "attribute" || !/^(from_mapping|update)$/.test(expression.callee.name)) return [];
  const { object } = expression.callee;
  return object.kind === "attribute" && object.name === "config" ? expression.named : [];
}

/** The key under which an assignment is kept. */
export function definedName(target: PyExpression): string | undefined {
  if (target.kind === "name") return target.name;
  if (target.kind === "attribute") return target.object.kind === "name" && target.object.name === "self" ? `self.${target.name}` : undefined;
  if (target.kind !== "item" || target.index?.kind !== "text") return undefined;
  const [key] = target.index.parts;
  const object = target.object.kind === "attribute" || target.object.kind === "name" ? target.object.name : "";
  return /config$/i.test(object) && typeof key === "string" ? `config[${key}]` : undefined;
}
