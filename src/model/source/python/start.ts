import { resolvePath } from "../../paths.ts";
import type { ImageFile, StartCommand } from "../../types.ts";
import type { SourceInput } from "../index.ts";
import { isPython, isPythonProgram } from "../programs.ts";
import type { ProgramStart } from "../types.ts";

const VALUES = new Set(["-W", "-X", "--check-hash-based-pycs"]);

/** The file that a command line of Python, or of a server for Python, starts with. */
export function pythonStart(command: StartCommand, input: SourceInput): ProgramStart | undefined {
  const { args, name } = command;
  const cwd = valueOf(args, "--chdir") ?? command.cwd;
  const make = (file: ImageFile | undefined, modules: readonly string[] = []): ProgramStart | undefined => file && {
    file, trace: command.trace, cwd, env: input.env, args, fileAt: (path) => input.fileAt(path), modules: [...modules, ...settingsOf(input)],
  };
  if (isPython(name)) {
    const script = scriptOf(args);
    if (script?.module && isPythonProgram(script.word)) return pythonStart({ ...command, name: script.word, args: args.slice(args.indexOf(script.word) + 1) }, input);
    if (script?.module) return make(moduleFile(script.word, cwd, input), [script.word]);
    return script && make(fileOf(script.word, cwd, input));
  }
  if (name === "flask" || name === "fastapi") return imported(make(flaskFile(args, cwd, input)));
  if (name === "streamlit") return make(fileOf(args.find((arg) => arg?.endsWith(".py")) ?? "", cwd, input));
  const application = args.find((arg) => arg !== undefined && /^[A-Za-z_][\w.]*(:[\w.()]+)?$/.test(arg) && moduleFile(arg.replace(/:[^]*$/, ""), cwd, input) !== undefined);
  return application === undefined ? undefined : imported(make(moduleFile(application.replace(/:[^]*$/, ""), cwd, input), [application.replace(/:[^]*$/, "")]));
}

function imported(start: ProgramStart | undefined): ProgramStart | undefined {
  return start && { ...start, isImported: true };
}

function settingsOf({ env }: SourceInput): readonly string[] {
  const settings = env.get("DJANGO_SETTINGS_MODULE")?.value;
  return settings === undefined ? [] : [settings];
}

function valueOf(args: readonly (string | undefined)[], name: string): string | undefined {
  const at = args.findIndex((arg) => arg === name);
  return at >= 0 ? args[at + 1] : args.find((arg) => arg?.startsWith(`${name}=`))?.slice(name.length + 1);
}

function scriptOf(args: readonly (string | undefined)[]): { readonly word: string; readonly module: boolean } | undefined {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (arg === undefined || arg === "-c" || arg === "-") return undefined;
    if (arg === "-m") return args[at + 1] === undefined ? undefined : { word: args[at + 1] ?? "", module: true };
    if (VALUES.has(arg)) at++;
    else if (!arg.startsWith("-")) return { word: arg, module: false };
  }
  return undefined;
}

function fileOf(path: string, cwd: string | undefined, input: SourceInput): ImageFile | undefined {
  if (path === "") return undefined;
  const full = path.startsWith("/") ? path : cwd === undefined ? undefined : resolvePath(cwd, path);
  return full === undefined ? undefined : input.fileAt(full) ?? input.fileAt(`${full}/__main__.py`);
}

function moduleFile(name: string, cwd: string | undefined, input: SourceInput): ImageFile | undefined {
  if (cwd === undefined) return undefined;
  const base = resolvePath(cwd, name.replaceAll(".", "/"));
  return input.fileAt(`${base}.py`) ?? input.fileAt(`${base}/__main__.py`) ?? input.fileAt(`${base}/__init__.py`);
}

/** FLASK_APP or `--app`, else app.py or wsgi.py. */
function flaskFile(args: readonly (string | undefined)[], cwd: string | undefined, input: SourceInput): ImageFile | undefined {
  const named = valueOf(args, "--app") ?? valueOf(args, "-A") ?? args.find((arg) => arg?.endsWith(".py")) ?? input.env.get("FLASK_APP")?.value;
  const names = named === undefined ? ["app", "wsgi", "main"] : [named.replace(/:[^]*$/, "").replace(/\.py$/, "").replaceAll("/", ".")];
  for (const name of names) {
    const file = moduleFile(name, cwd, input);
    if (file) return file;
  }
  return undefined;
}
