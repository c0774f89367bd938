import { dockerfile, powerShellSetting, rule, withShell } from "#rule";

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
    const edit = powerShellSetting(step, SETTING);
    yield { at: powerShell.at, message: "this download draws a progress bar", ...(edit ? { fix: { title: "turn the bar off", safe: false, edits: [edit] } } : {}) };
  },

  examples: [
    {
      about: "Behind a setting without a semicolon one is put.",
      bad: dockerfile`
        FROM mcr.microsoft.com/windows/servercore:ltsc2022
        SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop'"]
        RUN Invoke-WebRequest https://example.com/a.zip -OutFile a.zip
      `,
      good: dockerfile`
        FROM mcr.microsoft.com/windows/servercore:ltsc2022
        SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';"]
        RUN Invoke-WebRequest https://example.com/a.zip -OutFile a.zip
      `,
    },
    {
      about: "A shell that expands dollar signs stands around the script.",
      bad: dockerfile`
        FROM debian:12
        RUN pwsh -Command "Invoke-WebRequest https://example.com/b.zip -OutFile /tmp/b.zip"
      `,
      good: dockerfile`
        FROM debian:12
        RUN pwsh -Command "\$ProgressPreference = 'SilentlyContinue'; Invoke-WebRequest https://example.com/b.zip -OutFile /tmp/b.zip"
      `,
    },
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
