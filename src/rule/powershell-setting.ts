import type { Edit } from "#text";
import type { Step } from "../model/index.ts";
import { insertBefore } from "./edits.ts";

/**
 * An edit that puts `setting` (`$ProgressPreference = 'SilentlyContinue';`) in force for the PowerShell text of a RUN: into the SHELL of the
 * stage, or to the start of the script that the RUN gives to powershell or pwsh. Undefined where the quotes around it are in the way.
 */
export function powerShellSetting({ before: { shell }, powerShell }: Step, setting: string): Edit | undefined {
  if (!powerShell) return undefined;
  if (!powerShell.call) return shell.span && intoShell(shell.span, shell.words.at(-1) ?? "", setting);
  const { text } = powerShell;
  const start = text.span(0, text.text.length);
  if (shell.dialect === "cmd") return insertBefore(start, `${setting} `);
  const quote = powerShell.call.quoted ? start.document.text[start.start - 1] : undefined;
  // In double quotes a POSIX shell would expand the dollar signs itself.
  if (quote === '"') return insertBefore(start, `${setting.replaceAll("$", "\\$")} `);
  return quote === "'" ? insertBefore(start, `${setting.replaceAll("'", '"')} `) : undefined;
}

/** Behind the settings that the last word holds already, or as one word more. */
function intoShell({ document, end }: NonNullable<Step["before"]["shell"]["span"]>, last: string, setting: string): Edit | undefined {
  if (document.slice(end - 2, end) !== '"]') return undefined;
  const holdsSettings = last.startsWith("$");
  const at = holdsSettings ? document.span(end - 2, end - 2) : document.span(end - 1, end - 1);
  return { span: at, text: holdsSettings ? `${/;\s*$/.test(last) ? "" : ";"} ${setting}` : `, ${JSON.stringify(setting)}` };
}
