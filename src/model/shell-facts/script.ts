import type { MappedText, Span, SyntaxFault } from "#text";
import { childrenOf, isPosixShell, parseShell, type Placed, type ShellNode, type ShellTree } from "../../parse/shell/index.ts";
import type { SystemShell } from "../images/system-shell.ts";
import type { ShellSetting } from "../types.ts";
import { becomesLast } from "./becomes-last.ts";
import { decides, FoundScriptCommand } from "./commands.ts";
import { comparisonsOf } from "./comparisons.ts";
import { hasFeature, type ShellFeature } from "./features.ts";
import { BlankFlow } from "./flow.ts";
import { literalsOf } from "./literals.ts";
import { NodeIndex } from "./nodes.ts";
import { isCommandName, isQuoteFree } from "./quoting.ts";
import { removalsOf } from "./removals.ts";
import type {
  ConditionalChain, ScriptCommand, ScriptNode, ScriptPipeline, ScriptRemoval, ShellComparison, ShellExpansion, ShellLiteral, ShellNegation, ShellNodeOf, ShellScript, ShellVariables, StatementList,
} from "./types.ts";
import { ScriptVariables } from "./variables.ts";

/** What a script is made of. */
export interface ScriptInput {
  readonly text: MappedText;
  /** The parsed text where it is there already. */
  readonly tree: ShellTree | undefined;
  readonly dialect: ShellSetting["dialect"];
  readonly atBuild: boolean;
  /** The shell is started with `-e`. */
  readonly errexit: boolean;
  /** Whether ENV or ARG sets a variable before the script. */
  readonly isSet: (name: string) => boolean;
  /** Whether they give it a value that is known and not empty. */
  readonly isGiven: (name: string) => boolean;
  readonly setNames: () => Iterable<string>;
  /** The program behind `/bin/sh`. */
  readonly systemShell: () => SystemShell | undefined;
}

/** The script of a step with its facts, each worked out when first asked for; undefined for a language that is not read. */
export function shellScript(input: ScriptInput): ShellScript | undefined {
  return isPosixShell(input.dialect) ? new Script(input) : undefined;
}

class Script implements ShellScript {
  readonly text: MappedText;
  readonly dialect: ShellSetting["dialect"];
  readonly atBuild: boolean;
  readonly #input: ScriptInput;
  #tree: ShellTree | undefined;
  #index: NodeIndex | undefined;
  #expansions: readonly ShellExpansion[] | undefined;
  #commands: ReadonlyMap<ShellNode, ScriptCommand> | undefined;
  #commandList: readonly ScriptCommand[] | undefined;
  #lists: readonly StatementList[] | undefined;
  #pipelines: readonly ScriptPipeline[] | undefined;
  #comparisons: readonly ShellComparison[] | undefined;
  #negations: readonly ShellNegation[] | undefined;
  #chains: readonly ConditionalChain[] | undefined;
  #removals: readonly ScriptRemoval[] | undefined;
  #literals: readonly ShellLiteral[] | undefined;
  #variables: ShellVariables | undefined;
  #errexit: boolean | undefined;

  constructor(input: ScriptInput) {
    this.text = input.text;
    this.dialect = input.dialect;
    this.atBuild = input.atBuild;
    this.#input = input;
  }

  get tree(): ShellTree {
    return (this.#tree ??= this.#input.tree ?? parseShell(this.text));
  }

  get posix(): boolean {
    return this.dialect === "sh" || this.dialect === "dash" || this.dialect === "ash";
  }

  understands(feature: ShellFeature): boolean | undefined {
    if (!this.posix) return true;
    return hasFeature(this.dialect === "sh" ? this.#input.systemShell() : this.dialect === "ash" ? "busybox" : "dash", feature);
  }

  isGiven(name: string): boolean {
    return this.#input.isGiven(name);
  }

  get errexit(): boolean {
    return (this.#errexit ??= this.#input.errexit || this.commands.some((command) => command.name === "set" && (command.hasFlag("e") || command.args.some(({ text }) => text === "errexit"))));
  }

  get becomesLast(): boolean | undefined {
    return becomesLast(this.tree, this.#input.systemShell());
  }

  get expansions(): readonly ShellExpansion[] {
    return (this.#expansions ??= this.#findExpansions());
  }

  get commands(): readonly ScriptCommand[] {
    return (this.#commandList ??= [...this.#byNode().values()]);
  }

  get lists(): readonly StatementList[] {
    return (this.#lists ??= this.#findLists());
  }

  get pipelines(): readonly ScriptPipeline[] {
    return (this.#pipelines ??= this.all("Pipeline").map((at) => ({ at, commands: at.node.commands.map((command) => this.#byNode().get(command)) })));
  }

  get comparisons(): readonly ShellComparison[] {
    return (this.#comparisons ??= comparisonsOf(this.commands, this.all("TestBinary"), this.tree));
  }

  get negations(): readonly ShellNegation[] {
    return (this.#negations ??= this.lists.flatMap((list) => this.#negationsOf(list)));
  }

  get conditionalChains(): readonly ConditionalChain[] {
    return (this.#chains ??= this.all("AndOr").flatMap((at) => this.#chainsOf(at)));
  }

  get removals(): readonly ScriptRemoval[] {
    return (this.#removals ??= removalsOf(this.commands, this.tree));
  }

  get faults(): readonly SyntaxFault[] {
    return this.tree.faults;
  }

  get literals(): readonly ShellLiteral[] {
    return (this.#literals ??= literalsOf(this.#nodes(), this.tree));
  }

  get variables(): ShellVariables {
    return (this.#variables ??= new ScriptVariables(this.tree, this.#nodes(), this.#input.isSet, this.#input.setNames));
  }

  all<T extends ShellNode["type"]>(type: T): readonly ScriptNode<ShellNodeOf<T>>[] {
    return this.#nodes().all(type);
  }

  commandOf(node: ScriptNode): ScriptCommand | undefined {
    for (let here: ScriptNode | undefined = node; here; here = here.parent) if (here.node.type === "Command") return this.#byNode().get(here.node);
    return undefined;
  }

  spanOf(node: Placed): Span {
    return this.tree.spanOf(node);
  }

  span(start: number, end: number): Span {
    return this.text.span(start, end);
  }

  #nodes(): NodeIndex {
    return (this.#index ??= NodeIndex.of(this.tree.script));
  }

  #byNode(): ReadonlyMap<ShellNode, ScriptCommand> {
    return (this.#commands ??= new Map(this.all("Command").map((at) => [at.node, new FoundScriptCommand(at, this.tree)])));
  }

  #findExpansions(): readonly ShellExpansion[] {
    let flow: BlankFlow | undefined;
    const isHarmless = (node: ShellNode): boolean => (flow ??= new BlankFlow(this.tree.script, this.#input.isSet)).isHarmless(node);
    const found: ShellExpansion[] = [];
    for (const at of this.#nodes().nodes) {
      const { node } = at;
      if (node.type !== "SimpleExpansion" && node.type !== "ParameterExpansion" && node.type !== "CommandExpansion") continue;
      const commandName = isCommandName(at);
      const splits = !isQuoteFree(at, this.dialect === "sh");
      found.push({
        at, node, span: this.tree.spanOf(node), splits, isCommandName: commandName,
        kind: node.type === "CommandExpansion" ? "substitution" : "variable",
        name: node.type === "SimpleExpansion" ? node.text.slice(1) : node.type === "ParameterExpansion" ? node.parameter : "",
        get harmless() {
          return isHarmless(node);
        },
        quotable: splits && !commandName && isQuotable(at, this.text),
        wholeWord: at.parent?.node.type === "Word" && at.parent.node.parts?.length === 1,
      });
    }
    return found;
  }

  #chainsOf(at: ScriptNode<ShellNodeOf<"AndOr">>): readonly ConditionalChain[] {
    const { commands, operators } = at.node;
    return operators.flatMap((operator, index): ConditionalChain[] => {
      const [condition, taken, other] = [commands[index - 1], commands[index], commands[index + 1]];
      const inside = index < operators.length - 1 || decides(at);
      if (operator !== "||" || operators[index - 1] !== "&&" || !condition || !taken || !other || inside) return [];
      return [{ span: this.text.span(condition.end, taken.pos), first: this.text.text.slice(condition.pos, condition.end), last: this.#byNode().get(other) }];
    });
  }

  #negationsOf({ statements, kind }: StatementList): readonly ShellNegation[] {
    const gives = kind === "script" || kind === "subshell" || kind === "function" || kind === "condition";
    return statements.flatMap(({ command }, index) => {
      if (command.type !== "Pipeline" || command.prefixes[0]?.type !== "Negation") return [];
      const at = this.all("Pipeline").find(({ node }) => node === command);
      if (!at) return [];
      return { at, status: decides(at) ? "decides" : gives && index === statements.length - 1 ? "result" : "lost" };
    });
  }

  #findLists(): readonly StatementList[] {
    const found: StatementList[] = [];
    for (const { node } of this.all("Script")) found.push({ statements: node.commands, owner: { node, parent: undefined }, kind: "script" });
    for (const at of this.all("CompoundList")) {
      const owner = at.parent;
      if (owner) found.push({ statements: at.node.commands, owner, kind: listKind(owner, at.node) });
    }
    return found;
  }
}

function listKind(owner: ScriptNode, list: ShellNode): StatementList["kind"] {
  const { node } = owner;
  switch (node.type) {
    case "Subshell":
      return "subshell";
    case "BraceGroup":
      return owner.parent?.node.type === "Function" ? "function" : "group";
    case "CaseItem":
      return "case";
    case "If":
    case "Elif":
      return node.clause === list ? "condition" : "branch";
    case "While":
      return node.clause === list ? "condition" : "loop";
    case "Function":
      return "function";
    default:
      return "loop";
  }
}

/** True where the expansion's own text can be put in double quotes as it stands. */
function isQuotable(at: ScriptNode, text: MappedText): boolean {
  const { node } = at;
  const word = at.parent?.node;
  if (word?.type !== "Word" || !text.text.startsWith(word.text, word.pos)) return false;
  if (node.type !== "CommandExpansion") return true;
  // Backticks read backslashes and quotes differently inside double quotes.
  return node.text.startsWith("$(") && childrenOf(node).length > 0;
}
