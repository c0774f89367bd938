import {
  childrenOf, type Assignment, type Case, type Command, type For, type Function as FunctionNode, type If, type Select, type ShellNode, type Statement,
  type While, type Word,
} from "../../parse/shell/index.ts";
import { blanksOf, joined, maySplit, neverHoldsBlanks, type Blanks } from "./values.ts";

/** What is known of the variables at one place; `ended` after `exit` or `return`. */
interface State {
  values: Map<string, Blanks>;
  ended: boolean;
}

const DEEPEST_LOOP = 4;
const MOST_CALLS = 40;
const DECLARING = new Set(["export", "local", "readonly", "declare", "typeset"]);
const ENDING = new Set(["exit", "return"]);
const FILLING = new Set(["read", "mapfile", "readarray", "getopts", "printf"]);

/**
 * Follows a script in the order in which it runs and notes, for each expansion of a variable, whether the variable may hold
 * a blank or a glob there. What two branches leave behind is merged; a subshell's assignments stay in it.
 */
export class BlankFlow {
  readonly #preset: (name: string) => boolean;
  readonly #found = new Map<ShellNode, Blanks>();
  readonly #functions = new Map<string, FunctionNode>();
  readonly #running = new Set<string>();
  #calls = 0;
  #loops = 0;
  #quiet = 0;

  /** `preset`: variables that are set before the script and taken to be harmless. */
  constructor(script: ShellNode, preset: (name: string) => boolean) {
    this.#preset = preset;
    this.#run(script, { values: new Map(), ended: false });
  }

  /** True where the variable of an expansion holds neither blank nor glob. */
  isHarmless(expansion: ShellNode): boolean {
    return this.#found.get(expansion) === "none";
  }

  #value(state: State, name: string): Blanks {
    if (neverHoldsBlanks(name)) return "none";
    return state.values.get(name) ?? (this.#preset(name) ? "none" : "perhaps");
  }

  #note(node: ShellNode, name: string, state: State): void {
    if (this.#quiet > 0) return;
    const value = this.#value(state, name);
    const before = this.#found.get(node);
    this.#found.set(node, before === undefined || before === value ? value : "perhaps");
  }

  #run(node: ShellNode, state: State): void {
    switch (node.type) {
      case "Statement":
        return this.#statement(node, state);
      case "AndOr":
        return this.#chain(node.commands, state);
      case "Pipeline":
        if (node.commands.length === 1) return this.#all(node.commands, state);
        for (const command of node.commands) this.#run(command, copy(state));
        return;
      case "Command":
        return this.#command(node, state);
      case "If":
        return this.#if(node, state);
      case "For":
      case "Select":
        return this.#for(node, state);
      case "While":
        return this.#while(node, state);
      case "Case":
        return this.#case(node, state);
      case "Function":
        this.#functions.set(node.name.value, node);
        return;
      case "Subshell":
        return this.#run(node.body, copy(state));
      case "CommandExpansion":
      case "ArithmeticCommandExpansion":
      case "ProcessSubstitution":
        if (node.script) this.#run(node.script, copy(state));
        return;
      case "Script":
        this.#all(node.commands, state);
        return this.#uncalled(state);
      default:
        return this.#expand(node, state);
    }
  }

  #all(nodes: readonly ShellNode[], state: State): void {
    for (const node of nodes) this.#run(node, state);
  }

  /** Functions that nothing in the script calls are read with what is known at its end. */
  #uncalled(state: State): void {
    for (const [name, node] of this.#functions) {
      if (this.#found.has(node)) continue;
      this.#found.set(node, "none");
      if (!this.#running.has(name)) this.#call(name, node, copy(state));
    }
  }

  #statement(node: Statement, state: State): void {
    this.#run(node.command, node.background ? copy(state) : state);
  }

  #chain(commands: readonly ShellNode[], state: State): void {
    const [first, ...rest] = commands;
    if (first) this.#run(first, state);
    for (const next of rest) {
      const taken = copy({ ...state, ended: false });
      const before = state.ended;
      this.#run(next, taken);
      if (!before) merge(state, taken, (name) => this.#value({ values: new Map(), ended: false }, name));
    }
  }

  #branches(state: State, branches: readonly State[]): void {
    const unset = (name: string): Blanks => this.#value({ values: new Map(), ended: false }, name);
    const [first, ...rest] = branches;
    if (!first) return;
    for (const other of rest) merge(first, other, unset);
    state.values = first.values;
    state.ended = first.ended;
  }

  #if(node: If, state: State): void {
    const ends: State[] = [];
    this.#run(node.clause, state);
    const then = copy(state);
    this.#run(node.then, then);
    ends.push(then);
    for (const elif of node.elif) {
      this.#run(elif.clause, state);
      const taken = copy(state);
      this.#run(elif.then, taken);
      ends.push(taken);
    }
    if (node.else) this.#run(node.else, state);
    this.#branches(state, [...ends, copy(state)]);
  }

  #case(node: Case, state: State): void {
    this.#expand(node.word, state);
    const ends: State[] = [];
    let complete = false;
    for (const item of node.items) {
      for (const pattern of item.pattern) this.#expand(pattern, state);
      const taken = copy(state);
      this.#run(item.body, taken);
      ends.push(taken);
      complete ||= item.pattern.some((pattern) => pattern.text === "*");
    }
    this.#branches(state, complete ? ends : [...ends, copy(state)]);
  }

  #for(node: For | Select, state: State): void {
    const words = node.wordlist;
    for (const word of words ?? []) this.#expand(word, state);
    const split = words === undefined || words.length === 0 || words.some(maySplit);
    const value = split ? "perhaps" : words.map((word) => this.#wordValue(word, state)).reduce((a, b) => (a === "perhaps" || b === "perhaps" ? "perhaps" : a === b ? a : "none"));
    this.#loop(state, (inside) => {
      inside.values.set(node.name.value, value);
      this.#run(node.body, inside);
    });
  }

  #while(node: While, state: State): void {
    this.#loop(state, (inside) => {
      this.#run(node.clause, inside);
      this.#run(node.body, inside);
    });
  }

  /** Twice: what the first round assigns is known to the second. Deeply nested loops are taken once. */
  #loop(state: State, round: (inside: State) => void): void {
    this.#loops++;
    if (this.#loops <= DEEPEST_LOOP) {
      this.#quiet++;
      const first = copy(state);
      round(first);
      first.ended = false;
      this.#branches(state, [copy(state), first]);
      this.#quiet--;
    }
    const second = copy(state);
    round(second);
    second.ended = false;
    this.#branches(state, [copy(state), second]);
    this.#loops--;
  }

  #command(node: Command, state: State): void {
    for (const part of childrenOf(node)) if (part.type !== "Assignment") this.#expand(part, state);
    const name = node.name ? plainName(node.name) : "";
    const prefix = node.prefix.filter((part) => part.type === "Assignment");
    for (const one of prefix) this.#assignment(one, state, node.name === undefined);
    const declares = DECLARING.has(name);
    for (const one of node.args) if (one.type === "Assignment") this.#assignment(one, state, declares);
    if (FILLING.has(name)) this.#fill(name, node, state);
    else if (name === "let") for (const one of node.args) state.values.set(/^["']?(\w*)/.exec(one.text)?.[1] ?? "", "none");
    else if (name === "unset") for (const one of node.args) state.values.set(one.text, "empty");
    else if (ENDING.has(name)) state.ended = true;
    const called = this.#functions.get(name);
    if (called && this.#calls < MOST_CALLS && !this.#running.has(name)) {
      this.#calls++;
      this.#found.set(called, "none");
      this.#call(name, called, state);
    }
  }

  #call(name: string, node: FunctionNode, state: State): void {
    this.#running.add(name);
    this.#run(node.body, state);
    this.#running.delete(name);
    state.ended = false;
  }

  #assignment(node: Assignment, state: State, stays: boolean): void {
    this.#expand(node.value, state);
    if (!stays) return;
    const value = node.value.type === "Word" ? this.#wordValue(node.value, state) : "perhaps";
    const before = node.append ? this.#value(state, node.name) : "empty";
    state.values.set(node.name, node.index ? "perhaps" : joined(before, value));
  }

  #wordValue(word: Word, state: State): Blanks {
    return blanksOf(word, (name) => this.#value(state, name));
  }

  #fill(name: string, node: Command, state: State): void {
    if (name === "printf" && node.args[0]?.text !== "-v") return;
    for (const { text } of node.args) if (/^[A-Za-z_]\w*$/.test(text)) state.values.set(text, "perhaps");
  }

  /** Notes the variables in a word, redirection or expression; what is substituted runs in a shell of its own. */
  #expand(node: ShellNode, state: State): void {
    switch (node.type) {
      case "SimpleExpansion":
        return this.#note(node, node.text.slice(1), state);
      case "ParameterExpansion":
        this.#note(node, node.parameter, state);
        for (const child of childrenOf(node)) this.#expand(child, state);
        if (node.operation?.type === "Default" && node.operation.operator.endsWith("=")) state.values.set(node.parameter, "perhaps");
        return;
      case "CompoundList":
        return this.#all(node.commands, state);
      case "CommandExpansion":
      case "ArithmeticCommandExpansion":
      case "ProcessSubstitution":
        return this.#run(node, state);
      case "BraceGroup":
        return this.#all(node.body.commands, state);
      case "Redirected":
        for (const child of node.redirects) this.#expand(child, state);
        return this.#run(node.command, state);
      case "Coproc":
      case "ArithmeticFor":
        for (const child of childrenOf(node)) this.#run(child, state);
        return;
      default:
        for (const child of childrenOf(node)) this.#expand(child, state);
    }
  }
}

function plainName(word: Word): string {
  return word.parts === undefined ? word.value : "";
}

function copy(state: State): State {
  return { values: new Map(state.values), ended: state.ended };
}

/** What holds after either of two ways; a way that ended leaves nothing behind. */
function merge(into: State, other: State, unset: (name: string) => Blanks): void {
  if (other.ended) return;
  if (into.ended) {
    into.values = other.values;
    into.ended = false;
    return;
  }
  for (const name of new Set([...into.values.keys(), ...other.values.keys()])) {
    const a = into.values.get(name) ?? unset(name);
    const b = other.values.get(name) ?? unset(name);
    into.values.set(name, joined(a, b));
  }
}
