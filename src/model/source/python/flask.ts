import type { PyExpression } from "../../../parse/source/index.ts";
import { parentOf, resolvePath } from "../../paths.ts";
import type { PyModule, PyProgramFiles } from "./program.ts";

/** The folders of a Flask application, as image paths. */
export interface FlaskFolders {
  /** `app.root_path`: the folder of the module or package that makes the application. */
  readonly root: string;
  /** `app.instance_path`: `instance` beside the module, or beside the outermost package (Flask's documentation, "Instance Folders"). */
  readonly instance: string;
}

/** The folders of the one application that a program makes by `Flask(__name__)`; undefined where there is none, several, or one that is told other folders. */
export function flaskFolders(program: PyProgramFiles): FlaskFolders | undefined {
  const found = program.modules().flatMap((module) => module.statements.flatMap(({ expressions }) => expressions.flatMap(applicationsIn).map((call) => ({ module, call }))));
  const [only] = found;
  if (found.length !== 1 || !only || only.call.named.has("root_path") || only.call.named.has("instance_path")) return undefined;
  const [name] = only.call.args;
  return name?.kind === "name" && name.name === "__name__" ? foldersOf(only.module, program) : undefined;
}

/**
 * Where Flask-SQLAlchemy puts a database with a relative path: from version 3.0 on below the instance folder, before below the
 * root (its change log, 3.0.0). A project that names no version gets the newest.
 */
export function relativeDatabaseFolder(program: PyProgramFiles): string | undefined {
  const usesIt = program.modules().some(({ imports }) => [...imports.values()].some(({ module }) => module === "flask_sqlalchemy"));
  const folders = usesIt ? flaskFolders(program) : undefined;
  return folders && (namesOldVersion(program) ? folders.root : folders.instance);
}

type Call = PyExpression & { readonly kind: "call" };

function applicationsIn(expression: PyExpression): readonly Call[] {
  if (expression.kind !== "call") return [];
  const { callee } = expression;
  const isFlask = (callee.kind === "name" && callee.name === "Flask") || (callee.kind === "attribute" && callee.name === "Flask" && callee.object.kind === "name" && callee.object.name === "flask");
  return isFlask ? [expression] : [];
}

function foldersOf({ file }: PyModule, { start }: PyProgramFiles): FlaskFolders {
  const root = parentOf(file.path);
  const isMain = start.file.path === file.path && start.isImported !== true;
  let beside = root;
  while (!isMain && beside !== "/" && start.fileAt(`${beside}/__init__.py`)) beside = parentOf(beside);
  return { root, instance: resolvePath(beside, "instance") };
}

const REQUIREMENTS = ["requirements.txt", "requirements/base.txt", "requirements/prod.txt", "Pipfile", "Pipfile.lock", "pyproject.toml", "poetry.lock", "setup.py"];
/** Requirements that only a version below 3.0 meets, and such a version in a lock file. */
const BELOW_3 = [
  /\bflask[-_]sqlalchemy\s*(?:={2,3}|~=)\s*[012]\./i,
  /\bflask[-_]sqlalchemy\s*<\s*3(?:\.0)*(?![.\d])/i,
  /\bflask[-_]sqlalchemy"?\s*=\s*"(?:[~^]|={2}|~=)?[012]\./i,
  /^name = "flask-sqlalchemy"\r?\nversion = "[012]\./im,
  /"flask-sqlalchemy": \{[^{}]{0,4000}"version": "==[012]\./i,
];

function namesOldVersion({ start }: PyProgramFiles): boolean {
  const folders = new Set([parentOf(start.file.path), ...(start.cwd === undefined ? [] : [start.cwd])]);
  const texts = [...folders].flatMap((folder) => REQUIREMENTS.map((name) => start.fileAt(resolvePath(folder, name))?.text()?.text ?? ""));
  return texts.some((text) => BELOW_3.some((pattern) => pattern.test(text)));
}
