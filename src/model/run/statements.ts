import type { AndOr, Pipeline, ShellNode, Statement } from "../../parse/shell/index.ts";
import { arithmetic } from "./arithmetic.ts";
import { testExpression, type Answer } from "./conditions.ts";
import { runFor, runArithmeticFor, runWhile, runIf, runCase } from "./compound.ts";
import { atFirstStart, fork } from "./fork.ts";
import type { Machine } from "./machine.ts";
import { redirected } from "./redirect.ts";
import { runTrap } from "./trap.ts";
import { runSimple } from "./simple.ts";
import { Input, Output, type Shell } from "./shell.ts";

/** Runs any node of a script in a shell; the shell holds what came of it. */
export function evaluate(machine: Machine, shell: Shell, node: ShellNode): void {
  if (shell.flow || !machine.spend()) return;
  switch (node.type) {
    case "Script":
    case "CompoundList":
      return runList(machine, shell, node.commands);
    case "Statement":
      return runStatement(machine, shell, node);
    case "AndOr":
      return runAndOr(machine, shell, node);
    case "Pipeline":
      return runPipeline(machine, shell, node);
    case "Command":
      runSimple(machine, shell, node);
      return checkFailure(shell);
    case "Function":
      if (shell.tree) shell.functions.set(node.name.value, { body: node.body, tree: shell.tree });
      return succeed(shell);
    case "Redirected": {
      const ran = redirected(machine, shell, node.redirects, () => evaluate(machine, shell, node.command));
      // Busybox goes on after a failed redirection of a group even under `set -e`; measured with 1.35.
      if (!ran && shell.dialect !== "sh" && shell.dialect !== "ash") checkFailure(shell);
      return;
    }
    default:
      return evaluateCompound(machine, shell, node);
  }
}

function evaluateCompound(machine: Machine, shell: Shell, node: ShellNode): void {
  switch (node.type) {
    case "BraceGroup":
      return evaluate(machine, shell, node.body);
    case "Subshell":
      runSubshell(machine, shell, (inner) => evaluate(machine, inner, node.body));
      return checkFailure(shell);
    case "If":
      return runIf(machine, shell, node);
    case "For":
    case "Select":
      return runFor(machine, shell, node);
    case "ArithmeticFor":
      return runArithmeticFor(machine, shell, node);
    case "While":
      return runWhile(machine, shell, node);
    case "Case":
      return runCase(machine, shell, node);
    case "TestCommand":
      machine.world.watch();
      answer(shell, testExpression(machine, shell, node.expression));
      if (shell.status !== undefined && machine.world.guessed) shell.asked = "first-start";
      return checkFailure(shell);
    case "ArithmeticCommand": {
      const value = node.expression ? arithmetic(machine, shell, node.expression) : undefined;
      answer(shell, value === undefined ? undefined : value !== 0);
      return checkFailure(shell);
    }
    case "Coproc":
      return runSubshell(machine, shell, (inner) => evaluate(machine, inner, node.body));
    default:
      return;
  }
}

function succeed(shell: Shell): void {
  shell.status = 0;
  shell.asked = false;
}

function answer(shell: Shell, said: Answer): void {
  shell.status = said === undefined ? undefined : said ? 0 : 1;
  shell.asked = true;
}

/** `set -e`. */
function checkFailure(shell: Shell): void {
  const failed = shell.status !== undefined && shell.status !== 0;
  if (failed && shell.options.errexit && shell.guarded === 0) shell.flow ??= { kind: "exit", failed: true };
}

function runList(machine: Machine, shell: Shell, statements: readonly Statement[]): void {
  for (const statement of statements) {
    if (shell.flow) return;
    evaluate(machine, shell, statement);
  }
}

function runStatement(machine: Machine, shell: Shell, { command, background }: Statement): void {
  if (!background) return evaluate(machine, shell, command);
  runSubshell(machine, shell, (inner) => evaluate(machine, inner, command));
  succeed(shell);
}

/** Runs in a process of its own: what changes there, files apart, stays there. */
function runSubshell(machine: Machine, shell: Shell, run: (inner: Shell) => void): void {
  const inner = shell.copy();
  inner.exitTrap = undefined;
  run(inner);
  runTrap(machine, inner);
  shell.status = inner.flow?.kind === "exit" && inner.flow.failed ? inner.status || 1 : inner.status;
  shell.asked = inner.asked;
}

function guarded(shell: Shell, run: () => void): void {
  shell.guarded++;
  run();
  shell.guarded--;
}

function runAndOr(machine: Machine, shell: Shell, { commands, operators }: AndOr): void {
  for (const [at, command] of commands.entries()) {
    if (shell.flow) return;
    const run = (inner: Shell): void => {
      if (at === commands.length - 1) evaluate(machine, inner, command);
      else guarded(inner, () => { evaluate(machine, inner, command); });
    };
    const operator = operators[at - 1];
    if (operator === undefined) run(shell);
    else runLink(machine, shell, operator, run);
  }
}

function runLink(machine: Machine, shell: Shell, operator: "&&" | "||", run: (shell: Shell) => void): void {
  const { status } = shell;
  if (status !== undefined) {
    const runs = (status === 0) === (operator === "&&");
    if (shell.asked === "first-start") atFirstStart(machine, shell, runs ? run : () => undefined, runs ? () => undefined : run);
    else if (runs) run(shell);
    return;
  }
  // A program that is not known normally succeeds; a question may be answered either way.
  if (operator === "&&" && !shell.asked) return run(shell);
  const { asked } = shell;
  const skipped = operator === "&&" ? 1 : 0;
  fork(machine, shell, [(taken) => { taken.status = skipped === 1 ? 0 : 1; run(taken); }, (other) => { other.status = skipped; }]);
  shell.asked = asked;
}

function runPipeline(machine: Machine, shell: Shell, { commands, prefixes }: Pipeline): void {
  const negated = prefixes.filter(({ type }) => type === "Negation").length % 2 === 1;
  if (negated) shell.guarded++;
  const [only] = commands;
  if (commands.length === 1 && only) evaluate(machine, shell, only);
  else runPipe(machine, shell, commands);
  if (negated) shell.guarded--;
  if (negated && shell.status !== undefined) shell.status = shell.status === 0 ? 1 : 0;
  else if (commands.length > 1) checkFailure(shell);
}

function runPipe(machine: Machine, shell: Shell, commands: Pipeline["commands"]): void {
  let input = shell.input;
  const statuses: (number | undefined)[] = [];
  for (const [at, command] of commands.entries()) {
    const inner = shell.copy();
    inner.guarded = at < commands.length - 1 ? 1 : inner.guarded;
    inner.input = input;
    if (at < commands.length - 1) inner.output = new Output();
    evaluate(machine, inner, command);
    if (at < commands.length - 1) input = new Input(inner.output.text);
    shell.status = inner.status;
    shell.asked = inner.asked;
    statuses.push(inner.status);
  }
  if (shell.options.pipefail && shell.status === 0) {
    shell.status = statuses.find((status) => status !== 0 && status !== undefined) ?? (statuses.includes(undefined) ? undefined : 0);
  }
}
