import type { MappedText, Span } from "#text";
import type { Invocation } from "../types.ts";
import { isRootUser } from "../users.ts";
import { launch } from "./launch.ts";
import { Machine } from "./machine.ts";
import { evaluateDocument } from "./scripts.ts";
import { known, Shell, UNKNOWN } from "./shell.ts";
import { evaluate } from "./statements.ts";
import type { Argument, RunInput, RunResult } from "./types.ts";

/**
 * Reads what the entry point and command of a container do, without running anything: every write with its evidence, what is
 * deleted, which commands run. Never throws; what cannot be told is in `unknowns`.
 */
export function readStart(input: RunInput): RunResult {
  const machine = new Machine(input, { evaluate, launch, evaluateText: evaluateDocument });
  const words = startWords(machine, input);
  const [first] = words;
  if (first) follow(machine, startShell(input, words), words, first.span);
  followLinks(machine);
  const { journal } = machine;
  const isKnown = !journal.unknownProgram && journal.programs.length === 0;
  return {
    writes: isKnown ? journal.seen : journal.writes,
    denied: journal.denied,
    removals: journal.removals,
    startCommands: journal.commands,
    unknowns: journal.unknowns,
    missing: journal.missing,
    resolvesTo: isKnown ? "known" : "unknown-program",
    programs: journal.unknownProgram ? undefined : journal.programs,
  };
}

/** A link counts as a file where it leads to one in the end: the start wrote that after it made the link. */
function followLinks({ world, journal, dangling }: Machine): void {
  for (const { shell, path, argument } of dangling) {
    const leads = world.link(path) === undefined ? undefined : world.resolve("/", path);
    if (leads && world.file(leads.path) === true) journal.write(shell, path, "file", argument.span, { class: "scratch" });
  }
}

/** A script nested beyond the stack's depth is left where it stands. */
function follow(machine: Machine, shell: Shell, words: readonly Argument[], span: Span): void {
  try {
    launch(machine, shell, words, span);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    machine.journal.unknown("the start is nested too deeply to be followed", span);
    machine.journal.unknownProgram = true;
  }
}

/**
 * The engine's own putting together: the command's words follow the entry point's; a shell form is `/bin/sh -c` and one word, so
 * that a command after an entry point in shell form only becomes the parameters of its text.
 */
function startWords(machine: Machine, { entrypoint, command }: RunInput): readonly Argument[] {
  return [...(entrypoint ? wordsOf(machine, entrypoint) : []), ...(command ? wordsOf(machine, command) : [])];
}

function wordsOf(machine: Machine, invocation: Invocation): readonly Argument[] {
  const { script, words, itemSpans, itemTexts, span } = invocation;
  if (!script) return words.map((word, at) => {
    const item = argument(word, itemSpans[at] ?? span);
    const text = itemTexts[at];
    if (text) machine.texts.set(item, text);
    return item;
  });
  const shell = words.length > 1 && words.at(-1) === script.text ? words.slice(0, -1) : words.length > 0 ? words : ["/bin/sh", "-c"];
  const text = argument(script.text, wholeSpan(script, span));
  machine.texts.set(text, script);
  return [...shell.map((word) => argument(word, span)), text];
}

function wholeSpan(script: MappedText, span: Span): Span {
  return script.text.length > 0 ? script.span(0, script.text.length) : span;
}

function argument(value: string, span: Span): Argument {
  return { value, text: value, raw: value, span, node: undefined, doubt: false, glob: false };
}

function startShell(input: RunInput, words: readonly Argument[]): Shell {
  const shell = new Shell();
  shell.cwd = input.cwd;
  shell.user = input.user;
  shell.environmentKnown = input.environmentKnown === true;
  shell.dialect = input.systemShell ?? "sh";
  const said = words.map(({ value }) => value ?? "").join(" ");
  const span = (input.entrypoint ?? input.command)?.span;
  if (span) shell.trace = [{ span, message: `the container starts ${said.length > 60 ? `${said.slice(0, 57)}...` : said}` }];
  for (const [name, { value }] of input.env) {
    shell.vars.set(name, value === undefined ? UNKNOWN : known(value));
    shell.exported.add(name);
  }
  // The engine sets HOME from the user's entry in the image when nothing else does.
  if (!shell.vars.has("HOME")) shell.vars.set("HOME", input.user !== undefined && isRootUser(input.user) ? known("/root") : input.home === undefined ? UNKNOWN : known(input.home));
  shell.exported.add("HOME");
  return shell;
}

