import { dockerfile, insertBefore, rule, withShell, type Fix, type Step } from "#rule";

export default rule({
  id: "powershell-progress",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "PowerShell draws a progress bar for a download",
  why: "Windows PowerShell redraws the bar for each block that it reads, which makes a download many times slower, and the bar fills the log of the build.",
  remedy: "Set `$ProgressPreference = 'SilentlyContinue'` in SHELL or before the download.",
  peers: { same: [{ id: "tally:tally/powershell/progress-preference" }] },
  on: "instruction",
  needs: { instructions: withShell, words: ["powershell", "powershell.exe", "pwsh", "pwsh.exe"] },
  fix: "unsafe",

  *check(step) {
    const { powerShell } = step;
    const download = powerShell && /(?:^|[\s;({|&=])(?:Invoke-WebRequest|iwr)\b/i.exec(powerShell.text.text);
    if (!download || SILENT.test(powerShell.setup) || SILENT.test(powerShell.text.text.slice(0, download.index))) return;
    const fix = settingFix(step);
    yield { at: powerShell.at, message: "this download draws a progress bar", ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      bad: dockerfile`
        FROM mcr.microsoft.com/powershell
        SHELL ["pwsh", "-Command", "$ErrorActionPreference = 'Stop';"]
        RUN Invoke-WebRequest https://example.com/b.zip -OutFile /tmp/b.zip
      `,
      good: dockerfile`
        FROM mcr.microsoft.com/powershell
        SHELL ["pwsh", "-Command", "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';"]
        RUN Invoke-WebRequest https://example.com/b.zip -OutFile /tmp/b.zip
      `,
    },
  ],
});

const SILENT = /\$ProgressPreference\s*=\s*(['"]?)SilentlyContinue\1/i;
const SETTING = "$ProgressPreference = 'SilentlyContinue';";

/** Into the SHELL of the stage, else to the start of the script. */
function settingFix({ before: { shell }, powerShell }: Step): Fix | undefined {
  const title = "turn the bar off";
  if (powerShell && !powerShell.call && shell.span) {
    const last = shell.words.at(-1) ?? "";
    const { document, end } = shell.span;
    if (document.slice(end - 2, end) !== '"]') return undefined;
    const at = last.startsWith("$") ? document.span(end - 2, end - 2) : document.span(end - 1, end - 1);
    return { title, safe: false, edits: [{ span: at, text: last.startsWith("$") ? ` ${SETTING}` : `, ${JSON.stringify(SETTING)}` }] };
  }
  if (!powerShell?.call || shell.dialect !== "cmd") return undefined;
  return { title, safe: false, edits: [insertBefore(powerShell.text.span(0, powerShell.text.text.length), `${SETTING} `)] };
}
