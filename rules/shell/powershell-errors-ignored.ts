import { dockerfile, powerShellSetting, rule, withShell, type Step } from "#rule";

export default rule({
  id: "powershell-errors-ignored",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "PowerShell goes on after an error",
  why: "PowerShell goes on with the next statement after an error, and takes no notice of a program's exit status unless told to. The layer is built although a step failed.",
  remedy: "Set `$ErrorActionPreference = 'Stop'` and `$PSNativeCommandUseErrorActionPreference = $true` in SHELL or at the start of the script.",
  peers: { same: [{ id: "tally:tally/powershell/error-action-preference", options: { programs: "any" } }] },
  on: "instruction",
  needs: { instructions: withShell, words: ["powershell", "powershell.exe", "pwsh", "pwsh.exe"] },
  fix: "unsafe",
  options: {
    minStatements: { type: "number", default: 2, meaning: "From how many statements on." },
    programs: {
      values: ["any", "pwsh"], default: "pwsh",
      meaning: "Which scripts must take notice of a program's exit status too. pwsh: those for pwsh, as Windows PowerShell does not know the setting, which start a program; any: all.",
    },
  },

  *check(step, { options }) {
    const { powerShell } = step;
    if (!powerShell || powerShell.statements.length < options.minStatements) return;
    const stops = /\$ErrorActionPreference\s*=\s*(['"]?)Stop\1/i.test(powerShell.settings);
    const native = (options.programs === "pwsh" && !(isPwsh(step) && powerShell.statements.some(startsProgram))) || /\$PSNativeCommandUseErrorActionPreference\s*=\s*\$true/i.test(powerShell.settings);
    if (stops && native) return;
    const missing = [...(stops ? [] : ["$ErrorActionPreference = 'Stop';"]), ...(native ? [] : ["$PSNativeCommandUseErrorActionPreference = $true;"])].join(" ");
    const edit = powerShellSetting(step, missing);
    yield { at: powerShell.at, message: `a failed statement does not stop this script: ${stops ? "a program's exit status is ignored" : "errors are ignored"}`, ...(edit ? { fix: { title: "stop at errors", safe: false, edits: [edit] } } : {}) };
  },

  examples: [
    {
      bad: dockerfile`
        FROM mcr.microsoft.com/powershell
        SHELL ["pwsh", "-Command"]
        RUN Install-Module PSReadLine -Force; Write-Host done
      `,
      good: dockerfile`
        FROM mcr.microsoft.com/powershell
        SHELL ["pwsh", "-Command", "$ErrorActionPreference = 'Stop';"]
        RUN Install-Module PSReadLine -Force; Write-Host done
      `,
    },
    {
      about: "pwsh can be told to take notice of a program's exit status, Windows PowerShell can not",
      bad: dockerfile`
        FROM mcr.microsoft.com/powershell
        SHELL ["pwsh", "-Command", "$ErrorActionPreference = 'Stop';"]
        RUN git clone https://example.com/shop.git; Write-Host done
      `,
      good: dockerfile`
        FROM mcr.microsoft.com/windows/servercore:ltsc2022
        SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
        RUN git clone https://example.com/shop.git; Write-Host done
      `,
      fixed: dockerfile`
        FROM mcr.microsoft.com/powershell
        SHELL ["pwsh", "-Command", "$ErrorActionPreference = 'Stop'; $PSNativeCommandUseErrorActionPreference = $true;"]
        RUN git clone https://example.com/shop.git; Write-Host done
      `,
    },
    {
      options: { minStatements: 1, programs: "any" },
      bad: dockerfile`
        FROM mcr.microsoft.com/powershell
        SHELL ["pwsh", "-Command", "$ErrorActionPreference = 'Stop';"]
        RUN Install-Module PSReadLine -Force
      `,
      good: dockerfile`
        FROM mcr.microsoft.com/powershell
        SHELL ["pwsh", "-Command", "$ErrorActionPreference = 'Stop'; $PSNativeCommandUseErrorActionPreference = $true;"]
        RUN Install-Module PSReadLine -Force
      `,
    },
  ],
});

function isPwsh({ powerShell, before: { shell } }: Step): boolean {
  return /pwsh/i.test(powerShell?.call?.program ?? shell.words[0] ?? "");
}

const SHORTHANDS = /^(?:cat|cd|chdir|clear|copy|cp|del|dir|echo|erase|foreach|gc|gci|iex|irm|iwr|kill|ls|md|mkdir|move|mv|ni|popd|pushd|pwd|rd|ren|ri|rm|rmdir|set|sc|select|sleep|sort|start|tee|type|where|write|break|catch|class|continue|do|else|elseif|exit|filter|finally|for|function|if|param|return|switch|throw|trap|try|until|using|while)$/i;

/** A statement that begins with a program's name: no cmdlet, alias, keyword or expression. */
function startsProgram(statement: string): boolean {
  const name = /^(?:&\s*)?["']?([\w.:/\\-]+)/.exec(statement)?.[1];
  return name !== undefined && !/^[a-z]+-[a-z]\w*$/i.test(name) && !SHORTHANDS.test(name) && !/^\d/.test(name);
}
