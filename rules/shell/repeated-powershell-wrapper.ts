import { dockerfile, insertInstructionBefore, replace, rule, type Edit, type Fix, type Stage, type Step } from "#rule";

export default rule({
  id: "repeated-powershell-wrapper",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "Each RUN starts PowerShell by itself",
  why: "The same words stand in front of every script, and each is quoted for two shells.",
  remedy: "Set PowerShell with SHELL once.",
  peers: { same: [{ id: "tally:tally/powershell/prefer-shell-instruction" }] },
  on: "stage",
  needs: { instructions: ["RUN"], words: ["powershell", "powershell.exe", "pwsh", "pwsh.exe"] },
  fix: "unsafe",

  *check(stage) {
    for (const group of groupsOf(stage)) {
      const [first] = group;
      if (!first?.powerShell?.call || group.length < 2) continue;
      const fix = asShell(stage, group);
      yield { at: first.powerShell.at, message: `${group.length} RUN in a row start ${first.powerShell.call.program} with the same options`, ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM mcr.microsoft.com/powershell
        RUN pwsh -NoProfile -Command "Install-Module Az -Force"
        RUN pwsh -NoProfile -Command Write-Host ready
      `,
      good: dockerfile`
        FROM mcr.microsoft.com/powershell
        SHELL ["pwsh", "-NoProfile", "-Command"]
        RUN Install-Module Az -Force
        RUN Write-Host ready
      `,
    },
  ],
});

/** RUN steps that start PowerShell with the same options, without an ordinary RUN between. */
function groupsOf(stage: Stage): readonly (readonly Step[])[] {
  const groups: Step[][] = [];
  const open = new Map<string, Step[]>();
  for (const step of stage.steps) {
    if (step.instruction.keyword === "SHELL") open.clear();
    if (step.instruction.keyword !== "RUN") continue;
    const call = step.powerShell?.call;
    if (!call) {
      if (!worksInPowerShell(step)) open.clear();
      continue;
    }
    const prefix = [call.program, ...call.options].join(" ").toLowerCase();
    // On Linux the options must be the same from one to the next; on Windows other calls may stand between.
    if (step.before.shell.dialect !== "cmd" && !open.has(prefix)) open.clear();
    const group = open.get(prefix);
    if (group) group.push(step);
    else {
      const fresh = [step];
      open.set(prefix, fresh);
      groups.push(fresh);
    }
  }
  return groups;
}

/** A plain command of a Windows image that PowerShell would run just as well. */
function worksInPowerShell({ before, instruction }: Step): boolean {
  const form = instruction.command;
  return before.shell.dialect === "cmd" && form?.form === "shell" && !/%\w+%|&|\||^\s*(?:if|for|set|call|setlocal)\b/i.test(form.script.text);
}

/** Only where nothing else of the stage would be read by the new shell. */
function asShell(stage: Stage, group: readonly Step[]): Fix | undefined {
  const [first] = group;
  const call = first?.powerShell?.call;
  if (!first || !call) return undefined;
  const from = stage.steps.indexOf(first);
  const others = stage.steps.slice(from).some((step) => !group.includes(step) && step.instruction.command !== undefined && step.instruction.command.form !== "exec");
  const edits = group.map((step) => unwrapped(step));
  if (others || edits.some((edit) => edit === undefined)) return undefined;
  const words = [call.program, ...call.options, "-Command"].map((word) => JSON.stringify(word)).join(", ");
  return { title: "use SHELL", safe: false, edits: [insertInstructionBefore(stage.dockerfile.tree, first.instruction, `SHELL [${words}]`), ...edits.flatMap((edit) => edit ?? [])] };
}

/** The script alone, where it reads the same without the shell around it. */
function unwrapped({ powerShell }: Step): Edit | undefined {
  const call = powerShell?.call;
  if (!call?.whole || /["'$`\\\n]/.test(powerShell?.text.text ?? "")) return undefined;
  return replace(call.span, powerShell?.text.text ?? "");
}
