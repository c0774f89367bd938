import type { Span } from "#text";
import type { ArithmeticExpression, Assignment, Command, ParameterExpansionPart, ShellNode, ShellTree, Word } from "../../parse/shell/index.ts";
import type { NodeIndex } from "./nodes.ts";
import type { ScriptNode, ShellVariables } from "./types.ts";

/** Variables that a shell or the login gives every script. */
const GIVEN = new Set((
  "_ BASH BASHOPTS BASHPID BASH_ALIASES BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_CMDS BASH_COMMAND BASH_EXECUTION_STRING BASH_LINENO BASH_LOADABLES_PATH " +
  "BASH_REMATCH BASH_SOURCE BASH_SUBSHELL BASH_VERSINFO BASH_VERSION BASH_COMPAT BASH_ENV BASH_XTRACEFD CHILD_MAX COLUMNS COMP_CWORD COMP_LINE COMP_POINT " +
  "COMP_TYPE COMP_KEY COMP_WORDBREAKS COMP_WORDS COMPREPLY COPROC DIRSTACK EMACS ENV EPOCHREALTIME EPOCHSECONDS EUID EXECIGNORE FCEDIT FIGNORE FUNCNAME " +
  "FUNCNEST GLOBIGNORE GROUPS HISTCMD HISTCONTROL HISTFILE HISTFILESIZE HISTIGNORE HISTSIZE HISTTIMEFORMAT HOME HOSTFILE HOSTNAME HOSTTYPE IFS IGNOREEOF " +
  "INPUTRC INSIDE_EMACS LANG LC_ALL LC_COLLATE LC_CTYPE LC_MESSAGES LC_NUMERIC LC_TIME LC_MONETARY LC_ADDRESS LC_IDENTIFICATION LC_MEASUREMENT LC_NAME " +
  "LC_PAPER LC_TELEPHONE LINENO LINES LOGNAME MACHTYPE MAIL MAILCHECK MAILPATH MAPFILE OLDPWD OPTARG OPTERR OPTIND OSTYPE PATH PIPESTATUS POSIXLY_CORRECT " +
  "PPID PROMPT_COMMAND PROMPT_DIRTRIM PS0 PS1 PS2 PS3 PS4 PWD RANDOM READLINE_LINE READLINE_MARK READLINE_POINT READLINE_ARGUMENT REPLY SECONDS SHELL " +
  "SHELLOPTS SHLVL SRANDOM TERM TIMEFORMAT TMOUT TMPDIR UID USER CDPATH auto_resume histchars DEBUG FLAGS_ARGC FLAGS_ARGV FLAGS_ERROR FLAGS_FALSE " +
  "FLAGS_HELP FLAGS_PARENT FLAGS_RESERVED FLAGS_TRUE FLAGS_VERSION flags_error flags_return"
).split(" "));

/** The proxy settings that BuildKit gives every RUN. */
const BUILDER_GIVEN = new Set("HTTP_PROXY http_proxy HTTPS_PROXY https_proxy FTP_PROXY ftp_proxy NO_PROXY no_proxy ALL_PROXY all_proxy".split(" "));

const DECLARING = /^(?:export|local|readonly|declare|typeset)$/;
const NAME = /^[A-Za-z_]\w*$/;

interface Use {
  readonly name: string;
  readonly node: ShellNode;
  /** `${x:-a}`, `${x?}`: written for the case that it is not set. */
  readonly guarded: boolean;
}

/** What a script assigns and reads. `preset` and `presetNames` are the variables that ENV and ARG set before it. */
export class ScriptVariables implements ShellVariables {
  readonly #tree: ShellTree;
  readonly #preset: (name: string) => boolean;
  readonly #presetNames: () => Iterable<string>;
  readonly #reads = new Map<string, Use>();
  readonly #writes = new Map<string, ShellNode>();
  readonly #checked = new Set<string>();
  /** Something outside the script may assign variables: a sourced file, `eval`. */
  #open = false;

  constructor(tree: ShellTree, index: NodeIndex, preset: (name: string) => boolean, presetNames: () => Iterable<string>) {
    this.#tree = tree;
    this.#preset = preset;
    this.#presetNames = presetNames;
    for (const here of index.nodes) this.#look(here);
  }

  isAssigned(name: string): boolean {
    return this.#writes.has(name) || this.#preset(name) || BUILDER_GIVEN.has(name);
  }

  get unassigned(): ShellVariables["unassigned"] {
    if (this.#open) return [];
    const found: { name: string; span: Span; similar: string | undefined }[] = [];
    for (const { name, node, guarded } of this.#reads.values()) {
      if (guarded || GIVEN.has(name) || this.#checked.has(name) || this.isAssigned(name)) continue;
      found.push({ name, span: this.#tree.spanOf(node), similar: this.#similar(name) });
    }
    return found;
  }

  get unused(): ShellVariables["unused"] {
    if (this.#open) return [];
    const found: { name: string; span: Span }[] = [];
    for (const [name, node] of this.#writes) {
      if (!name.startsWith("_") && !GIVEN.has(name) && !this.#reads.has(name) && !this.#checked.has(name)) found.push({ name, span: this.#tree.spanOf(node) });
    }
    return found;
  }

  #similar(name: string): string | undefined {
    const known = [...this.#writes.keys(), ...this.#presetNames(), ...BUILDER_GIVEN];
    let best: { readonly name: string; readonly distance: number } | undefined;
    for (const candidate of known) {
      const distance = candidate.toLowerCase() === name.toLowerCase() ? 1 : editDistance(name, candidate, 2);
      const near = (candidate.length > 3 && distance <= 1) || (candidate.length > 7 && distance <= 2);
      if (near && (!best || distance < best.distance)) best = { name: candidate, distance };
    }
    return best?.name;
  }

  #look({ node, parent }: ScriptNode): void {
    switch (node.type) {
      case "SimpleExpansion":
        return this.#read(node.text.slice(1), node, false);
      case "ParameterExpansion":
        return this.#parameter(node);
      case "ArithmeticWord":
        if (NAME.test(node.value)) this.#read(node.value, node, true);
        return;
      case "ArithmeticBinary":
        if (/^(?:[-+*/%&^|]|<<|>>)?=$/.test(node.operator)) this.#writeArithmetic(node.left);
        return;
      case "ArithmeticUnary":
        if (node.operator === "++" || node.operator === "--") this.#writeArithmetic(node.operand);
        return;
      case "For":
      case "Select":
        return this.#write(node.name.value, node);
      case "Assignment":
        return this.#assignment(node, parent);
      case "Command":
        return this.#command(node);
      case "TestUnary":
        if (node.operator === "-v") this.#checked.add(node.operand.value);
        else if (node.operator === "-n" || node.operator === "-z") this.#check(node.operand);
        return;
      default:
        return;
    }
  }

  #parameter(node: ParameterExpansionPart): void {
    const { operation, parameter } = node;
    const guarded = operation?.type === "Default" && /[-?]$/.test(operation.operator);
    if (operation?.type === "Default" && operation.operator.endsWith("=")) this.#write(parameter, node);
    this.#read(parameter, node, guarded);
  }

  #assignment(node: Assignment, parent: ScriptNode | undefined): void {
    const command = parent?.node;
    if (command?.type !== "Command") return;
    const name = command.name?.text;
    const argument = !command.prefix.some((one) => one === node);
    if (name !== undefined && (!argument || !DECLARING.test(name))) return;
    this.#write(node.name, node);
    const exported = name === "export" || ((name === "declare" || name === "typeset") && command.args.some(({ text }) => /^-\w*x/.test(text)));
    if (node.append || exported) this.#read(node.name, node, true);
  }

  #command(node: Command): void {
    const name = node.name?.text.replace(/^.*\//, "") ?? "";
    const words = node.args.filter((one): one is Word => one.type === "Word");
    switch (name) {
      case "export":
      case "declare":
      case "typeset":
      case "local":
      case "readonly":
        for (const word of words) this.#declared(name, word);
        return;
      case "read":
      case "mapfile":
      case "readarray":
        for (const word of words) if (NAME.test(word.text)) this.#write(word.text, word);
        return;
      case "getopts":
        if (words[1] && NAME.test(words[1].text)) this.#write(words[1].text, words[1]);
        return;
      case "printf":
        if (words[0]?.text === "-v" && words[1]) this.#write(words[1].text, words[1]);
        return;
      case "let":
        for (const word of words) this.#checked.add(/^["']?(\w+)/.exec(word.text)?.[1] ?? "");
        return;
      case "eval":
      case "source":
      case ".":
      case "trap":
      case "alias":
        this.#open ||= words.length > 0;
        return;
      case "[":
      case "test":
        return this.#test(words);
      default:
        return;
    }
  }

  #declared(by: string, word: Word): void {
    if (!NAME.test(word.text)) return;
    if (by === "export") this.#read(word.text, word, true);
    else this.#checked.add(word.text);
  }

  /** A test of whether a variable is set counts as knowing that it may not be. */
  #test(words: readonly Word[]): void {
    words.forEach((word, at) => {
      const operand = words[at + 1];
      if (!operand) return;
      if (word.text === "-v") this.#checked.add(operand.value);
      else if (word.text === "-n" || word.text === "-z") this.#check(operand);
    });
    const [only] = words;
    if (only && words.length <= 2) this.#check(only);
  }

  #check(operand: Word): void {
    for (const part of operand.parts ?? []) {
      for (const inner of part.type === "DoubleQuoted" ? part.parts : [part]) {
        if (inner.type === "SimpleExpansion") this.#checked.add(inner.text.slice(1));
        else if (inner.type === "ParameterExpansion") this.#checked.add(inner.parameter);
      }
    }
  }

  #read(name: string, node: ShellNode, guarded: boolean): void {
    if (NAME.test(name) && !this.#reads.has(name)) this.#reads.set(name, { name, node, guarded });
  }

  #write(name: string, node: ShellNode): void {
    if (NAME.test(name)) this.#writes.set(name, node);
  }

  #writeArithmetic(target: ArithmeticExpression): void {
    if (target.type === "ArithmeticWord") this.#write(target.value, target);
  }
}

/** The number of letters to add, drop or change; `limit + 1` where it is more than the limit. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(row[b.length] ?? limit + 1, limit + 1);
}
