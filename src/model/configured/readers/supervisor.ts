import { nameOf } from "../../paths.ts";
import { supervisorFiles, supervisorPrograms, supervisorText, type SupervisorSettings } from "../supervisor-files.ts";
import { readIni, type Setting } from "../../../parse/settings/index.ts";
import type { ConfigReader, ConfiguredWrite } from "../types.ts";

/** supervisord: its own log, and what the programs that it starts print. The programs themselves are followed where they start (Supervisor docs, configuration file). */
export const supervisor: ConfigReader = (files, run, input) => {
  const main = files.find((file) => nameOf(file.path) === "supervisord.conf" || run.args.includes(file.path)) ?? files[0];
  if (!main) return { writes: [] };
  const all = supervisorFiles(main, (folder) => input.filesIn(folder), (path) => input.fileAt(path), readSupervisor);
  const writes: ConfiguredWrite[] = [];
  for (const { file, settings, section } of all) writes.push(...writesOf({ file, settings, section }, run.cwd, (name) => input.env.get(name)?.value));
  return { writes };
};

const STYLE = { comments: ";#", trailing: ";", trailingNeedsBlank: true, continued: true };

/** The settings of one file of supervisord. */
export function readSupervisor(text: string): readonly Setting[] {
  return readIni(text, STYLE);
}

const LOGS: readonly (readonly [RegExp, string])[] = [[/^supervisord$/, "logfile"], [supervisorPrograms, "stdout_logfile"], [supervisorPrograms, "stderr_logfile"]];

function writesOf({ file, settings, section }: SupervisorSettings, cwd: string | undefined, env: (name: string) => string | undefined): readonly ConfiguredWrite[] {
  const found: ConfiguredWrite[] = [];
  const add = (key: string, type: ConfiguredWrite["type"], kind: ConfiguredWrite["class"]): void => {
    const value = settings.get(key);
    const path = value && supervisorText(value.text, file.path, section, env);
    if (value && path !== undefined && !/^(none|auto|syslog)$/i.test(path)) found.push({ file, key, value, path, base: cwd, type, class: kind });
  };
  for (const [sections, key] of LOGS) if (sections.test(section)) add(key, "file", "logs");
  if (section === "supervisord") {
    add("childlogdir", "tree", "logs");
    add("pidfile", "file", "scratch");
  }
  if (section === "unix_http_server") add("file", "file", "scratch");
  return found;
}
