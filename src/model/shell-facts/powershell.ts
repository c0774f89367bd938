import type { MappedText, Span } from "#text";
import type { Step } from "../types.ts";
import type { PowerShellRun } from "./types.ts";

/** Options of powershell and pwsh that take a value of their own. */
const VALUED = /^-(?:ExecutionPolicy|ep|ex|exec|Version|v|WindowStyle|w|InputFormat|OutputFormat|PSConsoleFile|ConfigurationName|WorkingDirectory|wd|SettingsFile|CustomPipeName)$/i;
/** With these no script text follows. */
const NO_SCRIPT = /^-(?:File|f|EncodedCommand|e|ec|enc|Help|h|\?)$/i;
const PROGRAM = /^\s*@?(?:"[^"]*[\\/]|[^\s"]*[\\/])?(powershell|pwsh)(?:\.exe)?"?(?=\s)/i;

/** The PowerShell text that a RUN runs: by SHELL, or because the RUN starts with a call of powershell or pwsh. */
export function powerShellRun(step: Step): PowerShellRun | undefined {
  const instruction = step.instruction.trigger ?? step.instruction;
  const form = instruction.command;
  if (instruction.keyword !== "RUN" || !form || form.form === "exec") return undefined;
  const { shell } = step.before;
  const text = form.form === "shell" ? form.script : form.heredoc.body;
  if (shell.dialect === "powershell") return run(text, instruction.keywordSpan, shell.words.slice(1).join(" "), undefined);
  return form.form === "shell" ? calledIn(text, shell.dialect === "cmd") : undefined;
}

/** `pwsh -NoProfile -Command "..."`. */
function calledIn(text: MappedText, inCmd: boolean): PowerShellRun | undefined {
  const program = PROGRAM.exec(text.text);
  if (!program) return undefined;
  const start = program[0].length - program[0].trimStart().length;
  let at = program[0].length;
  const options: string[] = [];
  for (let option = /^\s+([-/][A-Za-z?]+)(?=\s|$)/.exec(text.text.slice(at)); option; option = /^\s+([-/][A-Za-z?]+)(?=\s|$)/.exec(text.text.slice(at))) {
    const name = (option[1] ?? "").replace(/^\//, "-");
    if (NO_SCRIPT.test(name)) return undefined;
    at += option[0].length;
    if (/^-c(?:o(?:m(?:m(?:a(?:nd?)?)?)?)?)?$/i.test(name)) break;
    options.push(name);
    const value = VALUED.test(name) ? /^\s+(\S+)/.exec(text.text.slice(at)) : null;
    if (value) {
      options.push(value[1] ?? "");
      at += value[0].length;
    }
  }
  at += (/^\s*/.exec(text.text.slice(at))?.[0] ?? "").length;
  const end = endOfCall(text.text, at, inCmd);
  const quoted = /^(["'])[^]*\1$/.test(text.text.slice(at, end)) ? 1 : 0;
  const call = { program: program[1] ?? "", options, quoted: quoted === 1, whole: text.text.slice(end).trim() === "", span: text.span(start, end) };
  return run(text.slice(at + quoted, end - quoted), text.span(start, program[0].length), "", call);
}

/** Where the shell around ends the call: at an operator of its own outside quotes. */
function endOfCall(text: string, from: number, inCmd: boolean): number {
  const operator = inCmd ? /^(?:&&|&|\|\|)/ : /^(?:&&|\|\||[;|&\n])/;
  let quote = "";
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (operator.test(text.slice(at, at + 2))) return from + text.slice(from, at).trimEnd().length;
  }
  return from + text.slice(from).trimEnd().length;
}

function run(text: MappedText, at: Span, setup: string, call: PowerShellRun["call"]): PowerShellRun {
  const statements = [...statementsOf(text.text)];
  const first = statements.findIndex((statement) => !/^\\?\$[\w:]+\s*=/.test(statement));
  const leading = statements.slice(0, first < 0 ? statements.length : first);
  return { text, at, call, setup, settings: [setup, ...leading].join("; ").replaceAll("\\$", "$"), statements: statements.filter((statement) => !/^\\?\$\w*Preference\s*=/i.test(statement)) };
}

/** Split at `;` and line ends outside quotes and brackets; comments left out. */
function* statementsOf(text: string): Generator<string> {
  let depth = 0;
  let quote = "";
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const character = text.charAt(at);
    if (at < text.length && quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (/[({[]/.test(character)) depth++;
    else if (/[)}\]]/.test(character)) depth--;
    else if (at === text.length || (depth <= 0 && /[;\n]/.test(character))) {
      const statement = text.slice(from, at).trim();
      if (statement !== "" && !statement.startsWith("#")) yield statement;
      from = at + 1;
    }
  }
}
