import { MappedText, type Piece, type Span } from "#text";
import { literal, wordText, type Redirection, type ShellTree, type SimpleCommand } from "../../parse/shell/index.ts";
import { nameOf, parentOf } from "../paths.ts";
import type { Confidence } from "../types.ts";
import type { ModelArgument, ModelCommand } from "./commands.ts";
import { pathOfPlace, resolvePlace, type Place } from "./places.ts";
import { substituted } from "./text-edits.ts";
import { toolEffects } from "./tool-effects.ts";

/** What one command of a RUN does to the file system. */
export interface Effect {
  readonly kind: "write" | "directory" | "copy" | "move" | "link" | "remove" | "permission" | "fill";
  readonly path: Place;
  /** copy, move, link: where from. */
  readonly from?: Place;
  /** write: the text, where it is written out in the Dockerfile. */
  readonly text?: MappedText | undefined;
  /** write: added to what is there. */
  readonly append?: boolean;
  /** permission and remove: also all below. */
  readonly recursive?: boolean;
  /** remove: what lies below the path, not the path itself. */
  readonly contents?: boolean;
  readonly span: Span;
  readonly command: ModelCommand;
  readonly confidence: Confidence;
}

/** What a command is seen to do; `told` is false where it may do more than can be seen. */
export interface Effects {
  readonly effects: readonly Effect[];
  readonly told: boolean;
}

/** Programs that write nothing but what is seen here. */
const HARMLESS = new Set([
  "cd", "echo", "printf", "cat", "true", "false", "test", "[", "[[", ":", "set", "export", "exit", "ls", "pwd", "which", "command", "type", "uname", "id", "whoami", "date",
  "sleep", "grep", "egrep", "head", "tail", "sort", "uniq", "wc", "cut", "tr", "awk", "env", "printenv", "shopt", "unset", "umask", "ulimit", "read", "return", "sha256sum", "md5sum",
  "sha1sum", "sha512sum", "gpg", "apt-key", "chown", "chmod", "chgrp", "useradd", "adduser", "groupadd", "addgroup", "usermod", "userdel", "groupmod", "ldconfig", "locale-gen",
  "update-ca-certificates", "dpkg-reconfigure", "node", "find", "xargs", "stat", "file", "diff", "basename", "dirname", "readlink", "realpath", "mkdir", "touch", "rm", "rmdir", "cp",
  "mv", "ln", "install", "tee", "dd", "truncate", "mkfifo", "unlink", "seq", "expr", "df", "du", "nproc", "arch", "hostname", "groups", "comm", "cmp", "paste", "fold", "nl", "tac", "rev", "od", "base64", "tty",
  "sync", "getent", "yes", "local", "shift", "wait", "times", "curl", "wget", "git", "tar", "unzip", "sed", "npm", "yarn", "pnpm", "pip", "pip3", "bundle", "composer", "apt-get", "apt", "apk", "yum", "dnf", "microdnf", "zypper",
]);

/** The effects of one command, its redirections included. */
export function effectsOf(command: ModelCommand): Effects {
  const effects = [...programEffects(command), ...redirectEffects(command), ...packageEffects(command)];
  return { effects, told: HARMLESS.has(command.name) && (command.shell !== undefined || command.args.every(({ value }) => value !== undefined)) };
}

function at(command: ModelCommand, argument: ModelArgument | { readonly expanded: string | undefined; readonly raw: string }): Place {
  return resolvePlace(command.place, argument.expanded, argument.raw);
}

function programEffects(command: ModelCommand): readonly Effect[] {
  switch (command.name) {
    case "mkdir":
      return operands(command, ["-m", "--mode", "-Z", "--context"]).map((argument) => effect(command, "directory", argument));
    case "touch":
      return operands(command, ["-d", "-r", "-t", "--date", "--reference"]).map((argument) => effect(command, "write", argument));
    case "rm":
    case "rmdir":
    case "unlink":
      return operands(command).map((argument) => removal(command, argument));
    case "chown":
    case "chgrp":
    case "chmod":
      return permissionTargets(command).map((argument) => ({ ...effect(command, "permission", argument), recursive: command.line.flag("-R", "--recursive") !== undefined }));
    case "cp":
    case "mv":
    case "install":
    case "ln":
      return transfers(command);
    case "tee":
      return operands(command).map((argument) => ({ ...effect(command, "write", argument), append: command.line.flag("-a", "--append") !== undefined, text: inputText(command) }));
    case "truncate":
    case "mkfifo":
      return operands(command, ["-s", "--size", "-r", "-m"]).map((argument) => effect(command, "write", argument));
    case "git":
      return gitClone(command);
    case "tar":
    case "bsdtar":
      return valued(command, ["-C", "--directory"], "fill", /(?:^-?[a-zA-Z]*x|--extract|--get)/);
    case "unzip":
      return valued(command, ["-d"], "fill");
    case "curl":
      return downloads(command, ["-o", "--output"], ["-O", "--remote-name", "-J"]);
    case "wget":
      return wgetDownloads(command);
    case "rake":
    case "rails":
      return railsDatabase(command);
    case "bundle":
      return command.args[0]?.raw === "exec" && /^(rake|(bin\/)?rails)$/.test(command.args[1]?.raw ?? "") ? railsDatabase(command) : [];
    default:
      return toolEffects(command);
  }
}

function effect(command: ModelCommand, kind: Effect["kind"], argument: ModelArgument): Effect {
  return { kind, path: at(command, argument), span: argument.span, command, confidence: "certain" };
}

/** `rm -rf dir` and `rm -rf dir/*`. */
function removal(command: ModelCommand, argument: ModelArgument): Effect {
  const recursive = command.name === "rmdir" || command.line.flag("-r", "-R", "--recursive") !== undefined;
  const folder = /^([^*?[$`]*)\/\*$/.exec(argument.word.text)?.[1];
  if (folder === undefined || argument.expanded !== undefined) return { ...effect(command, "remove", argument), recursive };
  return { kind: "remove", path: resolvePlace(command.place, folder === "" ? "/" : folder, argument.raw), span: argument.span, command, confidence: "certain", recursive: true, contents: true };
}

/** The arguments that are neither options nor their values. */
function operands(command: ModelCommand, valued_: readonly string[] = []): readonly ModelArgument[] {
  const words = new Set(command.line.operands(valued_));
  return command.args.filter((argument) => words.has(argument.word));
}

/** `chown [-R] owner files...`; with `--reference` there is no owner, and the mode of `chmod -x` looks like an option. */
function permissionTargets(command: ModelCommand): readonly ModelArgument[] {
  const removes = (raw: string): boolean => command.name === "chmod" && /^-[rwxXstugo]+$/.test(raw);
  const found = operands(command).filter(({ raw }) => !removes(raw));
  return command.line.flag("--reference") || command.args.some(({ raw }) => removes(raw)) ? found : found.slice(1);
}

/** cp, mv, install and ln: each source to its place. */
function transfers(command: ModelCommand): readonly Effect[] {
  const kind = command.name === "mv" ? "move" : command.name === "ln" ? "link" : "copy";
  const options = ["-m", "--mode", "-o", "--owner", "-g", "--group", "-S", "--suffix"];
  const target = command.line.option("-t", "--target-directory");
  const found = operands(command, target ? [...options, "-t"] : options);
  if (command.name === "install" && command.line.flag("-d", "--directory")) return found.map((argument) => effect(command, "directory", argument));
  const last = target ? undefined : found.at(-1);
  const sources = target ? found : found.slice(0, -1);
  const into = target ? at(command, { expanded: command.valueOf(target.word) === target.word.value ? target.value : undefined, raw: target.text }) : last && at(command, last);
  if (into === undefined || sources.length === 0) return [];
  const inside = target !== undefined || sources.length > 1 || /\/\.?$|^\.{1,2}$/.test(last?.raw ?? "");
  return sources.map((source) => {
    const from = kind === "link" ? resolvePlace(inside ? into : parentOf(into), source.expanded, source.raw) : at(command, source);
    const name = nameOf(source.expanded ?? source.raw).replace(/^\.$/, "");
    const contents = /\/(?:\.|\*)$|^\*$/.test(source.raw);
    const path = inside && !contents ? resolvePlace(into, name, name) : into;
    return { kind, path, from: contents ? parentOf(from.replace(/\/\*$/, "/x")) : from, span: (last ?? source).span, command, confidence: "certain" as const, recursive: !inside };
  });
}

/** Rails' database tasks write the schema, and SQLite's file, below `db`. */
function railsDatabase(command: ModelCommand): readonly Effect[] {
  const task = command.args.find(({ raw }) => /^db:(setup|migrate|create|reset|prepare|schema:load)$/.test(raw));
  return task ? [{ kind: "fill", path: resolvePlace(command.place, "db", "db"), span: task.span, command, confidence: "likely" }] : [];
}

function gitClone(command: ModelCommand): readonly Effect[] {
  const found = operands(command, ["-b", "--branch", "--depth", "-c", "--config", "-o", "--origin", "-j", "--jobs", "--filter", "--reference", "-C", "--recurse-submodules"]);
  if (found[0]?.raw !== "clone") return [];
  const [, url, directory] = found;
  if (!url) return [];
  if (directory) return [effect(command, "fill", directory)];
  const name = (url.expanded ?? url.raw).replace(/(?<!\/)\/+$/, "").replace(/\.git$/, "").split(/[/:]/).at(-1);
  return [{ kind: "fill", path: resolvePlace(command.place, url.expanded === undefined ? undefined : name, url.raw), span: url.span, command, confidence: "certain" }];
}

function valued(command: ModelCommand, options: readonly string[], kind: Effect["kind"], needs?: RegExp): readonly Effect[] {
  if (needs && !command.args.slice(0, 3).some(({ raw }) => needs.test(raw))) return [];
  const value = command.line.option(...options);
  const place = value ? resolvePlace(command.place, value.value, value.text) : command.place;
  return [{ kind, path: place, span: value?.span ?? command.span, command, confidence: value ? "certain" : "likely" }];
}

function downloads(command: ModelCommand, named: readonly string[], own: readonly string[]): readonly Effect[] {
  const outputs = command.line.options(...named).map((value): Effect => ({
    kind: "write", path: resolvePlace(command.place, value.value ?? (value.word === value.option ? undefined : command.valueOf(value.word)), value.text), span: value.span, command, confidence: "certain",
  }));
  if (outputs.length > 0 || !command.line.flag(...own)) return outputs;
  return command.args.filter(({ expanded }) => /^[a-z]+:\/\//.test(expanded ?? "")).map((url) => urlWrite(command, url));
}

function wgetDownloads(command: ModelCommand): readonly Effect[] {
  const named = downloads(command, ["-O", "--output-document"], []);
  if (named.length > 0) return named;
  const directory = command.line.option("-P", "--directory-prefix");
  const urls = command.args.filter(({ expanded }) => /^[a-z]+:\/\//.test(expanded ?? ""));
  return urls.map((url) => (directory ? { ...urlWrite(command, url), path: resolvePlace(resolvePlace(command.place, directory.value, directory.text), urlName(url), url.raw) } : urlWrite(command, url)));
}

function urlWrite(command: ModelCommand, url: ModelArgument): Effect {
  return { kind: "write", path: resolvePlace(command.place, urlName(url), url.raw), span: url.span, command, confidence: "certain" };
}

function urlName(url: ModelArgument): string | undefined {
  return url.expanded === undefined ? undefined : nameOf(url.expanded.replace(/[?#][^]*$/, ""));
}

// ---------------------------------------------------------------- redirections

function redirectEffects(command: ModelCommand): readonly Effect[] {
  const { shell } = command;
  if (!shell) return [];
  return shell.redirects.flatMap((redirect): Effect[] => {
    if (redirect.type !== "Redirect" || !redirect.target || !/^(?:&?>>?|>\|)$/.test(redirect.operator)) return [];
    const { target } = redirect;
    const value = literal(target) ?? command.valueOf({ value: undefined, text: target.value, raw: target.text, span: shell.tree.spanOf(target), node: target });
    if (value?.startsWith("/dev/") || redirect.descriptor?.type === "FileDescriptor" && redirect.descriptor.value > 1) return [];
    return [{
      kind: "write", path: resolvePlace(command.place, value, target.text), append: redirect.operator.endsWith(">>"), text: printedText(command),
      span: shell.tree.spanOf(target), command, confidence: "certain",
    }];
  });
}

/** What `echo`, `printf` and `cat <<EOF` print, where it is written out. */
function printedText(command: ModelCommand): MappedText | undefined {
  const { shell } = command;
  if (!shell) return undefined;
  if (command.name === "cat") return operands(command).length === 0 ? hereText(shell) : undefined;
  if (command.name === "echo") return echoed(command, shell);
  return command.name === "printf" ? formatted(command, shell) : undefined;
}

/** What a command reads: its here-document, or what is piped into it from `echo` or `cat`. */
function inputText(command: ModelCommand): MappedText | undefined {
  return command.shell && hereText(command.shell);
}

function hereText({ redirects, tree }: SimpleCommand): MappedText | undefined {
  const here = redirects.findLast((redirect: Redirection) => redirect.type === "HereDoc");
  if (here?.type !== "HereDoc") return undefined;
  const body = tree.source.slice(here.body.pos, here.body.end);
  const cut = here.operator === "<<-" ? substituted(body, /^\t+/gm, () => "") : body;
  return here.delimiter?.quoted === true ? cut : substituted(cut, /\\([$`\\])/g, (found) => found.slice(1));
}

function echoed(command: ModelCommand, { tree }: SimpleCommand): MappedText | undefined {
  let words = command.args;
  let escapes = command.dialect !== "bash";
  for (; words[0] && /^-[neE]+$/.test(words[0].raw); words = words.slice(1)) if (words[0].raw.includes("e")) escapes = true;
  const text = joinWords(tree, words, " ");
  return text && (escapes ? unescape(text) : text);
}

/** `printf 'text'`, and `printf '%s\n' line line ...`. */
function formatted(command: ModelCommand, { tree }: SimpleCommand): MappedText | undefined {
  const [format, ...rest] = command.args;
  if (format?.value === undefined) return undefined;
  if (rest.length === 0) {
    const text = joinWords(tree, [format], "");
    return text && !/%[^%]/.test(text.text) ? unescape(text) : undefined;
  }
  return /^%[sb]\\n$/.test(format.value) ? joinWords(tree, rest, "\n") : filledIn(command, format.value, rest);
}

/** `printf 'a %s b %s\n' x y`: the format again and again, as long as there are words; all of it maps to the command. */
function filledIn(command: ModelCommand, format: string, words: readonly ModelArgument[]): MappedText | undefined {
  const values = words.map(({ expanded }) => expanded);
  if (values.includes(undefined) || /%[^s%]|\\[^nt\\]/.test(format) || !format.includes("%s")) return undefined;
  let text = "";
  for (let used = 0; used < values.length && text.length < LONGEST;) {
    text += format.replace(/%s|%%|\\([nt\\])/g, (found, escape: string | undefined) => {
      if (found === "%s") return values[used++] ?? "";
      return escape === "n" ? "\n" : escape === "t" ? "\t" : found.charAt(1);
    });
  }
  return new MappedText(command.span.document, text, [{ at: 0, from: command.span.start, length: 0 }]);
}

const LONGEST = 65_536;

function joinWords(tree: ShellTree, words: readonly ModelArgument[], between: string): MappedText | undefined {
  const pieces: Piece[] = [];
  let text = "";
  for (const [index, argument] of words.entries()) {
    if (index > 0) text += between;
    const { node } = argument.word;
    const known = node?.type === "Word" ? wordText(tree, node) : undefined;
    if (!known && argument.expanded === undefined) return undefined;
    if (known) for (const piece of known.pieces) pieces.push({ ...piece, at: piece.at + text.length });
    else pieces.push({ at: text.length, from: argument.span.start, length: 1 });
    text += known?.text ?? argument.expanded ?? "";
  }
  return new MappedText(tree.source.document, text, pieces);
}

function unescape(text: MappedText): MappedText {
  const decoded: Readonly<Record<string, string>> = { n: "\n", t: "\t", "\\": "\\", r: "\r", "0": "" };
  return substituted(text, /\\([nt\\r])/g, (found) => decoded[found.charAt(1)] ?? found);
}

// ---------------------------------------------------------------- package managers

/** The folder that a project install fills. */
const PROJECT_FOLDERS: Readonly<Record<string, string>> = { npm: "node_modules", yarn: "node_modules", pnpm: "node_modules", bun: "node_modules", composer: "vendor", bower: "bower_components", mix: "deps" };

function packageEffects(command: ModelCommand): readonly Effect[] {
  const found = command.package;
  if (!found || found.global || (found.action !== "install" && found.action !== "download")) return [];
  const folder = PROJECT_FOLDERS[found.manager];
  if (folder === undefined || command.args.some(({ raw }) => raw === "--dry-run")) return [];
  const moved = found.optionValues("--prefix", "--cwd", "-C", "--dir", "-d", "--working-dir")[0];
  const base = moved ? resolvePlace(command.place, moved.expanded, moved.raw) : command.place;
  return [{ kind: "fill", path: resolvePlace(base, folder, folder), span: command.span, command, confidence: "certain" }];
}

/** The places of effects that are known paths. */
export function knownPaths(effects: readonly Effect[]): readonly string[] {
  return effects.flatMap(({ path }) => pathOfPlace(path) ?? []);
}
