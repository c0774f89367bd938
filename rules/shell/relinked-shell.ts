import { dockerfile, isBuildCommand, replace, rule, type Command, type Fix, type Step } from "#rule";

export default rule({
  id: "relinked-shell",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  title: "Another shell is linked over /bin/sh",
  why: "Every script of the image that asks for /bin/sh then runs in the other shell, those of packages too, and an update of the package puts the link back.",
  remedy: "Set the shell of the instructions below with SHELL.",
  peers: {
    same: [
      { id: "hadolint:DL4005" },
      { id: "semgrep:use-shell-instruction" },
      { id: "kics:Changing Default Shell Using RUN Command", options: { match: "leading-command" } },
    ],
  },
  on: "command",
  needs: { instructions: ["RUN"], words: ["ln", "mv", "chsh", "usermod", "powershell"] },
  fix: "safe",
  options: {
    match: { values: ["leading-command", "link"], default: "link", meaning: "link: as above; leading-command: a RUN begins with mv, ln, chsh or usermod and names a shell's path, or begins with powershell." },
  },

  *check(command, { options }) {
    const { step, name } = command;
    if (!step || !isBuildCommand(command)) return;
    const found = options.match === "link" ? name === "ln" && linksShell(command) : step.commands[0] === command && changesShell(command);
    if (!found) return;
    const fix = asShell(command, step);
    yield { at: command.span, message: "SHELL sets the shell without touching /bin/sh", ...(fix ? { fix } : {}) };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN ln -sf /bin/bash /bin/sh
        RUN source /etc/os-release
      `,
      good: dockerfile`
        FROM debian:12
        SHELL ["/bin/bash", "-c"]
        RUN source /etc/os-release
      `,
    },
    {
      options: { match: "leading-command" },
      bad: dockerfile`
        FROM debian:12
        RUN chsh -s /bin/zsh app
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get update && ln -sf /bin/bash /bin/sh
      `,
      fixed: null,
    },
  ],
});

function linksShell({ args }: Command): boolean {
  const paths = args.filter(({ raw }) => !raw.startsWith("-"));
  return paths.length > 1 && paths.at(-1)?.value === "/bin/sh";
}

/** What opens the RUN moves, links or assigns a shell by its path, or is PowerShell. */
function changesShell({ name, args }: Command): boolean {
  if (name === "powershell") return true;
  return /^(?:mv|ln|chsh|usermod)$/.test(name) && args.some(({ value }) => /^\/(?:usr\/(?:local\/)?)?bin\/(?:(?:ba|da|a|z|k|c|tc)?sh|fish|tmux|rbash)$/.test(value ?? ""));
}

/** Where the link is all that the RUN does. */
function asShell(command: Command, step: Step): Fix | undefined {
  const [shell] = command.args.filter(({ raw }) => !raw.startsWith("-"));
  const alone = step.commands.length === 1 && step.instruction.flags.length === 0 && step.instruction.comments.length === 0;
  if (!alone || command.name !== "ln" || !/^\/[\w/]+\/\w*sh$/.test(shell?.value ?? "") || step.instruction.trigger) return undefined;
  return { title: "use SHELL", safe: false, edits: [replace(step.instruction.span, `SHELL [${JSON.stringify(shell?.value)}, "-c"]`)] };
}
