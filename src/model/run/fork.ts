import type { Machine } from "./machine.ts";
import { Output, type Shell } from "./shell.ts";
import { World } from "./world.ts";

/**
 * Goes on as a container's first start does. What a later start does instead only counts for the commands that it runs and for what
 * it deletes; none of either is sure.
 */
export function atFirstStart(machine: Machine, shell: Shell, first: Course, later: Course): void {
  const { world } = machine;
  const mark = machine.journal.mark();
  const other = shell.copy();
  other.within = true;
  other.output = new Output();
  other.input = shell.input.copy();
  machine.world = world.copy();
  if (machine.spend(1 + Math.ceil((world.size + mark.size) / 20))) later(other);
  machine.journal.rewind(mark);
  machine.world = world;
  const { within } = shell;
  shell.within = true;
  first(shell);
  shell.within = within;
}

/** One way that things may go on. */
export type Course = (shell: Shell) => void;

/**
 * Reads several courses of which the running container takes one, and goes on with what they have in common. A course that does
 * nothing stands for a branch that is not there.
 */
export function fork(machine: Machine, shell: Shell, courses: readonly Course[]): void {
  const before = machine.world;
  const mark = machine.journal.mark();
  const outer = shell.output;
  if (!machine.spend(1 + Math.ceil((before.size + shell.vars.size + mark.size) / 20))) return;
  const ended: { readonly shell: Shell; readonly world: World; readonly writes: ReturnType<typeof machine.journal.mark> }[] = [];
  for (const course of courses) {
    const own = shell.copy();
    own.within = true;
    own.branch = machine.newBranch();
    own.output = new Output();
    own.input = shell.input.copy();
    machine.world = before.copy();
    course(own);
    ended.push({ shell: own, world: machine.world, writes: machine.journal.rewind(mark) });
  }
  const going = ended.filter(({ shell: { flow } }) => flow === undefined);
  machine.world = World.merge((going.length > 0 ? going : ended).map(({ world }) => world)) ?? before;
  machine.journal.join(mark, ended.map(({ writes }) => writes), shell);
  const texts = new Set(ended.map(({ shell: { output } }) => output.text));
  outer.append(texts.size === 1 ? [...texts][0] : undefined);
  shell.merge(ended.map((one) => one.shell));
}
