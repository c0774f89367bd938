import { nodeIn, nodesIn, textIn, visit, type EsNode } from "../../../parse/source/index.ts";
import type { DataClass } from "../../types.ts";
import { NOTHING, type PartlyKnown, type ProgramStart, type SourceCommand, type SourceReading, type SourceValue, type SourceWrite } from "../types.ts";
import { Evaluation } from "./evaluate.ts";
import { dottedName, keyOf, literalText, propertyName, requiredModule, type EsModule } from "./module.ts";
import { EsProgramFiles } from "./program.ts";
import { isOwnNodeModule, isQuietNodeModule } from "../quiet-packages.ts";

/** Only a file that holds one of these words can write by a call that is known here. */
const WORTH_READING =
  /\b(?:writeFile|appendFile|createWriteStream|mkdir|mkdirp|copyFile|cpSync|outputFile|outputJson|outputJSON|writeJson|writeJSON|ensureDir|ensureFile|rename|renameSync|openSync|multer|diskStorage|better-sqlite3|sqlite3?|DatabaseSync|JSONFile|JSONFilePreset|FileSync|FileAsync|level|nedb|Datastore|winston|pino|log4js|session-file-store|connect-sqlite3|uploadDir|child_process|toFile|writeTextFile|Bun\.write|open\b[^\n]{1,200}\bfs)|\.open\s{0,9}\(/;

const FILE_FIRST = /^(writeFile|appendFile|createWriteStream|outputFile|outputJson|outputJSON|writeJson|writeJSON|ensureFile|createFile)(Sync)?$/;
const FILE_SECOND = /^(copyFile|rename|copy|move|cp)(Sync)?$/;
const DIRECTORY = /^(mkdir|ensureDir|mkdirp|mkdirs|emptyDir)(Sync)?$/;
const FILE_MODULES = /^(node:)?fs(\/promises)?$|^(fs-extra|graceful-fs|jsonfile|write-file-atomic|mz\/fs)$/;

/** What the JavaScript or TypeScript program that starts with a file is seen to write. */
export function javascriptWrites(start: ProgramStart): SourceReading {
  const program = new EsProgramFiles(start);
  const evaluation = new Evaluation(program);
  const writes: SourceWrite[] = [];
  const commands: SourceCommand[] = [];
  let complete = program.importsOnly(isQuietNodeModule);
  const isWhole = complete && program.importsOnly(isOwnNodeModule);
  for (const { file, text } of program.reachable()) {
    if (!WORTH_READING.test(text)) continue;
    const module = program.module(file);
    const finder = module && new WriteFinder(module, evaluation, isWhole);
    if (finder) writes.push(...finder.writes());
    if (finder) commands.push(...finder.commands);
    complete &&= finder?.missed === 0;
  }
  const [first] = program.unread;
  const unknowns = first ? [`${first.hostPath ?? first.path} may write files, and no parser for it is installed: add @typescript-eslint/parser`] : [];
  return { writes, commands, unknowns, complete, isWhole: isWhole && complete };
}

interface Call {
  readonly node: EsNode;
  /** `fs.writeFile`, `multer`. */
  readonly name: string;
  readonly last: string;
  readonly args: readonly EsNode[];
  /** The package that the callee comes from. */
  readonly from: string | undefined;
  /** The exported name it has there. */
  readonly imported: string | undefined;
}

class WriteFinder {
  readonly #module: EsModule;
  readonly #evaluation: Evaluation;
  readonly #isWhole: boolean;
  readonly #found: SourceWrite[] = [];
  readonly commands: SourceCommand[] = [];
  /** Writes to paths that only the running program knows. */
  missed = 0;

  /** `isWhole`: all of the program is read, and no package calls its functions. */
  constructor(module: EsModule, evaluation: Evaluation, isWhole: boolean) {
    this.#isWhole = isWhole;
    this.#module = module;
    this.#evaluation = evaluation;
  }

  writes(): readonly SourceWrite[] {
    visit(this.#module.tree, (node) => {
      if (node.type !== "CallExpression" && node.type !== "NewExpression") return;
      const call = this.#readCall(node);
      if (call) this.#take(call);
    });
    return this.#found;
  }

  #readCall(node: EsNode): Call | undefined {
    const callee = nodeIn(node, "callee");
    const last = callee?.type === "MemberExpression" ? propertyName(callee) : textIn(callee, "name");
    if (!callee || last === undefined) return undefined;
    const origin = this.#originOf(callee);
    return { node, name: dottedName(callee) ?? last, last, args: nodesIn(node, "arguments"), from: origin?.from, imported: origin?.imported };
  }

  /** The package that a callee's first name was imported from, directly or by way of a constant (`const fsp = fs.promises`). */
  #originOf(node: EsNode, depth = 0): { readonly from: string; readonly imported: string } | undefined {
    if (depth > 10) return undefined;
    const required = requiredModule(node);
    if (required !== undefined) return { from: required, imported: "*" };
    if (node.type === "MemberExpression") return this.#inner(nodeIn(node, "object"), depth);
    if (node.type === "CallExpression") return this.#inner(nodeIn(node, "callee"), depth);
    if (node.type !== "Identifier") return undefined;
    const name = textIn(node, "name") ?? "";
    const own = this.#module.imports.get(name);
    if (own) return { from: own.specifier, imported: own.name };
    const [definition, second] = this.#module.definitions.get(name) ?? [];
    return definition && !second && definition !== node ? this.#originOf(definition, depth + 1) : undefined;
  }

  #inner(node: EsNode | undefined, depth: number): { readonly from: string; readonly imported: string } | undefined {
    return node && this.#originOf(node, depth + 1);
  }

  #take(call: Call): void {
    const from = call.from ?? "";
    if (FILE_MODULES.test(from)) return this.#fileCall(call);
    if (/^(node:)?child_process$/.test(from)) return this.#start(call);
    if (/^mkdirp$|^make-dir$/.test(from)) return this.#put(call.args[0], "directory", undefined);
    if (call.name === "Bun.write" || /^Deno\.write(Text)?File(Sync)?$/.test(call.name)) return this.#put(call.args[0], "file", undefined);
    const library = LIBRARIES.find(({ module }) => module.test(from));
    if (library) library.read(call, this.#tools);
    else if (call.last === "toFile" && call.name !== "toFile" && /^sharp$/.test(from)) this.#put(call.args[0], "file", "data");
  }

  readonly #tools: Tools = {
    put: (node, type, kind) => { this.#put(node, type, kind); },
    option: (node, ...keys) => this.#option(node, keys),
    text: (node) => (node ? completeText(this.#evaluation.value(this.#module, node)) : undefined),
    putText: (text, at, type, kind) => { this.#putText({ text, complete: true }, at, type, kind); },
  };

  #fileCall(call: Call): void {
    const method = call.imported !== undefined && /^[a-z]/i.test(call.imported) && call.last === call.name && call.imported !== "default" ? call.imported : call.last;
    const [first, second] = call.args;
    if (FILE_FIRST.test(method)) return this.#put(first, "file", undefined);
    if (/^(rename|move)(Sync)?$/.test(method)) this.#forget(first);
    if (FILE_SECOND.test(method)) return this.#put(second, "file", undefined);
    if (DIRECTORY.test(method)) return this.#put(first, "directory", undefined);
    if (/^open(Sync)?$/.test(method) && /[wa+]/.test(literalText(second) ?? "")) this.#put(first, "file", undefined);
    if (call.from === "write-file-atomic") this.#put(first, "file", undefined);
  }

  /** `execSync("text")`, `spawn("program", ["word"])`. */
  #start({ last, args: [first, second, third], node: { start, end } }: Call): void {
    if (!/^(exec|spawn|execFile)(Sync)?$/.test(last) || !first || (this.#isWhole && this.#evaluation.calls.isNeverRun(this.#module, start))) return;
    const isText = last.startsWith("exec") && !last.startsWith("execFile");
    const list = !isText && second?.type === "ArrayExpression" ? nodesIn(second, "elements") : [];
    const words = [first, ...list].map((one) => completeText(this.#evaluation.value(this.#module, one)));
    const options = isText ? second : second?.type === "ArrayExpression" ? third : second;
    const plain = options === undefined || (options.type === "ObjectExpression" && !nodesIn(options, "properties").some((one) => /^(cwd|env|shell)$/.test(keyOf(one) ?? "cwd")));
    if (words.includes(undefined) || (!plain && !/Function/.test(options.type))) this.missed++;
    else this.commands.push({ words: [...(isText ? ["/bin/sh", "-c"] : []), ...words.filter((word) => word !== undefined)], file: this.#module.file, span: this.#module.spanOf(start, end) });
  }

  /** What was written under another name first is there under the new one only. */
  #forget(node: EsNode | undefined): void {
    const value = node && this.#evaluation.value(this.#module, node);
    const at = value === undefined || value === NOTHING ? -1 : this.#found.findLastIndex(({ path, type }) => type === "file" && path === value.text);
    if (at >= 0) this.#found.splice(at, 1);
  }

  /** The expression of an option, looked up through names. */
  #option(node: EsNode | undefined, keys: readonly string[]): EsNode | undefined {
    let object = node;
    for (const key of keys) {
      const placed = object && this.#evaluation.definition(this.#module, object);
      // An object of another file would be judged with the wrong names.
      if (placed?.module !== this.#module || placed.node.type !== "ObjectExpression") return undefined;
      const property = nodesIn(placed.node, "properties").find((one) => keyOf(one) === key);
      object = nodeIn(property, "value");
    }
    return object;
  }

  #put(node: EsNode | undefined, type: SourceWrite["type"], kind: DataClass | undefined): void {
    if (!node || (this.#isWhole && this.#evaluation.calls.isNeverRun(this.#module, node.start))) return;
    for (const value of this.#evaluation.values(this.#module, node)) {
      if (value === undefined) this.missed++;
      else if (value !== NOTHING) this.#putText(value, node, type, kind);
    }
  }

  #putText(value: PartlyKnown, at: EsNode, type: SourceWrite["type"], kind: DataClass | undefined): void {
    const { file } = this.#module;
    const span = this.#module.spanOf(at.start, at.end);
    if (value.complete && value.text !== "") this.#found.push({ path: value.text, type, class: kind, file, span });
    else {
      const folder = value.text.slice(0, value.text.lastIndexOf("/"));
      // Names that are made up at run time, below a folder that is known.
      if (/[^./]/.test(folder)) this.#found.push({ path: folder, type: "tree", class: kind, file, span });
      else this.missed++;
    }
  }
}

function completeText(value: SourceValue): string | undefined {
  return value !== undefined && value !== NOTHING && value.complete ? value.text : undefined;
}

interface Tools {
  put(node: EsNode | undefined, type: SourceWrite["type"], kind: DataClass | undefined): void;
  putText(text: string, at: EsNode, type: SourceWrite["type"], kind: DataClass | undefined): void;
  option(node: EsNode | undefined, ...keys: readonly string[]): EsNode | undefined;
  text(node: EsNode | undefined): string | undefined;
}

interface Library {
  readonly module: RegExp;
  read(call: Call, tools: Tools): void;
}

function databaseFile(node: EsNode | undefined, tools: Tools): void {
  const path = tools.text(node);
  if (path === undefined || (path !== "" && !/^:memory:|^file:.*mode=memory|^https?:|^libsql:/.test(path))) tools.put(node, "file", "data");
}

/** Options of log and database libraries, by their documentation. */
const LIBRARIES: readonly Library[] = [
  { module: /^(better-sqlite3|sqlite3|node:sqlite|bun:sqlite|@vscode\/sqlite3|sqlite3\/.*)$/, read: (call, tools) => { if (/^(Database|DatabaseSync|default)$/.test(call.last) || call.node.type === "NewExpression") databaseFile(call.args[0], tools); } },
  { module: /^sqlite$/, read: (call, tools) => { if (call.last === "open") databaseFile(tools.option(call.args[0], "filename"), tools); } },
  { module: /^knex$/, read: (call, tools) => { databaseFile(tools.option(call.args[0], "connection", "filename"), tools); } },
  { module: /^sequelize$/, read: (call, tools) => { for (const arg of call.args) databaseFile(tools.option(arg, "storage"), tools); } },
  { module: /^typeorm$/, read: (call, tools) => { if (/sqlite|sqljs/.test(tools.text(tools.option(call.args[0], "type")) ?? "")) databaseFile(tools.option(call.args[0], "database"), tools); } },
  {
    module: /^@libsql\/client/,
    read: (call, tools) => {
      const node = tools.option(call.args[0], "url");
      const path = /^file:(.+)$/.exec(tools.text(node) ?? "")?.[1];
      if (node && path !== undefined) tools.putText(path, node, "file", "data");
    },
  },
  {
    module: /^multer$/,
    read: (call, tools) => {
      if (call.last === "diskStorage") uploadFolder(tools.option(call.args[0], "destination"), tools);
      else tools.put(tools.option(call.args[0], "dest"), "tree", "data");
    },
  },
  { module: /^formidable$/, read: (call, tools) => { tools.put(tools.option(call.args[0], "uploadDir"), "tree", "data"); } },
  { module: /^lowdb(\/.*)?$/, read: (call, tools) => { if (/^(JSONFile|JSONFileSync|JSONFilePreset|JSONFileSyncPreset|FileSync|FileAsync|TextFile|default)$/.test(call.last) || call.node.type === "NewExpression") tools.put(call.args[0], "file", "data"); } },
  { module: /^(level|levelup|leveldown|classic-level|level-party|rocksdb|lmdb)$/, read: (call, tools) => { if (/^(Level|level|ClassicLevel|leveldown|open|levelParty|rocksdb|default)$/.test(call.last)) tools.put(call.args[0], "tree", "data"); } },
  { module: /^(nedb|@seald-io\/nedb|nedb-promises|nedb-core)$/, read: (call, tools) => { tools.put(tools.option(call.args[0], "filename") ?? (call.args[0]?.type === "ObjectExpression" ? undefined : call.args[0]), "file", "data"); } },
  {
    module: /^winston(-daily-rotate-file)?$/,
    read: (call, tools) => {
      if (call.last !== "File" && call.last !== "DailyRotateFile" && !/rotate/i.test(call.name)) return;
      const folder = tools.option(call.args[0], "dirname");
      const name = tools.option(call.args[0], "filename");
      if (folder) tools.put(folder, "tree", "logs");
      else tools.put(name, "file", "logs");
    },
  },
  {
    module: /^pino(-.*)?$/,
    read: (call, tools) => {
      if (call.last === "destination") tools.put(tools.option(call.args[0], "dest") ?? (call.args[0]?.type === "ObjectExpression" ? undefined : call.args[0]), "file", "logs");
      else if (tools.text(tools.option(call.args[0], "target")) === "pino/file") tools.put(tools.option(call.args[0], "options", "destination"), "file", "logs");
      else if (tools.text(tools.option(call.args[0], "transport", "target")) === "pino/file") tools.put(tools.option(call.args[0], "transport", "options", "destination"), "file", "logs");
    },
  },
  { module: /^rotating-file-stream$|^file-stream-rotator$/, read: (call, tools) => { tools.put(tools.option(call.args[1], "path"), "tree", "logs"); } },
  {
    module: /^session-file-store$/,
    read: (call, tools) => {
      if (call.node.type !== "NewExpression") return;
      const path = tools.option(call.args[0], "path");
      // Its documentation names `./sessions` as the default.
      if (path) tools.put(path, "tree", "session");
      else tools.putText("./sessions", call.node, "tree", "session");
    },
  },
  { module: /^connect-sqlite3$/, read: (call, tools) => { if (call.node.type === "NewExpression") tools.put(tools.option(call.args[0], "dir"), "tree", "session"); } },
];

/** `destination: "uploads/"`, or a function that gives it to its callback. */
function uploadFolder(node: EsNode | undefined, tools: Tools): void {
  if (!node) return;
  if (!/^(FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return tools.put(node, "tree", "data");
  const callback = textIn(nodesIn(node, "params")[2], "name");
  visit(nodeIn(node, "body") ?? node, (inner) => {
    if (inner.type === "CallExpression" && callback !== undefined && dottedName(nodeIn(inner, "callee")) === callback) tools.put(nodesIn(inner, "arguments")[1], "tree", "data");
  });
}
