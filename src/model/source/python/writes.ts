import type { PyExpression } from "../../../parse/source/index.ts";
import { sqlitePath } from "../../sqlite-address.ts";
import type { DataClass } from "../../types.ts";
import { NOTHING, type ProgramStart, type SourceCommand, type SourceReading, type SourceValue, type SourceWrite } from "../types.ts";
import { dottedPython, PyEvaluation } from "./evaluate.ts";
import { partsOf } from "./calls.ts";
import { relativeDatabaseFolder } from "./flask.ts";
import { PyProgramFiles, type PyModule } from "./program.ts";
import { isOwnPythonModule, isQuietPythonModule } from "../quiet-packages.ts";

/** Only a program that holds one of these words can write by what is known here. */
const WORTH_READING = /\bopen\s*\(|write_text|write_bytes|makedirs|mkdir|\.touch\(|ZipFile|tarfile|os\.re(?:name|place)|os\.system|subprocess|sqlite|SQLALCHEMY|FileHandler|basicConfig|shutil|MEDIA_ROOT|STATIC_ROOT|UPLOAD|shelve|TinyDB|\.save\(|to_csv|to_parquet|to_json|to_pickle/;

type Call = PyExpression & { readonly kind: "call" };

/** What the Python program that starts with a file is seen to write. */
export function pythonWrites(start: ProgramStart): SourceReading {
  const program = new PyProgramFiles(start);
  const modules = program.modules();
  const evaluation = new PyEvaluation(program);
  const collects = start.args.includes("collectstatic");
  const knowsAll = modules.length > 0 && modules.every((module) => importsOnly(module, program, isQuietPythonModule));
  const isWhole = knowsAll && start.isImported !== true && modules.every((module) => importsOnly(module, program, isOwnPythonModule) && !/\b(getattr|globals|locals|vars)\s*\(/.test(module.text));
  let complete = knowsAll;
  const commands: SourceCommand[] = [];
  const writes = modules.flatMap((module) => {
    if (!WORTH_READING.test(module.text)) return [];
    const finder = new WriteFinder(module, evaluation, { collects, isWhole, relativeTo: () => relativeDatabaseFolder(program) });
    const found = finder.writes();
    complete &&= finder.missed === 0;
    commands.push(...finder.commands);
    return found;
  });
  return { writes, commands, unknowns: [], complete, isWhole: isWhole && complete };
}

/** What runs other programs, loads code by a name that is made up, or writes by a function of the standard library that is not followed. */
const OPEN = /\b(from\s+subprocess|import\s+subprocess\s+as|importlib|__import__|os\.(popen|exec\w*|spawn\w*|open)|urlretrieve|ElementTree|make_archive|unpack_archive|fileConfig|write_to_textfile|eval\s*\(|exec\s*\()/;

function importsOnly(module: PyModule, program: PyProgramFiles, isKnown: (name: string) => boolean): boolean {
  if (OPEN.test(module.text)) return false;
  return [...module.imports.values()].every(({ module: name }) => isKnown(name) || program.filesOf(name, module.file.path).length > 0);
}

interface Circumstances {
  /** `manage.py collectstatic` */
  readonly collects: boolean;
  /** All of the program is read, and no package or server calls its functions. */
  readonly isWhole: boolean;
  /** The folder of databases that settings of Flask-SQLAlchemy name by relative paths. */
  readonly relativeTo: () => string | undefined;
}

class WriteFinder {
  readonly #module: PyModule;
  readonly #evaluation: PyEvaluation;
  readonly #collects: boolean;
  readonly #isWhole: boolean;
  readonly #relativeTo: () => string | undefined;
  readonly #found: SourceWrite[] = [];
  readonly commands: SourceCommand[] = [];
  /** Writes to paths that only the running program knows. */
  missed = 0;

  constructor(module: PyModule, evaluation: PyEvaluation, { collects, isWhole, relativeTo }: Circumstances) {
    this.#relativeTo = relativeTo;
    this.#isWhole = isWhole;
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
      case "copy": case "copy2": case "copyfile": case "copytree": if (dotted === `shutil.${name}`) this.#put(second, "file"); return;
      case "move": case "rename": case "replace": if (/^(shutil\.move|os\.(rename|renames|replace))$/.test(dotted)) this.#move(first, second); return;
      case "system": case "run": case "call": case "check_call": case "check_output": case "Popen": case "getoutput": case "getstatusoutput": return this.#start(call, dotted);
      case "ZipFile": case "TarFile": return this.#archive(call);
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
    if (dotted === "tarfile.open") return this.#archive({ args, named });
    const isPath = object !== undefined && !/^(io|codecs|aiofiles|gzip|bz2|lzma|shelve|os)\.open$/.test(dotted);
    if (dotted === "os.open") return;
    if (dotted === "shelve.open") return this.#put(args[0], "file", "data");
    const mode = this.#text(named.get("mode") ?? args[isPath ? 0 : 1]);
    if (mode === undefined || !/^[rwaxbt+]{1,4}$/.test(mode) || !/[wax+]/.test(mode)) return;
    this.#put(isPath ? object : args[0] ?? named.get("file"), "file");
  }

  /** `os.system("text")`, `subprocess.run(["program", "word"])`, with `shell=True` a text. */
  #start({ args: [first], named, start, end }: Call, dotted: string): void {
    const isText = dotted === "os.system" || /^subprocess\.get(status)?output$/.test(dotted) || (named.get("shell")?.kind === "name" && dotted.startsWith("subprocess."));
    if ((!isText && !/^subprocess\.\w+$/.test(dotted)) || !first || this.#isNeverRun(first)) return;
    const items = first.kind === "list" ? first.items : [first];
    const words = items.map((item) => this.#text(item));
    if (words.includes(undefined) || named.has("cwd") || named.has("env")) this.missed++;
    else this.commands.push({ words: [...(isText ? ["/bin/sh", "-c"] : []), ...words.filter((word) => word !== undefined)], file: this.#module.file, span: this.#module.spanOf(start, end) });
  }

  /** `zipfile.ZipFile(path, "w")`, `tarfile.open(path, "w:gz")`. */
  #archive({ args, named }: Pick<Call, "args" | "named">): void {
    if (/^[wax]/.test(this.#text(named.get("mode") ?? args[1]) ?? "")) this.#put(args[0] ?? named.get("name") ?? named.get("file"), "file");
  }

  /** What was written under another name first is there under the new one only. */
  #move(from: PyExpression | undefined, to: PyExpression | undefined): void {
    const before = this.#text(from);
    const at = this.#found.findLastIndex(({ path, type }) => type === "file" && path === before);
    if (at >= 0) this.#found.splice(at, 1);
    this.#put(to, "file");
  }

  /** `upload.save(os.path.join(...))`: only with a path that reads like one, since forms and models have a `save` too. */
  #save({ args }: Call, object: PyExpression | undefined, dotted: string): void {
    const at = /^(np|numpy)\.save$|^torch\.save$|^joblib\.dump$/.test(dotted) ? (dotted === "torch.save" ? args[1] : args[0]) : args[0];
    if (!object || !at || at.kind === "name" || this.#evaluation.calls.hasFunction("save")) return;
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

  /** Functions that nobody calls; what a server imports it may call by a name that stands elsewhere. */
  #isNeverRun({ start }: PyExpression): boolean {
    return this.#isWhole && this.#evaluation.calls.isNeverRun(this.#module, start);
  }

  #text(expression: PyExpression | undefined): string | undefined {
    const value: SourceValue = this.#evaluation.value(this.#module, expression);
    return value !== undefined && value !== NOTHING && value.complete ? value.text : undefined;
  }

  #put(at: PyExpression | undefined, type: SourceWrite["type"], kind?: DataClass): void {
    if (!at || this.#isNeverRun(at)) return;
    for (const value of this.#evaluation.values(this.#module, at)) {
      if (value === undefined) this.missed++;
      else if (value !== NOTHING) this.#putText(value, at, type, kind);
    }
  }

  #putText(value: { readonly text: string; readonly complete: boolean }, at: PyExpression, type: SourceWrite["type"], kind: DataClass | undefined): void {
    const { file } = this.#module;
    const span = this.#module.spanOf(at.start, at.end);
    if (value.complete) {
      if (value.text !== "" && !value.text.includes("://")) this.#found.push({ path: value.text, type, class: kind, file, span });
      return;
    }
    const folder = value.text.slice(0, value.text.lastIndexOf("/"));
    if (/[^./]/.test(folder) && !folder.includes(":/")) this.#found.push({ path: folder, type: "tree", class: kind, file, span });
    else this.missed++;
  }
}
