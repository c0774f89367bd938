import { lookup } from "#text";
import type { Document, Span } from "#text";
import { parseTmpfs, parseVolume } from "../../parse/compose/index.ts";
import { readRunWords, shellTexts, type RunOption, type RunWords } from "../../parse/runline/index.ts";
import { parseShell, readCommand, simpleCommands, wordValue, type Assignment, type CommandLine, type CommandWord, type ShellTree, type SimpleCommand } from "../../parse/shell/index.ts";
import { nameOf, normalisePath } from "../paths.ts";
import type { Invocation, Sourced, VariableValue } from "../types.ts";
import type { BuildLine, RunLine, RunMountSetting } from "./types.ts";

const ENGINES = new Set(["docker", "podman", "nerdctl"]);
const MOST_LINES = 200;

export interface ScriptLines {
  readonly runs: readonly RunLine[];
  readonly builds: readonly BuildLine[];
}

/** The lines of a script that start containers or build images. Never throws. */
export function readScript(document: Document): ScriptLines {
  const runs: RunLine[] = [];
  const builds: BuildLine[] = [];
  const variables = new Map<string, string | undefined>();
  for (const text of shellTexts(document)) {
    if (!/\b(docker|podman|nerdctl)\b|=/.test(text.text)) continue;
    const tree = parseShell(text);
    for (const command of simpleCommands(tree)) {
      if (command.words.length === 0) for (const assignment of command.assignments) define(variables, assignment);
      else if (runs.length < MOST_LINES) readLine(document, command, variables, runs, builds);
    }
  }
  return { runs, builds };
}

/** A variable that is set once to a text that is known. */
function define(variables: Map<string, string | undefined>, { name, value }: Assignment): void {
  // The working directory stays as it is written, so that a mount's source still shows it.
  const lookup = (one: string): string | undefined => (one === "PWD" ? "$PWD" : variables.get(one));
  const substitute = ({ text }: { readonly text: string }): string | undefined => (/^(\$\(pwd\)|`pwd`)$/.test(text) ? "$PWD" : undefined);
  const text = value.type === "Word" && !variables.has(name) ? wordValue(value, { lookup, substitute }) : undefined;
  variables.set(name, text);
}

function readLine(document: Document, command: SimpleCommand, variables: ReadonlyMap<string, string | undefined>, runs: RunLine[], builds: BuildLine[]): void {
  const line = readCommand(command.words.map((word) => expanded(word, variables)));
  if (!ENGINES.has(line.name) || isPattern(command.tree, command.span)) return;
  const words = behindGlobals(line);
  const at = words[0]?.text === "container" || words[0]?.text === "image" || words[0]?.text === "buildx" ? 1 : 0;
  const verb = words[at]?.text;
  if (verb === "run" || verb === "create") {
    const read = readRunWords(words.slice(at + 1));
    const run = read && runLine(document, command.span, read);
    if (run) runs.push(run);
  } else if (verb === "build") {
    const build = buildLine(document, words.slice(at + 1));
    if (build) builds.push(build);
  }
}

/** `<name>` and `[options]` are to be filled in by a reader. */
function isPattern({ source }: ShellTree, span: Span): boolean {
  return /<[a-z][\w -]*>|\[OPTIONS\]/i.test(source.document.slice(span.start, Math.min(source.document.text.length, span.end + 40)).split("\n")[0] ?? "");
}

function expanded(word: CommandWord, variables: ReadonlyMap<string, string | undefined>): CommandWord {
  if (word.value !== undefined || word.node?.type !== "Word") return word;
  const value = wordValue(word.node, (name) => variables.get(name));
  return value === undefined ? word : { value, text: value, raw: word.raw, span: word.span, node: word.node };
}

/** `docker --context x run`: the words from the verb on. */
function behindGlobals({ args }: CommandLine): readonly CommandWord[] {
  for (let at = 0; at < args.length; at++) {
    const text = args[at]?.text ?? "";
    if (!text.startsWith("-")) return args.slice(at);
    if (/^(-H|--host|-c|--context|--config|-l|--log-level|--log-driver|--root|--connection|--namespace|-n)$/.test(text)) at++;
  }
  return [];
}

function buildLine(document: Document, words: readonly CommandWord[]): BuildLine | undefined {
  const line = readCommand([{ value: "build", text: "build", raw: "build", span: words[0]?.span ?? document.span(0, 0), node: undefined }, ...words]);
  const folder = line.operands(["-t", "--tag", "-f", "--file", "--build-arg", "--target", "--platform", "--network", "--label", "--cache-from", "--cache-to", "--output", "-o", "--progress", "--secret", "--ssh", "-m", "--memory"])[0];
  if (folder?.value === undefined || folder.value.startsWith("/") || folder.value.includes("://")) return undefined;
  return { document, folder: folder.value, args: buildArguments(line.options("--build-arg")), file: line.option("-f", "--file")?.value, target: line.option("--target")?.value, tags: line.options("-t", "--tag").flatMap(({ value }) => value ?? []) };
}

function buildArguments(options: readonly { readonly value: string | undefined; readonly text: string }[]): ReadonlyMap<string, string | undefined> {
  return new Map(options.map(({ value, text }) => {
    const [, name = text, given] = /^(\w+)(?:=([^]*))?$/.exec(value ?? text.replace(/=[^]*/, "")) ?? [];
    return [name, given];
  }));
}

function sourced(word: CommandWord, text: string, value: string | undefined): Sourced<string> {
  return { value: value === undefined || word.value === undefined ? undefined : value, raw: text, span: word.span, unresolved: word.value === undefined ? ["a variable of the script"] : [] };
}

function runLine(document: Document, span: Span, { options, image, command }: RunWords): RunLine {
  const all = (name: string): readonly RunOption[] => options.filter((option) => option.name === name);
  const last = (name: string): RunOption | undefined => all(name).at(-1);
  const text = (name: string): Sourced<string> | undefined => {
    const option = last(name);
    return option?.value === undefined ? undefined : sourced(option.word, option.value, option.value);
  };
  const entrypoint = last("entrypoint");
  const name = last("name");
  return {
    document, span,
    name: name?.value !== undefined && name.word.value !== undefined ? name.value : plainName(image.text),
    image: sourced(image, image.text, image.text),
    mounts: options.flatMap((option) => mountOf(option) ?? []),
    volumesFrom: all("volumes-from").map(({ value, word }) => ({ container: (value ?? "").replace(/:(ro|rw|z|Z)$/, ""), readOnly: /:ro$/.test(value ?? ""), span: word.span })),
    env: environment(all("env")),
    envFiles: all("env-file").flatMap(({ value }) => value ?? []),
    user: text("user"),
    workingDir: text("workdir"),
    readOnly: last("read-only") !== undefined,
    removed: last("rm") !== undefined,
    entrypoint: entrypoint?.value === undefined ? undefined : entrypoint.value === "" ? "cleared" : invocation([{ text: entrypoint.value, span: entrypoint.word.span }]),
    command: command.length > 0 ? invocation(command) : undefined,
  };
}

/** `mysql` of `docker.io/library/mysql:8`. */
function plainName(image: string): string {
  return nameOf(image.replace(/@[^]*$/, "")).replace(/:[^]*$/, "") || image;
}

function invocation(words: readonly Pick<CommandWord, "text" | "span">[]): Invocation {
  const [first] = words;
  const last = words.at(-1);
  const start = first?.span;
  const span = start && last ? start.document.span(start.start, last.span.end) : undefined;
  return {
    form: "exec", words: words.map((word) => word.text), script: undefined, span: span ?? (start as Span), itemSpans: words.map((word) => word.span), itemTexts: words.map(() => undefined),
  };
}

function environment(options: readonly RunOption[]): ReadonlyMap<string, VariableValue> {
  const found = new Map<string, VariableValue>();
  for (const { value, word } of options) {
    const equals = value?.indexOf("=") ?? -1;
    if (value === undefined) continue;
    const name = equals < 0 ? value : value.slice(0, equals);
    // A name alone takes the value of whoever runs the line.
    found.set(name, { value: equals < 0 || word.value === undefined ? undefined : value.slice(equals + 1), span: word.span });
  }
  return found;
}

function mountOf({ name, value, word }: RunOption): RunMountSetting | undefined {
  if (value === undefined) return undefined;
  if (name === "volume") return volumeMount(value, word.span);
  if (name === "tmpfs") {
    const { target, options } = parseTmpfs(value);
    return target.text.startsWith("/") ? { target: normalisePath(target.text), kind: "tmpfs", source: undefined, readOnly: options.some((option) => option.text === "ro"), span: word.span, noCopy: false, flag: name } : undefined;
  }
  return name === "mount" ? longMount(value, word.span) : undefined;
}

function volumeMount(value: string, span: Span): RunMountSetting | undefined {
  // The colon of `$(command)` parts nothing.
  const short = parseVolume(value.replace(/\$\([^)]{0,120}\)|`[^`]*`/g, (found) => `\${${found.replace(/\W/g, "_")}}`));
  const target = short.target?.text;
  if (short.fault !== undefined || target === undefined || !target.startsWith("/") || target.includes("$")) return undefined;
  const source = short.source?.text;
  // A variable alone mostly holds a folder; one for a volume says so.
  const variable = /^\$\{?(\w+)\}?$/.exec(source ?? "")?.[1];
  const isPath = source !== undefined && (short.type === "bind" || source.includes("/") || (variable !== undefined && !/vol/i.test(variable)));
  return {
    target: normalisePath(target), source: source === undefined ? undefined : value.slice(0, value.lastIndexOf(`:${target}`)), span, readOnly: short.readOnly, noCopy: short.noCopy,
    kind: source === undefined ? "anonymous-volume" : isPath ? "bind-mount" : "named-volume", flag: "volume",
  };
}

const KINDS: Readonly<Record<string, RunMountSetting["kind"]>> = { bind: "bind-mount", tmpfs: "tmpfs", volume: "named-volume" };

/** `type=bind,source=/x,target=/y,readonly`. */
function longMount(value: string, span: Span): RunMountSetting | undefined {
  const settings = new Map(value.split(",").map((part): readonly [string, string] => {
    const equals = part.indexOf("=");
    return equals < 0 ? [part, "true"] : [part.slice(0, equals), part.slice(equals + 1)];
  }));
  const get = (...names: readonly string[]): string | undefined => names.map((name) => settings.get(name)).find((one) => one !== undefined);
  const target = get("target", "dst", "destination");
  const kind = lookup(KINDS, get("type") ?? "volume");
  const source = get("source", "src");
  if (!kind || target === undefined || !target.startsWith("/") || target.includes("$")) return undefined;
  return {
    target: normalisePath(target), span, flag: "mount", noCopy: get("volume-nocopy") !== undefined && get("volume-nocopy") !== "false",
    kind: kind === "named-volume" && (source === undefined || source === "") ? "anonymous-volume" : kind,
    source: kind === "tmpfs" ? undefined : source, readOnly: ["readonly", "ro"].some((name) => settings.has(name) && settings.get(name) !== "false"),
  };
}
