import type { MappedText } from "#text";
import type { Setting } from "../../../parse/settings/index.ts";
import { supervisorFiles, supervisorPrograms, supervisorText, type SupervisorSettings } from "../../configured/supervisor-files.ts";
import { UNSURE, type Call, type Outcome, type Program } from "../machine.ts";
import { ended, traceInto } from "../scripts.ts";
import { isList, known } from "../shell.ts";
import { readOptions } from "./options.ts";

const PLACES = ["/etc/supervisord.conf", "/etc/supervisor/supervisord.conf", "/etc/supervisor.conf"];

/** Loaded only where supervisord reads a file of the project. */
function readSettings(text: string): readonly Setting[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  return (require("../../configured/readers/index.ts") as typeof import("../../configured/readers/index.ts")).readSupervisor(text);
}

/** `supervisord -c FILE`: starts the programs of its settings file, each in its own directory and environment. */
function supervisord(call: Call): Outcome {
  const { machine, shell, args, span } = call;
  const named = readOptions(args, ["-c", "--configuration", "-l", "-j", "-u", "-d", "-e"]).value("-c", "--configuration")?.value;
  const main = (named === undefined ? [...(shell.cwd === undefined ? [] : [`${shell.cwd}/supervisord.conf`, `${shell.cwd}/etc/supervisord.conf`]), ...PLACES] : [named])
    .map((path) => machine.world.resolve(shell.cwd, path)).map((place) => place && machine.input.fileAt(place.path)).find((file) => file !== undefined);
  if (!main) {
    machine.journal.unknownProgram = true;
    return UNSURE;
  }
  for (const section of supervisorFiles(main, (folder) => machine.input.filesIn?.(folder) ?? [], (path) => machine.input.fileAt(path), readSettings)) {
    if (supervisorPrograms.test(section.section)) startProgram({ machine, shell, name: "supervisord", args, span }, section);
  }
  return UNSURE;
}

function startProgram({ machine, shell, span }: Call, { file, settings, section }: SupervisorSettings): void {
  const value = settings.get("command");
  const text = value && file.text();
  if (!value || !text || /^(false|no|off|0)$/i.test(settings.get("autostart")?.text ?? "")) return;
  const command: MappedText = text.slice(value.start, value.end);
  const child = shell.child();
  child.trace = traceInto(shell, file.trace, span, `starts ${section}`);
  const fill = (one: string): string | undefined => supervisorText(one, file.path, section, (name) => textOf(shell.vars.get(name)));
  for (const [, name, quoted, bare] of (settings.get("environment")?.text ?? "").matchAll(/\b([A-Za-z_]\w*)=(?:["']([^"']*)["']|([^,\s]*))/g)) {
    const filled = fill(quoted ?? bare ?? "");
    if (name === undefined) continue;
    child.vars.set(name, filled === undefined ? { text: undefined, doubt: false } : known(filled));
    child.exported.add(name);
  }
  const folder = settings.get("directory");
  if (folder) child.cwd = fill(folder.text);
  const user = settings.get("user");
  if (user) child.user = user.text;
  // It splits words as a shell does, and knows neither redirections nor operators.
  if (/[<>|&;`]|\$\(|%\(/.test(command.text.replace(/'[^']*'|"[^"]*"/g, ""))) {
    machine.journal.unknown("the program's command is put together when it starts", command.span(0, command.text.length));
    machine.journal.unknownProgram = true;
    return;
  }
  machine.evaluators.evaluateText(machine, child, command);
  ended(machine, child);
}

function textOf(binding: ReturnType<Call["shell"]["vars"]["get"]>): string | undefined {
  return binding === undefined || binding === null || isList(binding) ? undefined : binding.text;
}

/** Programs that start others by a settings file. */
export const SUPERVISORS: Readonly<Record<string, Program>> = { supervisord };
