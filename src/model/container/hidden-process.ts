import type { MappedText, Span } from "#text";
import { dialectOfHashbang, isPosixShell, parseShell, readCommand, simpleCommands, type CommandLine, type CommandWord, type SimpleCommand } from "../../parse/shell/index.ts";
import { nameOf, resolvePath } from "../paths.ts";
import type { Container, HiddenProcess, ImageFile, Invocation, TraceStep } from "../types.ts";

const DEEPEST = 6;

/** Wrappers that replace themselves by what they start. */
const REPLACING = new Set(["env", "exec", "gosu", "su-exec", "setpriv", "chpst", "nice", "ionice", "s6-setuidgid", "setuser"]);

/** Programs that serve until they are told to stop. */
const SERVER = /^(node|deno|bun|npm|yarn|pnpm|pm2-runtime|python[\d.]*|gunicorn|uvicorn|hypercorn|daphne|uwsgi|celery|flask|ruby|puma|rails|bundle|unicorn|sidekiq|java|catalina\.sh|dotnet|php-fpm[\d.]*|apache2ctl|apache2-foreground|apachectl|httpd|nginx|caddy|haproxy|mysqld|mysqld_safe|mariadbd|postgres|mongod|redis-server|valkey-server|rabbitmq-server|memcached|supervisord|docker-entrypoint\.sh|prometheus|grafana-server|beam\.smp|mix|iex|erl)$/;

/** Something to run with where it stands; what comes behind `"$@"`. */
interface Start {
  readonly words: readonly CommandWord[];
  readonly texts: ReadonlyMap<CommandWord, MappedText>;
  readonly span: Span;
}

interface Reader {
  readonly cwd: string | undefined;
  readonly usesDash: boolean;
  fileAt(path: string): ImageFile | undefined;
}

/**
 * The server that a container runs behind a shell, so that the stop signal ends at the shell. Only what holds for every shell, or for dash where the
 * image's `sh` is known to be dash. Measured with dash 0.5.12, bash 5.2 and BusyBox 1.35: a script's last command is a child of the
 * shell; so is each command of a pipeline; `sh -c 'a && b'` becomes `b` with bash and BusyBox and stays a shell with dash.
 */
export function hiddenProcessOf(container: Container, fileAt: Reader["fileAt"]): HiddenProcess | undefined {
  const init = container.service?.get("init");
  if (init?.kind === "scalar" && init.value !== false) return undefined;
  const { entrypoint, command } = container;
  const reader: Reader = { cwd: container.cwd, usesDash: hasDash(container), fileAt };
  if (entrypoint) return entrypoint.script ? inText(reader, entrypoint.script, [], 0) : inWords(reader, startOf(entrypoint), command, [], 0);
  return command && ofInvocation(reader, command, [], 0);
}

/** Official images of the Debian family, whose `/bin/sh` is dash. */
function hasDash(container: Container): boolean {
  const origin = container.stage?.origin;
  if (!origin || container.service?.entrypoint) return false;
  return /^(node|python|ruby|php|debian|ubuntu)$/.test(origin.repository) && !/alpine|windows|nanoserver/.test(origin.tag ?? "");
}

function startOf(invocation: Invocation): Start {
  const texts = new Map<CommandWord, MappedText>();
  const words = invocation.words.map((text, at): CommandWord => {
    const word = { value: text, text, raw: text, span: invocation.itemSpans[at] ?? invocation.span, node: undefined };
    const mapped = invocation.itemTexts[at];
    if (mapped) texts.set(word, mapped);
    return word;
  });
  return { words, texts, span: invocation.span };
}

function ofInvocation(reader: Reader, invocation: Invocation, trace: readonly TraceStep[], depth: number): HiddenProcess | undefined {
  return invocation.script ? inText(reader, invocation.script, trace, depth) : inWords(reader, startOf(invocation), undefined, trace, depth);
}

function inWords(reader: Reader, start: Start, rest: Invocation | undefined, trace: readonly TraceStep[], depth: number): HiddenProcess | undefined {
  const line = readCommand(start.words);
  if (depth > DEEPEST || !line.nameWord || line.wrappers.some(({ name }) => !REPLACING.has(name))) return undefined;
  if (!/^(ba|da|a)?sh$/.test(line.name)) return inScript(reader, line.nameWord, rest, trace, depth);
  const flag = line.args.findIndex(({ text }) => /^-[a-z]*c$/.test(text));
  const text = flag < 0 ? undefined : line.args[flag + 1];
  if (text) return inMappedText(reader, start.texts.get(text), trace, depth);
  const script = line.args.find((arg) => !arg.text.startsWith("-"));
  return script && inScript(reader, script, rest, trace, depth);
}

function inMappedText(reader: Reader, text: MappedText | undefined, trace: readonly TraceStep[], depth: number): HiddenProcess | undefined {
  return text && inText(reader, text, trace, depth);
}

/** What `sh -c` is given. */
function inText(reader: Reader, text: MappedText, trace: readonly TraceStep[], depth: number): HiddenProcess | undefined {
  const read = commandsOf(text);
  if (!read) return undefined;
  const { last, all } = read;
  const line = readCommand(last.words);
  if (last.pipeline && last.pipeline.length > 1) {
    const server = all.find((one) => one.pipeline?.node === last.pipeline?.node && isServer(readCommand(one.words)));
    return server && { name: readCommand(server.words).name, span: server.span, behind: "pipe", insertExec: undefined, trace };
  }
  if (line.wrappers.some(({ name }) => name === "exec")) return inWords(reader, { words: last.words, texts: new Map(), span: last.span }, undefined, trace, depth + 1);
  if (reader.usesDash && all.length > 1 && isServer(line)) return { name: line.name, span: last.span, behind: "shell", insertExec: last.words[0]?.span, trace };
  return inWords(reader, { words: last.words, texts: new Map(), span: last.span }, undefined, trace, depth + 1);
}

/** The script that a word names, where the project brings it. */
function inScript(reader: Reader, word: CommandWord, rest: Invocation | undefined, trace: readonly TraceStep[], depth: number): HiddenProcess | undefined {
  const file = find(reader, word.value);
  const text = file?.text();
  if (!file || !text || !isPosixShell(dialectOfHashbang(text.text) ?? "other")) return undefined;
  const read = commandsOf(text);
  if (!read) return undefined;
  const { last, all } = read;
  const way: readonly TraceStep[] = [...trace, ...file.trace, { span: word.span, message: `runs ${nameOf(file.path)}` }];
  const line = readCommand(last.words);
  const execs = all.filter((one) => readCommand(one.words).wrappers.some(({ name }) => name === "exec"));
  if (execs.length === 1 && execs[0] === last) return line.nameWord?.text === "$@" && rest ? ofInvocation(reader, rest, way, depth + 1) : undefined;
  if (execs.length > 0) return undefined;
  if (waits(line)) {
    const server = all.findLast((one) => one.background && isServer(readCommand(one.words)));
    return server && { name: readCommand(server.words).name, span: server.span, behind: "script", insertExec: undefined, trace: way };
  }
  const started = line.nameWord?.text === "$@" && rest && !rest.script ? readCommand(startOf(rest).words) : line;
  if (!isServer(started)) return undefined;
  const isAlone = !last.pipeline || last.pipeline.length < 2;
  return { name: started.name, span: last.span, behind: "script", insertExec: isAlone && !last.list ? last.words[0]?.span : undefined, trace: way };
}

/** `wait` and `tail -f`: what keeps a script alive while a server runs in its background. */
function waits(line: CommandLine): boolean {
  return line.name === "wait" || (line.name === "tail" && line.args.some(({ text }) => /^-[fF]$/.test(text)));
}

/** The commands of a text that ends in a simple command of its own; undefined where it sets a trap, ends otherwise or does not parse. */
function commandsOf(text: MappedText): { readonly all: readonly SimpleCommand[]; readonly last: SimpleCommand } | undefined {
  const tree = parseShell(text);
  const statement = tree.script.commands.at(-1);
  if (!statement || tree.faults.length > 0) return undefined;
  const all = [...simpleCommands(tree)].filter((one) => !one.inSubstitution && one.words.length > 0);
  const last = all.at(-1);
  if (!last || last.statement !== statement || last.enclosing.length > 0 || last.background || last.list?.before === "||") return undefined;
  return all.some((one) => one.words[0]?.text === "trap") ? undefined : { all, last };
}

function isServer(line: CommandLine): boolean {
  if (!SERVER.test(line.name) || line.wrappers.some(({ name }) => !REPLACING.has(name))) return false;
  return !line.args.some(({ text }) => /^(--version|--help|-V|-e|-c|-m|install|migrate|collectstatic|build|test|lint|ci|db:\w+|assets:\w+)$/.test(text)) || /^(gunicorn|uvicorn|nginx|celery)$/.test(line.name);
}

const PROGRAM_FOLDERS = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

function find(reader: Reader, name: string | undefined): ImageFile | undefined {
  if (name === undefined || name === "") return undefined;
  if (name.startsWith("/")) return reader.fileAt(name);
  const here = reader.cwd === undefined ? undefined : reader.fileAt(resolvePath(reader.cwd, name));
  if (name.includes("/") || here) return here;
  for (const folder of PROGRAM_FOLDERS) {
    const file = reader.fileAt(`${folder}/${name}`);
    if (file) return file;
  }
  return undefined;
}
