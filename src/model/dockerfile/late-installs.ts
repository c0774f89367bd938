import { isWithin } from "../paths.ts";
import type { DependencyInstall, LateInstall, PackageCommand } from "../types.ts";
import type { ModelCommand } from "./commands.ts";
import { resolvePlace, type Place } from "./places.ts";
import type { ModelStage } from "./stage.ts";
import type { ModelStep } from "./step.ts";

const SYSTEM: ReadonlySet<string> = new Set(["apt-get", "apt", "aptitude", "apk", "dnf", "microdnf", "yum", "zypper", "pacman"]);

/** What comes with the language itself. */
const BASIC: ReadonlySet<string> = new Set(["pip", "setuptools", "wheel"]);

/** Programs that give a package manager nothing from the working directory. */
const HARMLESS: ReadonlySet<string> = new Set([
  "echo", "printf", "export", "set", "cd", "pwd", "ls", "true", "false", ":", "test", "[", "exit", "mkdir", "rmdir", "rm", "touch", "chmod", "chown", "chgrp", "ln", "curl", "wget",
  "useradd", "groupadd", "usermod", "adduser", "addgroup", "apt-key", "add-apt-repository", "locale-gen", "update-locale", "dpkg-reconfigure", "git",
]);

/**
 * Installs of packages by name after the whole context was copied in the same stage: any changed file repeats them, and they read
 * none. A stage that adds tools to another one has no earlier place for them. Ends at the first command that could take a repository
 * or a package from what was copied, since the install may need that.
 */
export function lateInstalls(stage: ModelStage): readonly LateInstall[] {
  const found: LateInstall[] = [];
  let copied: { readonly step: ModelStep; readonly target: Place } | undefined;
  for (const step of stage.allSteps) {
    copied ??= wholeCopy(step);
    if (!copied || step.instruction.keyword !== "RUN") continue;
    const { target } = copied;
    const cached = step.mounts.some(({ type }) => type === "cache");
    for (const command of step.commands) {
      if (!cached && isNamedInstall(command, target) && !isTakenBack(step, command)) {
        found.push({ install: toolInstall(step, command), copy: { step: copied.step, span: copied.step.instruction.headSpan, manifests: [], manifestFolder: "" } });
      }
      if (mayPrepare(command, target)) return found;
    }
  }
  return found;
}

/** COPY or ADD of the whole context to one folder. Over the root it brings settings of the system. */
function wholeCopy(step: ModelStep): { readonly step: ModelStep; readonly target: Place } | undefined {
  const copy = step.instruction.keyword === "COPY" || step.instruction.keyword === "ADD" ? step.copy : undefined;
  if (copy?.from.kind !== "context") return undefined;
  const source = copy.sources.find(({ whole }) => whole);
  return source && source.target !== "/" ? { step, target: source.target } : undefined;
}

function isNamedInstall({ package: found, shell }: ModelCommand, target: Place): boolean {
  if (found?.action !== "install" || shell?.inBranch || shell?.inLoop || found.packages.length === 0) return false;
  if (found.packages.some(({ source }) => source !== "registry") || found.requirementFiles.length > 0 || found.constraintFiles.length > 0) return false;
  if (SYSTEM.has(found.manager)) return !/^build-?dep$/.test(found.subcommand);
  switch (found.manager) {
    case "pip":
      return !found.hasFlag("-e", "--editable", "-f", "--find-links") && found.packages.some(({ name }) => name !== undefined && !BASIC.has(name));
    case "npm":
    case "yarn":
    case "pnpm":
      return found.global;
    case "gem":
      return true;
    case "go":
      return found.packages.every(({ name, version }) => isForeignModule(name, target) && (found.subcommand === "get" || version !== undefined));
    default:
      return false;
  }
}

/** `github.com/a/b`, and not the project itself, which lies at its own name below `src`. */
function isForeignModule(name: string | undefined, target: Place): boolean {
  if (name === undefined || !/^[\w-]+(?:\.[\w-]+)+\/[\w./-]+$/.test(name)) return false;
  return !`${target}/`.includes(`/${name.replace(/\/\.{3}$/, "")}/`) && !name.startsWith(`${target.slice(target.indexOf("/src/") + 5)}/`);
}

/** The same RUN removes packages again: they are there for what stands between. */
function isTakenBack(step: ModelStep, install: ModelCommand): boolean {
  return step.commands.slice(step.commands.indexOf(install)).some(({ package: found }) => found?.action === "remove" && SYSTEM.has(found.manager) && found.packages.length > 0);
}

function toolInstall(step: ModelStep, command: ModelCommand): DependencyInstall {
  const found = command.package;
  return { name: [found?.program, found?.subcommand, found && globalFlag(found)].filter((word) => word !== undefined && word !== "").join(" "), manager: found?.manager ?? "", command, step, span: command.span, manifests: [] };
}

function globalFlag(found: PackageCommand): string | undefined {
  return found.manager === "npm" || found.manager === "pnpm" ? "-g" : undefined;
}

/** True where a command could set up from the copied files what a later install takes. */
function mayPrepare(command: ModelCommand, target: Place): boolean {
  const { package: found } = command;
  if (found) return SYSTEM.has(found.manager) && found.packages.some(({ source }) => source === "file" || source === "local");
  if (HARMLESS.has(command.name)) return false;
  if (isWithin(command.place, target)) return true;
  const words = [command.line.nameWord, ...command.line.args].filter((word) => word !== undefined);
  return words.some((word) => isWithin(resolvePlace(command.place, command.valueOf(word), word.raw), target));
}
