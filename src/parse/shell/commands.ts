import type {
  AndOr, Command, CommandWord, Enclosing, EnclosingKind, Pipeline, Place, ShellTree, SimpleCommand, Statement, SyntaxNode,
} from "./tree.ts";
import { perScript } from "./per-script.ts";
import { childrenOf } from "./walk.ts";
import { commandWord } from "./words.ts";

interface Visit {
  readonly node: SyntaxNode;
  readonly place: Place | undefined;
  readonly enclosing: readonly Enclosing[];
}

/** Every simple command of a script in the order of the text, those in functions, substitutions and here-documents included. */
export function* simpleCommands(tree: ShellTree): Generator<SimpleCommand> {
  for (const { node, place, enclosing } of commandVisits(tree.script)) yield new PlacedCommand(tree, node, place, enclosing);
}

interface CommandVisit {
  readonly node: Command;
  readonly place: Place;
  readonly enclosing: readonly Enclosing[];
}

/** What stands where in a script. */
const commandVisits = perScript((script): readonly CommandVisit[] => {
  const found: CommandVisit[] = [];
  const open: Visit[] = [{ node: script, place: undefined, enclosing: [] }];
  for (let visit = open.pop(); visit; visit = open.pop()) {
    const { node, place, enclosing } = visit;
    if (node.type === "Command" && place) found.push({ node, place, enclosing });
    const inside = visitsBelow(visit);
    for (let at = inside.length - 1; at >= 0; at--) {
      const next = inside[at];
      if (next) open.push(next);
    }
  }
  return found;
});

function visitsBelow({ node, place, enclosing }: Visit): Visit[] {
  switch (node.type) {
    case "Script":
    case "CompoundList":
      return node.commands.map((statement, index) => ({ node: statement, place: statementPlace(statement, node.commands, index), enclosing }));
    case "AndOr":
      return node.commands.map((command, index) => ({ node: command, place: place && { ...place, list: listPlace(node, index) }, enclosing }));
    case "Pipeline":
      return node.commands.map((command, index) => ({ node: command, place: place && { ...place, pipeline: pipelinePlace(node, index) }, enclosing }));
    default:
      return childrenOf(node).map((child) => ({ node: child, place, enclosing: withEnclosing(enclosing, node, child, place) }));
  }
}

function statementPlace(statement: Statement, siblings: readonly Statement[], index: number): Place {
  return { statement, siblings, index, background: statement.background === true, list: undefined, pipeline: undefined };
}

function listPlace(node: AndOr, index: number): NonNullable<Place["list"]> {
  return { node, index, before: node.operators[index - 1], after: node.operators[index] };
}

function pipelinePlace(node: Pipeline, index: number): NonNullable<Place["pipeline"]> {
  const negations = node.prefixes.filter((prefix) => prefix.type === "Negation").length;
  return { node, index, length: node.commands.length, negated: negations % 2 === 1 };
}

function withEnclosing(outer: readonly Enclosing[], node: SyntaxNode, child: SyntaxNode, place: Place | undefined): readonly Enclosing[] {
  const added = place && enclosure(node, child, place);
  return added ? [...outer, added] : outer;
}

function enclosure(node: SyntaxNode, child: SyntaxNode, place: Place): Enclosing | undefined {
  const of = (kind: EnclosingKind, around: Enclosing["node"], name?: string): Enclosing => ({ kind, node: around, name, place });
  switch (node.type) {
    case "Subshell":
      return of("subshell", node);
    case "BraceGroup":
      return of("group", node);
    case "Function":
      return child === node.name ? undefined : of("function", node, node.name.value);
    case "For":
    case "Select":
    case "ArithmeticFor":
      return child === node.body ? of("loop", node) : undefined;
    case "While":
      return of(child === node.body ? "loop" : "condition", node);
    case "If":
      // An `elif` says itself which part of it is the question.
      return child.type === "Elif" ? undefined : of(child === node.clause ? "condition" : "branch", node);
    case "Elif":
      return of(child === node.clause ? "condition" : "branch", node);
    case "CaseItem":
      return child === node.body ? of("case", node) : undefined;
    case "CommandExpansion":
    case "ArithmeticCommandExpansion":
      return of("substitution", node);
    case "ProcessSubstitution":
      return of("process-substitution", node);
    case "Coproc":
      return child === node.body ? of("coprocess", node) : undefined;
    case "HereDocBody":
      return of("heredoc", node);
    default:
      return undefined;
  }
}

class PlacedCommand implements SimpleCommand {
  readonly tree: ShellTree;
  readonly node: Command;
  readonly statement: Statement;
  readonly siblings: readonly Statement[];
  readonly index: number;
  readonly background: boolean;
  readonly list: Place["list"];
  readonly pipeline: Place["pipeline"];
  readonly enclosing: readonly Enclosing[];
  #words: readonly CommandWord[] | undefined;

  constructor(tree: ShellTree, node: Command, place: Place, enclosing: readonly Enclosing[]) {
    this.tree = tree;
    this.node = node;
    this.statement = place.statement;
    this.siblings = place.siblings;
    this.index = place.index;
    this.background = place.background;
    this.list = place.list;
    this.pipeline = place.pipeline;
    this.enclosing = enclosing;
  }

  get span(): SimpleCommand["span"] {
    return this.tree.spanOf(this.node);
  }

  get words(): readonly CommandWord[] {
    const { name, args } = this.node;
    return (this.#words ??= (name ? [name, ...args] : []).map((word) => commandWord(this.tree, word)));
  }

  get assignments(): SimpleCommand["assignments"] {
    return this.node.prefix.filter((part) => part.type === "Assignment");
  }

  get redirects(): SimpleCommand["redirects"] {
    return this.node.redirects;
  }

  get inSubshell(): boolean {
    return this.#within("subshell");
  }

  get inFunction(): string | undefined {
    return this.enclosing.findLast(({ kind }) => kind === "function")?.name;
  }

  get inLoop(): boolean {
    return this.#within("loop");
  }

  get inCondition(): boolean {
    return this.#within("condition");
  }

  get inBranch(): boolean {
    return this.#within("branch") || this.#within("case");
  }

  get inSubstitution(): boolean {
    return this.#within("substitution") || this.#within("process-substitution");
  }

  #within(kind: EnclosingKind): boolean {
    return this.enclosing.some((around) => around.kind === kind);
  }
}
