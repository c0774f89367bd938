import { lookup } from "#text";
import { parseArgs } from "node:util";
import { suggestion } from "../engine/nearest.ts";

/** A mistake in the command line; the message names the remedy. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** True for a mistake in the command line, also one that a chunk with a copy of the class throws. */
export function isUsageError(error: unknown): error is Error {
  return error instanceof Error && error.name === "UsageError";
}

export const commands = ["check", "map", "cache", "rules", "explain", "init", "merge"] as const;
export type CommandName = (typeof commands)[number];

/** Commands of other versions. */
const absent = ["lsp"];

type Kind = "boolean" | "string";

interface OptionFacts {
  readonly kind: Kind;
  readonly short?: string;
  readonly multiple?: true;
  readonly commands: readonly CommandName[];
}

const everywhere = commands;
const analysing: readonly CommandName[] = ["check", "map", "cache"];

const options: Readonly<Record<string, OptionFacts>> = {
  format: { kind: "string", short: "f", commands: ["check", "map", "cache", "rules", "explain"] },
  output: { kind: "string", short: "o", commands: ["check", "map", "cache", "rules", "explain", "merge"] },
  config: { kind: "string", short: "c", commands: analysing },
  "no-config": { kind: "boolean", commands: analysing },
  preset: { kind: "string", commands: ["check", "init"] },
  rule: { kind: "string", multiple: true, commands: ["check"] },
  "fail-on": { kind: "string", commands: ["check", "merge"] },
  fix: { kind: "boolean", commands: ["check"] },
  "fix-unsafe": { kind: "boolean", commands: ["check"] },
  diff: { kind: "boolean", commands: ["check"] },
  baseline: { kind: "string", commands: ["check", "merge"] },
  "write-baseline": { kind: "boolean", commands: ["check"] },
  stdin: { kind: "boolean", commands: ["check", "map"] },
  "stdin-filename": { kind: "string", commands: ["check", "map"] },
  commits: { kind: "string", commands: ["cache", "check"] },
  history: { kind: "boolean", commands: ["check"] },
  changed: { kind: "string", commands: ["check"] },
  shellcheck: { kind: "string", commands: ["check"] },
  shard: { kind: "string", commands: ["check"] },
  jobs: { kind: "string", short: "j", commands: ["check"] },
  cache: { kind: "boolean", commands: ["check"] },
  "cache-location": { kind: "string", commands: ["check"] },
  "no-cache": { kind: "boolean", commands: ["check"] },
  quiet: { kind: "boolean", short: "q", commands: everywhere },
  color: { kind: "boolean", commands: everywhere },
  "no-color": { kind: "boolean", commands: everywhere },
  "pre-commit": { kind: "boolean", commands: ["init"] },
  github: { kind: "boolean", commands: ["init"] },
  version: { kind: "boolean", short: "V", commands: everywhere },
  help: { kind: "boolean", short: "h", commands: everywhere },
};

/** Options of the contract that this version lacks. */
const absentOptions: Readonly<Record<string, string>> = {
  "allow-plugins": "this version loads no plugins; leave --allow-plugins away",
};

/** The command line, understood. */
export interface Arguments {
  readonly command: CommandName;
  readonly paths: readonly string[];
  flag(name: string): boolean;
  value(name: string): string | undefined;
  values(name: string): readonly string[];
}

/**
 * Reads the arguments behind the program's name. `exists` says whether a path is there: `--changed` takes a commit only
 * where no such path is. Throws a `UsageError`.
 */
export function readArguments(argv: readonly string[], exists: (path: string) => boolean): Arguments {
  const { tokens } = parseArgs({ args: withChangedValue(argv, exists), options: parserOptions(), strict: false, allowPositionals: true, tokens: true });
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    else if (token.kind === "option") given.set(token.name, [...(given.get(token.name) ?? []), optionValue(token.name, token.rawName, token.value)]);
  }
  const command = takeCommand(positionals, exists);
  for (const name of given.keys()) {
    if (lookup(options, name)?.commands.includes(command) === false) throw new UsageError(`\`stowage ${command}\` has no option --${name}: it is one of ${commandsWith(name)}`);
  }
  return {
    command,
    paths: positionals,
    flag: (name) => given.has(name),
    value: (name) => given.get(name)?.at(-1),
    values: (name) => given.get(name) ?? [],
  };
}

function parserOptions(): Record<string, { type: Kind; short?: string; multiple?: boolean }> {
  return Object.fromEntries(Object.entries(options).map(([name, { kind, short }]) =>
    [name, { type: kind, multiple: true, ...(short === undefined ? {} : { short }) }]));
}

function optionValue(name: string, rawName: string, value: string | undefined): string {
  const facts = lookup(options, name);
  if (!facts) throw unknownOption(name, rawName);
  if (facts.kind === "string" && (value === undefined || value === "") && name !== "changed") throw new UsageError(`${rawName} needs a value: ${rawName}=VALUE`);
  if (facts.kind === "boolean" && value !== undefined) throw new UsageError(`${rawName} takes no value: write ${rawName} alone`);
  return value ?? "";
}

function unknownOption(name: string, rawName: string): UsageError {
  const why = lookup(absentOptions, name);
  if (why !== undefined) return new UsageError(why);
  const hint = suggestion(`--${name}`, Object.keys(options).map((one) => `--${one}`));
  return new UsageError(`there is no option ${rawName}${hint} (\`stowage --help\` lists them)`);
}

/** The first word where it is a command; a path of that name needs `stowage check NAME`. */
function takeCommand(positionals: string[], exists: (path: string) => boolean): CommandName {
  const [first] = positionals;
  const command = commands.find((name) => name === first);
  if (command) positionals.shift();
  if (command || first === undefined) return command ?? "check";
  if (absent.includes(first) && !exists(first)) throw new UsageError(`this version has no command \`${first}\`: it has ${commands.join(", ")}`);
  const isWord = /^[a-z]+$/.test(first) && !exists(first);
  const hint = isWord ? suggestion(first, commands) : "";
  if (hint !== "") throw new UsageError(`there is no command and no path \`${first}\`${hint}`);
  return "check";
}

function commandsWith(name: string): string {
  return (lookup(options, name)?.commands ?? []).map((command) => `\`stowage ${command}\``).join(", ");
}

/** `--changed` may stand alone: the parser wants a value for it. */
function withChangedValue(argv: readonly string[], exists: (path: string) => boolean): string[] {
  const result: string[] = [];
  let literal = false;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    const next = argv[at + 1];
    literal ||= word === "--";
    if (literal || word !== "--changed") result.push(word);
    else if (next !== undefined && !next.startsWith("-") && !exists(next)) result.push(`--changed=${argv[++at] ?? ""}`);
    else result.push("--changed=");
  }
  return result;
}

/** The value of an option that has a fixed list of values. Throws a `UsageError` that names the nearest one. */
export function choice<T extends string>(args: Arguments, name: string, values: readonly T[], fallback: T): T {
  const value = args.value(name);
  if (value === undefined) return fallback;
  const found = values.find((one) => one === value);
  if (found === undefined) throw new UsageError(`--${name} takes ${values.join(", ")}, not \`${value}\`${suggestion(value, values)}`);
  return found;
}
