import type { MappedText, Span } from "#text";
import { dialectOf, isPosixShell, parseShell, readCommand, simpleCommands, type CommandWord } from "../../../parse/shell/index.ts";
import type { Invocation } from "../../types.ts";
import type { StartLine } from "./types.ts";

const DEEPEST = 3;

/**
 * The programs that ENTRYPOINT and CMD start: the whole line, what `sh -c` runs of it, and the arguments alone where an entry
 * point script gets a command to start (`["./entrypoint.sh"]` with `["rails", "server"]`).
 */
export function startLines(entrypoint: Invocation | undefined, command: Invocation | undefined): readonly StartLine[] {
  if (entrypoint?.form === "shell") return ofInvocation(entrypoint, undefined);
  if (!entrypoint) return command ? ofInvocation(command, undefined) : [];
  return [...ofInvocation(entrypoint, command), ...(command ? ofInvocation(command, undefined) : [])];
}

function ofInvocation(first: Invocation, second: Invocation | undefined): readonly StartLine[] {
  if (first.script) return ofScript(first.script, first.words[0] ?? "sh", 0);
  const words = [...exec(first), ...(second ? exec(second) : [])];
  return ofWords(words, first.span, [...first.itemTexts, ...(second?.itemTexts ?? [])]);
}

function exec(invocation: Invocation): readonly CommandWord[] {
  return invocation.words.map((text, at) => ({ value: text, text, raw: text, span: invocation.itemSpans[at] ?? invocation.span, node: undefined }));
}

function ofWords(words: readonly CommandWord[], span: Span, texts: readonly (MappedText | undefined)[]): readonly StartLine[] {
  const line = lineOf(words, new Map(), span);
  const script = texts[words.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word.text)) + 1];
  return [...(line ? [line] : []), ...(line && script && isShell(line.name) ? ofScript(script, line.name, 1) : [])];
}

function ofScript(script: MappedText, shell: string, depth: number): readonly StartLine[] {
  if (depth > DEEPEST || !isPosixShell(dialectOf([shell]))) return [];
  return [...simpleCommands(parseShell(script))].flatMap((command) => {
    const assignments = new Map<string, string>(command.assignments.flatMap(({ name, value }) => (value.type === "Word" ? [[name, value.value] as const] : [])));
    const line = lineOf(command.words, assignments, command.span);
    return line ? [line] : [];
  });
}

function lineOf(words: readonly CommandWord[], assignments: ReadonlyMap<string, string>, span: Span): StartLine | undefined {
  const { name, args, wrappers } = readCommand(words);
  if (name === "") return undefined;
  const own = wrappers.flatMap((wrapper) => wrapper.args).flatMap(({ text }) => /^(\w+)=(.*)$/s.exec(text)?.slice(1, 3) ?? []);
  const set = new Map(assignments);
  for (let at = 0; at < own.length; at += 2) set.set(own[at] ?? "", own[at + 1] ?? "");
  const texts = args.map(({ text }) => text);
  if ((name === "bundle" || name === "bundler") && texts[0] === "exec" && texts[1] !== undefined) {
    return { name: texts[1].slice(texts[1].lastIndexOf("/") + 1), args: texts.slice(2), assignments: set, span };
  }
  return { name, args: texts, assignments: set, span };
}

function isShell(name: string): boolean {
  return /^(?:ba|da|a|z|k)?sh$/.test(name);
}
