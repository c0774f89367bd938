import { nameOf, parentOf, resolvePath } from "../paths.ts";
import { classOf } from "../run/index.ts";
import type { DataClass, ImageFile, StartCommand } from "../types.ts";
import { isNodeProgram, isPythonProgram } from "./programs.ts";
import { pythonStart } from "./python/start.ts";
import { pythonWrites } from "./python/writes.ts";
import { javascriptWrites } from "./javascript/writes.ts";
import type { SourceChild, SourceClaim, SourceClaims, SourceInput } from "./index.ts";
import type { ProgramStart, SourceReading, SourceWrite } from "./types.ts";

const MOST_PROGRAMS = 10;
/** Programs that keep files of their own besides what the source does. */
const MORE = /^(celery|streamlit|electron|uwsgi)$/;
const NODE_VALUES = new Set(["-r", "--require", "--import", "--loader", "--experimental-loader", "--env-file", "-C", "--conditions", "--project", "-P"]);
const NODE_TEXT = new Set(["-e", "--eval", "-p", "--print", "--version", "-v"]);

/** What the source of programs for Node and Python, as far as it is copied into the image, is seen to write. */
export function claimsOfSources(input: SourceInput): SourceClaims {
  const claims: SourceClaim[] = [];
  const children: SourceChild[] = [];
  const unknowns: string[] = [];
  const seen = new Map<string, Pick<SourceReading, "complete" | "isWhole">>();
  const complete = new Set<StartCommand>();
  const whole = new Set<StartCommand>();
  const judge = (command: StartCommand, reading: Pick<SourceReading, "complete" | "isWhole"> | undefined): void => {
    if (reading?.complete) complete.add(command);
    if (reading?.isWhole) whole.add(command);
  };
  for (const command of input.commands) {
    if (seen.size >= MOST_PROGRAMS) break;
    const start = inlineStart(command, input) ?? (isNodeProgram(command.name) ? nodeStart(command, input) : isPythonProgram(command.name) ? pythonStart(command, input) : undefined);
    const key = start && [start.file.path, start.cwd, ...start.modules, ...start.args, command.text?.text].join("\n");
    if (!start || key === undefined) continue;
    judge(command, seen.get(key));
    if (seen.has(key)) continue;
    const reading: SourceReading = isNodeProgram(command.name) ? javascriptWrites(start) : pythonWrites(start);
    if (!MORE.test(command.name)) judge(command, reading);
    seen.set(key, MORE.test(command.name) ? { complete: false, isWhole: false } : reading);
    unknowns.push(...reading.unknowns);
    for (const { words, file, span } of reading.commands) children.push({ words, cwd: start.cwd, span, trace: [...copiedBy(file, start), ...start.trace, { span, message: `starts ${words.join(" ").slice(0, 60)}` }] });
    for (const write of reading.writes) {
      const claim = claimOf(write, start);
      if (claim) claims.push(claim);
    }
  }
  return { claims, children, unknowns, complete, whole };
}

/** A program that stands in the command line or its input: it has no file, and its folder is the working directory. */
function inlineStart({ text, cwd, trace, args }: StartCommand, input: SourceInput): ProgramStart | undefined {
  if (!text) return undefined;
  const file: ImageFile = { path: resolvePath(cwd ?? "/", "-"), hostPath: undefined, document: () => undefined, text: () => text, trace: [] };
  return { file, trace, cwd, env: input.env, modules: [], args, isInline: true, fileAt: (one) => input.fileAt(one) };
}

function nodeStart(command: StartCommand, input: SourceInput): ProgramStart | undefined {
  const script = scriptArgument(command.args);
  if (script === undefined) return undefined;
  const path = absolute(command.cwd, script);
  const file = path === undefined ? undefined : nodeFile(path, input);
  return file && { file, trace: command.trace, cwd: command.cwd, env: input.env, modules: [], args: command.args, fileAt: (one) => input.fileAt(one) };
}

function scriptArgument(args: readonly (string | undefined)[]): string | undefined {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (arg === undefined || NODE_TEXT.has(arg)) return undefined;
    if (NODE_VALUES.has(arg)) at++;
    else if (!arg.startsWith("-") && arg !== "run" && arg !== "watch") return arg;
  }
  return undefined;
}

/** `node server` is server.js, `node .` what package.json calls the main file. */
function nodeFile(path: string, input: SourceInput): ImageFile | undefined {
  for (const ending of ["", ".js", ".mjs", ".cjs"]) {
    const file = input.fileAt(path + ending);
    if (file) return file;
  }
  const main = /"main"\s*:\s*"([^"\n]+)"/.exec(input.fileAt(`${path}/package.json`)?.text()?.text ?? "")?.[1] ?? "index.js";
  return input.fileAt(resolvePath(path, main)) ?? input.fileAt(`${resolvePath(path, main)}.js`);
}

function absolute(cwd: string | undefined, path: string): string | undefined {
  return path.startsWith("/") ? resolvePath("/", path) : cwd === undefined ? undefined : resolvePath(cwd, path);
}

/** Places that belong to the image's own programs and to packages, and the working directory as a whole. */
const NOBODYS = /\/node_modules(\/|$)|\/site-packages(\/|$)|^\/(proc|sys|dev)(\/|$)|^\/$/;

function claimOf(write: SourceWrite, start: ProgramStart): SourceClaim | undefined {
  const path = absolute(start.cwd, write.path);
  if (path === undefined || NOBODYS.test(path) || (write.type !== "file" && path === start.cwd)) return undefined;
  const place = classOf(path);
  return {
    path, type: write.type, class: place === "data" ? write.class ?? kindOfFolder(path) : place, span: write.span,
    trace: [...copiedBy(write.file, start), ...start.trace, { span: write.span, message: `${write.type === "directory" ? "makes" : "writes"} ${path}${write.type === "tree" ? " and below" : ""}` }],
  };
}

/** How a file came into the image, without what the way to its program says already. */
function copiedBy(file: ImageFile, start: ProgramStart): ProgramStart["trace"] {
  return file.trace.filter(({ span }) => !start.trace.some((step) => step.span.document === span.document && step.span.start === span.start));
}

/** A folder that is called `logs` or `cache` says what it holds. */
function kindOfFolder(path: string): DataClass {
  const folders = `${parentOf(path)}/${nameOf(path)}`;
  if (/\/logs?(\/|$)/i.test(folders)) return "logs";
  return /\/\.?(cache|tmp|temp)(\/|$)/i.test(folders) ? "cache" : "data";
}
