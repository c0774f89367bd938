import { lookup, type Span } from "#text";
import type { CommandArgument, NamedPackage, PackageAction, PackageCommand, PackageManager } from "../types.ts";
import { managerSyntax, type ManagerSyntax } from "./managers.ts";

/** What of a command the reader needs. */
export interface CommandWords {
  readonly name: string;
  readonly args: readonly CommandArgument[];
}

/**
 * Reads a package manager's command line: `apt-get -y install curl=7.88`, `python3 -m pip install -r requirements.txt`,
 * `yarn --cwd web install`. Undefined for other programs.
 */
export function packageCommand(command: CommandWords): PackageCommand | undefined {
  const found = programOf(command);
  const syntax = found && managerSyntax(found.program);
  return syntax && new ReadPackageCommand(found.program, syntax, found.args);
}

/** `python -m pip` is pip; `npx pnpm` and `corepack yarn` are what they start. */
function programOf({ name, args }: CommandWords): { readonly program: string; readonly args: readonly CommandArgument[] } | undefined {
  if (/^python[\d.]*$/.test(name)) {
    const at = args.findIndex(({ value }) => value === "-m");
    const module = at >= 0 ? args[at + 1]?.value : undefined;
    return module === undefined ? undefined : { program: module, args: args.slice(at + 2) };
  }
  const first = args[0]?.value;
  if (name === "corepack" && (first === "yarn" || first === "pnpm")) return { program: first, args: args.slice(1) };
  if (name === "php" && first !== undefined && /(?:^|\/)composer(?:\.phar)?$/.test(first)) return { program: "composer", args: args.slice(1) };
  return { program: name, args };
}

interface ReadArguments {
  readonly flags: readonly CommandArgument[];
  readonly values: ReadonlyMap<string, readonly CommandArgument[]>;
  readonly operands: readonly CommandArgument[];
}

class ReadPackageCommand implements PackageCommand {
  readonly manager: PackageManager;
  readonly program: string;
  readonly subcommand: string;
  readonly subcommandSpan: Span | undefined;
  readonly action: PackageAction;
  readonly flags: readonly CommandArgument[];
  readonly packages: readonly NamedPackage[];
  readonly #syntax: ManagerSyntax;
  readonly #values: ReadArguments["values"];

  constructor(program: string, syntax: ManagerSyntax, args: readonly CommandArgument[]) {
    this.manager = syntax.manager;
    this.program = program;
    this.#syntax = syntax;
    const { flags, values, operands } = readArguments(args, syntax);
    this.flags = flags;
    this.#values = values;
    const words = subcommandWords(operands, syntax);
    this.subcommand = words.map(({ raw }) => raw).join(" ");
    this.subcommandSpan = words[0]?.span;
    this.action = syntax.manager === "pacman" ? pacmanAction(flags) : actionOf(this.subcommand, operands, syntax);
    this.packages = takesPackages(this.manager, this.action) ? operands.slice(words.length).map((word) => namedPackage(word, this)) : [];
  }

  hasFlag(...names: readonly string[]): boolean {
    return this.flags.some(({ raw }) => names.some((name) => isFlag(raw, name)));
  }

  optionValues(...names: readonly string[]): readonly CommandArgument[] {
    return names.flatMap((name) => this.#values.get(name) ?? []);
  }

  get requirementFiles(): readonly CommandArgument[] {
    const named = this.optionValues(...(this.#syntax.requirementOptions ?? []));
    return this.manager === "uv" && this.subcommand === "pip sync" ? [...named, ...this.packages] .flatMap((one) => ("value" in one ? [one] : [{ value: one.raw, expanded: one.raw, raw: one.raw, span: one.span }])) : named;
  }

  get constraintFiles(): readonly CommandArgument[] {
    return this.optionValues(...(this.#syntax.constraintOptions ?? []));
  }

  get global(): boolean {
    return this.hasFlag(...(this.#syntax.globalOptions ?? [])) || /^(?:global|tool)\b/.test(this.subcommand);
  }

  get versionStyle(): ManagerSyntax["version"] {
    return this.#syntax.version;
  }
}

function readArguments(args: readonly CommandArgument[], syntax: ManagerSyntax): ReadArguments {
  const flags: CommandArgument[] = [];
  const operands: CommandArgument[] = [];
  const values = new Map<string, CommandArgument[]>();
  const keep = (name: string, value: CommandArgument): void => void values.set(name, [...(values.get(name) ?? []), value]);
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (!word) continue;
    if (word.raw === "--") {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!word.raw.startsWith("-") || word.raw === "-") {
      operands.push(word);
      continue;
    }
    flags.push(word);
    const joined = joinedOption(word, syntax);
    if (joined) keep(joined.name, joined.value);
    else if (syntax.valueOptions.includes(word.raw)) {
      const value = args[++at];
      if (value) keep(word.raw, value);
    }
  }
  return { flags, operands, values };
}

/** `--file=x` and `-rx`: the option and its value in one word. */
function joinedOption(word: CommandArgument, { valueOptions }: ManagerSyntax): { readonly name: string; readonly value: CommandArgument } | undefined {
  const equals = word.raw.indexOf("=");
  const name = equals > 0 ? word.raw.slice(0, equals) : word.raw.slice(0, 2);
  const cut = equals > 0 ? equals + 1 : 2;
  if (!valueOptions.includes(name) || cut >= word.raw.length || (equals < 0 && word.raw.startsWith("--"))) return undefined;
  const { span } = word;
  const start = span.end - span.start === word.raw.length ? span.start + cut : span.start;
  return {
    name,
    value: { value: word.value?.slice(cut), expanded: word.expanded?.slice(cut), raw: word.raw.slice(cut), span: span.document.span(start, span.end) },
  };
}

function subcommandWords(operands: readonly CommandArgument[], { groups = [], manager }: ManagerSyntax): readonly CommandArgument[] {
  if (manager === "pacman" || manager === "maven" || manager === "gradle") return [];
  const first = operands[0];
  if (!first) return [];
  return groups.includes(first.raw) && operands.length > 1 ? operands.slice(0, 2) : [first];
}

/** Build tools take several goals: what builds decides, else what downloads. */
function actionOf(subcommand: string, operands: readonly CommandArgument[], syntax: ManagerSyntax): PackageAction {
  if (syntax.manager === "maven" || syntax.manager === "gradle" || (syntax.manager === "mix" && subcommand === "do")) return goalsAction(operands, syntax);
  if (subcommand === "") return syntax.bare ?? "other";
  return lookup(syntax.actions, subcommand) ?? "other";
}

function goalsAction(operands: readonly CommandArgument[], syntax: ManagerSyntax): PackageAction {
  const actions = operands.flatMap(({ raw }) => raw.split(",")).filter((goal) => goal !== "").map((goal) => goalAction(goal, syntax));
  return (["build", "run", "download"] as const).find((action) => actions.includes(action)) ?? actions[0] ?? "other";
}

function goalAction(goal: string, syntax: ManagerSyntax): PackageAction {
  if (syntax.manager === "maven" && /(?:^|:)dependency(?:-plugin)?(?::[\d.]+)?:(?:go-offline|resolve[\w-]*|tree|list|copy-dependencies)$/.test(goal)) return "download";
  return syntax.actions[goal.slice(goal.lastIndexOf(":") + 1)] ?? (goal.includes(":") && syntax.manager === "maven" ? "other" : "other");
}

/** `-Sy` refreshes, `-Su` upgrades, `-S` with names installs. */
function pacmanAction(flags: readonly CommandArgument[]): PackageAction {
  const letters = flags.filter(({ raw }) => /^-[A-Za-z]+$/.test(raw)).map(({ raw }) => raw.slice(1)).join("");
  if (letters.includes("R")) return "remove";
  if (letters.includes("U")) return "install";
  if (!letters.includes("S") && !flags.some(({ raw }) => raw === "--sync")) return "other";
  if (letters.includes("c")) return "clean";
  if (letters.includes("u")) return "upgrade";
  return letters.includes("y") ? "update-index" : "install";
}

function takesPackages(manager: PackageManager, action: PackageAction): boolean {
  if (["maven", "gradle", "mix", "dotnet", "bundler"].includes(manager)) return false;
  return ["install", "reinstall", "remove", "upgrade", "download", "update-index"].includes(action);
}

function isFlag(raw: string, name: string): boolean {
  if (raw === name || raw.startsWith(`${name}=`)) return !/=(?:false|no|0)$/.test(raw);
  return /^-[A-Za-z]$/.test(name) && /^-[A-Za-z]+$/.test(raw) && raw.includes(name.charAt(1));
}

// ---------------------------------------------------------------- packages

const PATTERNS: Readonly<Record<ManagerSyntax["version"], RegExp>> = {
  "=": /^([^=\s]+?)(?::(?:any|native|all|amd64|arm64|i386|armhf))?(?:=(.+))?$/,
  apk: /^([^=<>~@]+)(?:@[\w-]+)?([=<>~][^]+)?$/,
  rpm: /^(.+?)(?:-(\d[\w.+~^:*-]{0,100}?))?(?:\.(?:x86_64|noarch|aarch64|i686))?$/,
  python: /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*((?:===?|~=|!=|<=|>=|<|>|@).+)?$/,
  npm: /^(@?[^@]+)(?:@(.+))?$/,
  at: /^([^@]+)(?:@(.+))?$/,
  gem: /^([^:]+)(?::(.+))?$/,
  composer: /^([^:=\s]+)(?:[:=\s](.+))?$/,
  none: /^(.+)$/,
};

function namedPackage(word: CommandArgument, command: ReadPackageCommand): NamedPackage {
  const { raw, span } = word;
  const text = word.expanded ?? word.value;
  if (text === undefined) return { name: undefined, version: undefined, raw, span, source: "unknown" };
  const source = sourceOf(text, command.manager);
  if (source !== "registry") return { name: text, version: undefined, raw, span, source };
  const [, name = text, version] = PATTERNS[command.versionStyle].exec(text) ?? [];
  const single = command.optionValues("-v", "--version", "--vers")[0]?.expanded;
  return { name, version: version ?? (command.manager === "gem" || command.manager === "cargo" ? single : undefined), raw, span, source };
}

function sourceOf(text: string, manager: PackageManager): NamedPackage["source"] {
  if (/^(?:git\+|hg\+|svn\+)?(?:https?|ssh|git|ftp):\/\/|^git@|^github:/.test(text)) return "url";
  if (/\.(?:deb|rpm|apk|whl|gem|tgz|tar\.gz|tar\.bz2|tar\.xz|zip|tar\.zst|conda)$/i.test(text)) return "file";
  const system = ["apt-get", "apt", "aptitude", "apk", "dnf", "microdnf", "yum", "zypper", "pacman"].includes(manager);
  if (/^(?:\.{1,2}(?:\/|$|\[)|\/|~\/|file:)/.test(text)) return system ? "file" : "local";
  if (manager === "pip" && /^[^@\s][^@\s/]*\/[^@\s]*$/.test(text)) return "local";
  return "registry";
}
