import type { MappedText, Span } from "#text";
import { madeText, textOfArgument } from "./aligned.ts";
import type { Machine } from "./machine.ts";
import type { Shell } from "./shell.ts";
import type { Argument } from "./types.ts";

const NODE = /^(node|nodejs)$/;
const PYTHON = /^(python|pypy)(\d(\.\d+)?)?$/;

/** The program that stands in the words of a command line of Node or Python (`node -e`, `python -c`), or that it reads from its input; undefined for other commands, and where the text is not known. */
export function inlineProgram(machine: Machine, shell: Shell, name: string, args: readonly Argument[], span: Span): MappedText | undefined {
  const isNode = NODE.test(name);
  if (!isNode && !PYTHON.test(name)) return undefined;
  const flags = isNode ? /^(-[a-z]*[ep]|--eval|--print)$/ : /^-[A-Za-z]*c$/;
  for (const [at, arg] of args.entries()) {
    const { value } = arg;
    if (value === undefined) return undefined;
    if (flags.test(value)) return textOf(machine, args[at + 1]);
    // What follows a script or a module is its own; options that take a word are rare before a text.
    if (value === "-m" || (!value.startsWith("-") && value !== "")) return undefined;
    if (value === "-") break;
  }
  const text = shell.tree ? shell.input.rest() : undefined;
  return text === undefined || text === "" || args.some(({ value }) => value?.startsWith("--version") || value === "-V" || value === "-v") ? undefined : madeText(span, text);
}

function textOf(machine: Machine, argument: Argument | undefined): MappedText | undefined {
  if (!argument || argument.doubt || argument.glob) return undefined;
  return machine.texts.get(argument) ?? textOfArgument(argument);
}
