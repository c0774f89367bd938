import { alignedText } from "./aligned.ts";
import { DONE, type Call, type Machine, type Outcome } from "./machine.ts";
import type { Shell } from "./shell.ts";

/** `trap TEXT SIGNAL ...`: what the shell does at its end is kept; what it does on signals nobody can foresee. */
export function setTrap({ shell, args }: Call): Outcome {
  const [text, ...signals] = args.filter(({ value }, at) => !(at === 0 && value === "--"));
  if (!text) return DONE;
  const only = signals.length === 0;
  const named = only ? [text] : signals;
  if (!named.some(({ value }) => /^(EXIT|0)$/i.test(value ?? ""))) return DONE;
  shell.exitTrap = only || text.value === "-" || text.value === "" ? undefined : text;
  return DONE;
}

/**
 * What a shell does at its end, where it comes to one: not where another program took its place, and not where its last command
 * is one that stays.
 */
export function runTrap(machine: Machine, shell: Shell): void {
  const { exitTrap, flow, status } = shell;
  if (!exitTrap || shell.replaced || (!flow && machine.stays)) return;
  shell.exitTrap = undefined;
  if (exitTrap.value === undefined || exitTrap.doubt) {
    machine.journal.unknown("what a trap runs is only known when the container runs", exitTrap.span);
    return;
  }
  shell.flow = undefined;
  shell.options.errexit = false;
  machine.evaluators.evaluateText(machine, shell, alignedText(exitTrap.span, exitTrap.value));
  shell.flow ??= flow;
  shell.status = status;
}
