import { systemShellOf, type SystemShell } from "../images/system-shell.ts";
import type { Command, Stage, Step } from "../types.ts";

/** Something that POSIX does not ask of a shell. A variable is one that the shell sets by itself. */
export type ShellFeature =
  | "&>" | "$'...'" | "==" | "[[" | "brace-expansion" | "indirect-expansion" | "pipefail" | "replacement" | "source" | "substring"
  | "RANDOM" | "HOSTNAME" | "other-option" | "other-variable";

/** Measured with dash 0.5.12 and BusyBox 1.35; bash called as `sh` has all of them. */
const BUSYBOX_LACKS: ReadonlySet<ShellFeature> = new Set<ShellFeature>(["brace-expansion", "indirect-expansion", "other-option", "other-variable"]);

/** Whether a shell has a feature; undefined where the shell is not known. */
export function hasFeature(shell: SystemShell | undefined, feature: ShellFeature): boolean | undefined {
  switch (shell) {
    case "bash": return true;
    case "dash": return false;
    case "busybox": return !BUSYBOX_LACKS.has(feature);
    default: return undefined;
  }
}

/** The program behind `/bin/sh` when a step runs: that of the base image, or the one that an earlier step links there. */
export function systemShellAt(step: Step): SystemShell | undefined {
  const { stage } = step;
  if (!stage) return undefined;
  const at = stage.steps.indexOf(step);
  for (const one of stage.lineage) {
    const link = linksOf(one).findLast((found) => one !== stage || found.at < at);
    if (link) return link.shell;
  }
  return shellOfBase(stage);
}

function shellOfBase(stage: Stage): SystemShell | undefined {
  const base = stage.lineage.at(-1)?.base;
  if (base?.kind === "image") return systemShellOf(base.reference);
  return base?.kind === "unknown" ? systemShellOf(base.raw) : undefined;
}

/** A step that links a shell to `/bin/sh`. */
interface ShellLink {
  readonly at: number;
  readonly shell: SystemShell | undefined;
}

const links = new WeakMap<Stage, readonly ShellLink[]>();

function linksOf(stage: Stage): readonly ShellLink[] {
  const known = links.get(stage);
  if (known) return known;
  const found = stage.steps.flatMap(({ commands }, at) => commands.filter(linksShell).map((command): ShellLink => ({ at, shell: linkedShell(command) })));
  links.set(stage, found);
  return found;
}

/** `ln -sf /bin/bash /bin/sh`, or dash taken away from there. */
function linksShell(command: Command): boolean {
  if (command.name === "dpkg-reconfigure") return command.args.some(({ raw }) => raw === "dash");
  return command.name === "ln" && /^(?:\/usr)?\/bin\/sh$/.test(pathsOf(command).at(-1) ?? "");
}

function linkedShell(command: Command): SystemShell | undefined {
  const target = command.name === "ln" ? pathsOf(command)[0] : "bash";
  const name = target?.slice(target.lastIndexOf("/") + 1);
  return name === "bash" || name === "dash" || name === "busybox" ? name : undefined;
}

function pathsOf({ args }: Command): readonly string[] {
  return args.filter(({ raw }) => !raw.startsWith("-")).map(({ expanded, raw }) => expanded ?? raw);
}
