import { isWithin, nameOf } from "../paths.ts";
import type { Command, FileChange, PathOwner, Step } from "../types.ts";
import type { ModelStage } from "./stage.ts";

const UNKNOWN: PathOwner = { kind: "unknown" };
const ABSENT: PathOwner = { kind: "absent" };

/** Where packages make directories for the users that they bring. */
const PACKAGE_PLACES = ["/etc", "/run", "/srv", "/var", "/opt"];
const SYSTEM_MANAGERS = new Set(["apt-get", "apt", "aptitude", "apk", "dnf", "microdnf", "yum", "zypper", "pacman"]);

/**
 * Who owns a directory of the image: the user that the steps give it, or nobody where it is known not to be there. Unknown where
 * a step may have changed the owner or the rights in a way that does not show. COPY and ADD make root's files unless `--chown` says otherwise
 * (Dockerfile reference); a RUN makes files of the USER at that place.
 */
export function ownerOf(stage: ModelStage, path: string): PathOwner {
  const steps = [...stage.lineage].reverse().flatMap((here) => here.allSteps);
  if (stage.image.directoryExists(path) === false) return steps.some((step) => mayBring(step, path)) ? UNKNOWN : ABSENT;
  let owner: PathOwner | undefined;
  for (const step of steps) owner = afterStep(step, path, owner);
  return owner ?? (isRoots(stage, path) ? { kind: "user", user: "root", span: stage.root.from.headSpan } : UNKNOWN);
}

/** Whether a directory that no step has touched is root's: a known one, or one in a tree that holds nobody else's in an operating system image. */
function isRoots(stage: ModelStage, path: string): boolean {
  if (stage.plainRoot && ROOTS_OWN.has(path)) return true;
  return stage.baseEnvironmentKnown && ROOTS_TREES.some((tree) => isWithin(path, tree)) && stage.lineage.every(({ content }) => content.tells(path));
}

const ROOTS_TREES = ["/bin", "/boot", "/etc", "/lib", "/media", "/mnt", "/opt", "/root", "/sbin", "/srv", "/usr"];

/** Directories that are root's in an operating system image and that only root may write (measured on Debian 12). */
const ROOTS_OWN = new Set([
  "/", "/etc", "/home", "/media", "/mnt", "/opt", "/root", "/srv", "/usr", "/usr/bin", "/usr/lib", "/usr/sbin", "/usr/share", "/usr/local", "/usr/local/bin",
  "/usr/local/etc", "/usr/local/lib", "/usr/local/sbin", "/usr/local/share", "/var", "/var/cache", "/var/lib", "/var/log", "/var/opt", "/var/spool",
]);

/** A tree from another stage, an image or an archive whose directories nobody listed. */
function mayBring({ copy, changes }: Step, path: string): boolean {
  const destination = copy?.destination?.replace(/(?<=^\/|[^/])\/+$/, "");
  if (copy && (destination === undefined || isWithin(path, destination))) {
    return copy.from.kind !== "context" || copy.sources.some((source) => source.remote || source.files === undefined || /\.(tar|tgz|txz|tbz2?|tar\.\w+|gz|xz|bz2)$/i.test(source.path ?? ".tar"));
  }
  return changes.some(({ kind, path: changed }) => (kind === "fill" || kind === "copy" || kind === "move") && isWithin(path, changed));
}

function afterStep(step: ModelStage["allSteps"][number], path: string, owner: PathOwner | undefined): PathOwner | undefined {
  switch (step.effective.keyword) {
    case "RUN": return afterRun(step, path, owner);
    case "COPY": case "ADD": return afterCopy(step, path, owner);
    case "WORKDIR": return owner ?? (step.stage?.stateAfter(step.index).cwd === path ? by(step.before.user, step) : undefined);
    default: return owner;
  }
}

function by(user: string | undefined, step: Step): PathOwner {
  return user === undefined ? UNKNOWN : { kind: "user", user: nameOfUser(user), span: step.instruction.headSpan };
}

function nameOfUser(user: string): string {
  const name = user.split(":")[0] ?? "";
  return name === "0" || name === "" ? "root" : name;
}

function afterCopy(step: Step, path: string, owner: PathOwner | undefined): PathOwner | undefined {
  const { copy } = step;
  if (!copy) return owner;
  const destination = copy.destination?.replace(/(?<=^\/|[^/])\/+$/, "");
  if (destination === undefined) return UNKNOWN;
  const isInside = isWithin(destination, path) || copiesDirectory(step, destination, path);
  if (!isInside) return owner;
  if (copy.chmod || (owner && owner.kind !== "absent" && destination === path)) return owner?.kind === "user" && owner.user === "root" && !copy.chmod && !copy.chown ? owner : UNKNOWN;
  if (!copy.chown) return owner ?? by("root", step);
  return owner ?? (copy.chown.value === undefined || destination !== path ? UNKNOWN : by(copy.chown.value, step));
}

/** A directory that comes along with one that is copied above it. */
function copiesDirectory(step: Step, destination: string, path: string): boolean {
  if (path === destination || !isWithin(path, destination)) return false;
  const below = path.slice(destination === "/" ? 1 : destination.length + 1);
  return step.copy?.sources.some((source) => {
    const from = source.path?.replace(/^\.?\/+|(?<!\/)\/+$/g, "").replace(/^\.$/, "");
    return from !== undefined && (source.files ?? []).some((file) => file.path.startsWith(`${from === "" ? "" : `${from}/`}${below}/`));
  }) ?? false;
}

function afterRun(step: Step, path: string, owner: PathOwner | undefined): PathOwner | undefined {
  let now = owner;
  for (const change of step.changes) now = afterChange(change, step, path, now);
  for (const command of step.commands) {
    if (mayChown(command, path, now === undefined)) return UNKNOWN;
  }
  return now;
}

function afterChange(change: FileChange, step: Step, path: string, owner: PathOwner | undefined): PathOwner | undefined {
  const touches = change.path === path || (change.recursive && isWithin(path, change.path));
  if (change.kind === "permission") return touches ? afterPermission(change, owner) : owner;
  if (change.kind === "remove") return touches ? undefined : owner;
  if (!isWithin(change.path, path) || owner) return owner;
  if (change.kind === "move" || change.kind === "link" || change.command.name === "install" || change.command.args.some(({ raw }) => /^-[a-zA-Z]*[apm]|^--(preserve|mode)/.test(raw) && raw !== "-p")) return UNKNOWN;
  if (change.kind === "copy" || change.kind === "fill") return UNKNOWN;
  return by(change.command.user ?? step.before.user, step);
}

/** `chown app dir`; a chmod that may let others write makes it unknown. */
function afterPermission({ command }: FileChange, owner: PathOwner | undefined): PathOwner | undefined {
  if (command.name !== "chown") return command.name === "chmod" && command.args.some(({ raw }) => /^[0-7]?7[0-57][0145]$|^0?700$|^[ugo]*[-+=][rxX]+$|^u[-+=]/.test(raw)) ? owner : UNKNOWN;
  const who = command.args.find(({ raw }) => !raw.startsWith("-"));
  const user = who?.expanded;
  if (user === undefined || user.startsWith(":")) return UNKNOWN;
  return { kind: "user", user: nameOfUser(user), span: command.span };
}

/** A script, a program that only a variable names, or packages that bring directories of their own. */
function mayChown(command: Command, path: string, isNew: boolean): boolean {
  if (command.name === "" || /\.(sh|py|rb|pl)$/.test(command.name) || /^(make|ansible-playbook|chpst|eval|source|\.)$/.test(command.name)) return true;
  if (/^(ba|da|a)?sh$/.test(command.name) && command.args.some(({ raw }) => !raw.startsWith("-"))) return !command.args.some(({ raw }) => /^-[a-z]*c$/.test(raw));
  if (/^(useradd|adduser)$/.test(command.name)) return command.args.some(({ value }) => value === undefined || isWithin(path, value) && value.length > 1) || path.startsWith("/home/") || path === `/${nameOf(command.args.at(-1)?.value ?? "?")}`;
  if (/^(chown|chgrp|chmod)$/.test(command.name)) return command.args.some(({ expanded, raw }) => expanded === undefined && !/^['"]?\$\{?\w+\}?(:|$)/.test(raw) && mayMatch(raw, path));
  if (command.name === "find" || command.name === "xargs") return command.args.some(({ raw }) => /chown|chmod/.test(raw));
  return isNew && SYSTEM_MANAGERS.has(command.name) && PACKAGE_PLACES.some((place) => isWithin(path, place));
}

/** Whether a pattern such as `/usr/local/bin/*.sh` may stand for a path or for what holds it. */
function mayMatch(raw: string, path: string): boolean {
  const folder = /^(\/[\w./-]*)\/[\w.-]*[*?[][^$`'"\\]*$/.exec(raw)?.[1];
  return folder === undefined || (isWithin(path, folder) && path !== folder);
}
