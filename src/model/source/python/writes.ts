import type { PyExpression } from "../../../parse/source/index.ts";
import { sqlitePath } from "../../sqlite-address.ts";
import type { DataClass } from "../../types.ts";
import { NOTHING, type ProgramStart, type SourceReading, type SourceValue, type SourceWrite } from "../types.ts";
import { dottedPython, PyEvaluation } from "./evaluate.ts";
import { relativeDatabaseFolder } from "./flask.ts";
import { PyProgramFiles, type PyModule } from "./program.ts";
import { isQuietPythonModule } from "../quiet-packages.ts";

/** Only a program that holds one of these words can write by what is known here. */
const WORTH_READING = /\bopen\s*\(|write_text|write_bytes|makedirs|mkdir|sqlite|SQLALCHEMY|FileHandler|basicConfig|shutil|MEDIA_ROOT|STATIC_ROOT|UPLOAD|shelve|TinyDB|\.save\(|to_csv|to_parquet|to_json|to_pickle/;

type Call = PyExpression & { readonly kind: "call" };

/** What the Python program that starts with a file is seen to write. */
export function pythonWrites(start: ProgramStart): SourceReading {
  const program = new PyProgramFiles(start);
  const modules = program.modules();
  const evaluation = new PyEvaluation(program);
  const collects = start.args.includes("collectstatic");
  let complete = modules.length > 0 && modules.every((module) => importsOnlyQuiet(module, program));
  const writes = modules.flatMap((module) => {
    if (!WORTH_READING.test(module.document.text)) return [];
    const finder = new WriteFinder(module, evaluation, collects, () => relativeDatabaseFolder(program));
    const found = finder.writes();
    complete &&= finder.missed === 0;
    return found;
  });
  return { writes, unknowns: [], complete };
}

/** What runs other programs, loads code by a name that is made up, or writes by a function of the standard library that is not followed. */
const OPEN = /\b(subprocess|importlib|__import__|os\.(system|popen|exec\w*|spawn\w*|open)|urlretrieve|ElementTree|make_archive|unpack_archive|fileConfig|write_to_textfile|eval\s*\(|exec\s*\()/;

function importsOnlyQuiet(module: PyModule, program: PyProgramFiles): boolean {
  if (OPEN.test(module.document.text)) return false;
  return [...module.imports.values()].every(({ module: name }) => isQuietPythonModule(name) || program.filesOf(name, module.file.path).length > 0);
}

class WriteFinder {
  readonly #module: PyModule;
  readonly #evaluation: PyEvaluation;
  readonly #collects: boolean;
  readonly #relativeTo: () => string | undefined;
  readonly #found: SourceWrite[] = [];
  /** Writes to paths that only the running program knows. */
  missed = 0;

  /** `relativeTo` gives the folder of databases that settings of Flask-SQLAlchemy name by relative paths. */
  constructor(module: PyModule, evaluation: PyEvaluation, collects: boolean, relativeTo: () => string | undefined) {
    this.#relativeTo = relativeTo;
    this.#module = module;
    this.#evaluation = evaluation;
    this.#collects = collects;
  }

  writes(): readonly SourceWrite[] {
    for (const { expressions } of this.#module.statements) for (const expression of expressions) this.#see(expression);
    this.#settings();
    return this.#found;
  }

  #see(root: PyExpression): void {
    const open = [root];
    for (let expression = open.pop(); expression; expression = open.pop()) {
      if (expression.kind === "call") this.#call(expression);
      if (expression.kind === "dict") this.#handler(expression.entries);
      open.push(...partsOf(expression));
    }
  }

  #call(call: Call): void {
    const { callee, args, named } = call;
    const name = callee.kind === "name" || callee.kind === "attribute" ? callee.name : "";
    const object = callee.kind === "attribute" ? callee.object : undefined;
    const dotted = dottedPython(callee) ?? name;
    const [first, second] = args;
    switch (name) {
      case "open": return this.#open(call, object, dotted);
      case "write_text": case "write_bytes": case "touch": return this.#put(object, "file");
      case "makedirs": return this.#put(first, "directory");
      case "mkdir": return this.#put(dotted === "os.mkdir" ? first : object, "directory");
      case "copy": case "copy2": case "copyfile": case "move": case "copytree": if (object?.kind === "name" && object.name === "shutil") this.#put(second, "file"); return;
      case "connect": if (/^(sqlite3|aiosqlite|apsw)\.connect$/.test(dotted)) this.#database(first ?? named.get("database")); return;
      case "create_engine": case "create_async_engine": return this.#address(first, ".");
      case "FileHandler": case "RotatingFileHandler": case "TimedRotatingFileHandler": case "WatchedFileHandler": return this.#put(first ?? named.get("filename"), "file", "logs");
      case "basicConfig": return this.#put(named.get("filename"), "file", "logs");
      case "TinyDB": return this.#put(first, "file", "data");
      case "to_csv": case "to_parquet": case "to_pickle": case "to_json": case "to_excel": return this.#put(first, "file");
      case "save": return this.#save(call, object, dotted);
      default: if (dotted === "shelve.open") this.#put(first, "file", "data");
    }
  }

  /** A mode with `w`, `a`, `x` or `+` writes. */
  #open({ args, named }: Call, object: PyExpression | undefined, dotted: string): void {
    const isPath = object !== undefined && !/^(io|codecs|aiofiles|gzip|bz2|lzma|shelve|os)\.open$/.test(dotted);
    if (dotted === "os.open") return;
    if (dotted === "shelve.open") return this.#put(args[0], "file", "data");
    const mode = this.#text(named.get("mode") ?? args[isPath ? 0 : 1]);
    if (mode === undefined || !/^[rwaxbt+]{1,4}$/.test(mode) || !/[wax+]/.test(mode)) return;
    this.#put(isPath ? object : args[0] ?? named.get("file"), "file");
  }

  /** `upload.save(os.path.join(...))`: only with a path that reads like one, since forms and models have a `save` too. */
  #save({ args }: Call, object: PyExpression | undefined, dotted: string): void {
    const at = /^(np|numpy)\.save$|^torch\.save$|^joblib\.dump$/.test(dotted) ? (dotted === "torch.save" ? args[1] : args[0]) : args[0];
    if (!object || !at || at.kind === "name") return;
    if (/[/.]/.test(this.#text(at) ?? "/")) this.#put(at, "file", "data");
  }

  #database(at: PyExpression | undefined): void {
    const text = this.#text(at);
    if (text !== undefined && (/^:memory:|^$|mode=memory/.test(text))) return;
    const file = text === undefined ? undefined : /^file:([^?]+)/.exec(text)?.[1];
    if (file !== undefined && at) this.#putText({ text: file, complete: true }, at, "file", "data");
    else this.#put(at, "file", "data");
  }

  /** `sqlite:///shop.db`; `folder` is what a relative path hangs on, undefined where that is not known. */
  #address(at: PyExpression | undefined, folder: string | undefined): void {
    const text = this.#text(at);
    const path = text === undefined ? undefined : sqlitePath(text);
    if (!at || path === undefined || (!path.startsWith("/") && folder === undefined)) return;
    this.#putText({ text: path.startsWith("/") || folder === "." ? path : `${folder}/${path}`, complete: true }, at, "file", "data");
  }

  /** A handler of a logging configuration: `{"class": "logging.FileHandler", "filename": ...}`. */
  #handler(entries: readonly (readonly [PyExpression, PyExpression])[]): void {
    const get = (key: string): PyExpression | undefined => entries.find(([name]) => name.kind === "text" && name.parts.length === 1 && name.parts[0] === key)?.[1];
    if (/FileHandler$/.test(this.#text(get("class")) ?? "")) this.#put(get("filename"), "file", "logs");
    if (/sqlite3$/.test(this.#text(get("ENGINE")) ?? "")) this.#database(get("NAME"));
  }

  #settings(): void {
    const { definitions } = this.#module;
    const only = (name: string): PyExpression | undefined => (definitions.get(name)?.length === 1 ? definitions.get(name)?.[0] : undefined);
    const isDjango = definitions.has("INSTALLED_APPS") || definitions.has("ROOT_URLCONF");
    if (isDjango) this.#put(only("MEDIA_ROOT"), "tree", "data");
    if (isDjango && this.#collects) this.#put(only("STATIC_ROOT"), "tree", "cache");
    for (const name of ["SQLALCHEMY_DATABASE_URI", "config[SQLALCHEMY_DATABASE_URI]"]) if (definitions.has(name)) this.#address(only(name), this.#relativeTo());
    this.#address(only("SQLALCHEMY_DATABASE_URL"), undefined);
    for (const name of ["UPLOAD_FOLDER", "config[UPLOAD_FOLDER]", "UPLOADED_FILES_DEST"]) this.#put(only(name), "tree", "data");
  }

  #text(expression: PyExpression | undefined): string | undefined {
    const value: SourceValue = this.#evaluation.value(this.#module, expression);
    return value !== undefined && value !== NOTHING && value.complete ? value.text : undefined;
  }

  #put(at: PyExpression | undefined, type: SourceWrite["type"], kind?: DataClass): void {
    const value = this.#evaluation.value(this.#module, at);
    if (at && value !== undefined && value !== NOTHING) this.#putText(value, at, type, kind);
    else if (at && value === undefined) this.missed++;
  }

  #putText(value: { readonly text: string; readonly complete: boolean }, at: PyExpression, type: SourceWrite["type"], kind: DataClass | undefined): void {
    const { file, document } = this.#module;
    const span = document.span(at.start, at.end);
    if (value.complete) {
      if (value.text !== "" && !value.text.includes("://")) this.#found.push({ path: value.text, type, class: kind, file, span });
      return;
    }
    const folder = value.text.slice(0, value.text.lastIndexOf("/"));
    if (/[^./]/.test(folder) && !folder.includes(":/")) this.#found.push({ path: folder, type: "tree", class: kind, file, span });
    else this.missed++;
  }
}

function partsOf(expression: PyExpression): readonly PyExpression[] {
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
