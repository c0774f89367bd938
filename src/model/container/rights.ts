import { isWithin, parentOf } from "../paths.ts";
import type { Container, Mount, Stage } from "../types.ts";
import { isRootUser } from "../users.ts";

/**
 * True where the rights surely keep a user from making a file or directory at a path: it is not root, and the directory above is
 * root's by the steps that made it (measured: state-model, how content gets into a mount, and a VOLUME without a directory).
 * A host's folder and what other containers lend have rights that no file of the project tells.
 */
export function isDenied(container: Container, path: string, user: string | undefined): boolean {
  const stage = container.image?.stage;
  const name = user?.split(":")[0];
  if (!stage || stage.os === "windows" || name === undefined || isRootUser(name)) return false;
  const fate = container.fateOf(path);
  const { mount } = fate;
  if (mount?.kind === "tmpfs") return isMemoryDenied(mount, stage, parentOf(fate.path)) || isWorkingFolder(container, mount, stage, parentOf(fate.path));
  if (mount && (mount.kind !== "anonymous-volume" && mount.kind !== "named-volume" || mount.noCopy || mount.declaredBy === "volumes-from" || (mount.volume?.driverOptions.size ?? 0) > 0)) return false;
  const directory = parentOf(fate.path);
  const target = mount && container.fateOf(mount.target).path;
  // What is mounted at a path decides for what lies in it, not for itself.
  if (target !== undefined && !isWithin(directory, target)) return false;
  const owner = stage.ownerOf(directory);
  if (owner.kind === "absent") return directory === target || isMadeByEngine(container, directory);
  return owner.kind === "user" && isOther(owner.user, name);
}

/** True where the rights keep the container's own user from making a file, or one of the directories that are missing above it. */
export function isDeniedWithParents(container: Container, path: string): boolean {
  const { user, image } = container;
  if (!image?.stage || user === undefined || isRootUser(user.split(":")[0] ?? "")) return false;
  for (let at = path; at !== "/"; at = parentOf(at)) {
    if (isDenied(container, at, user)) return true;
    if (image.stage.ownerOf(parentOf(at)).kind !== "absent") return false;
  }
  return false;
}

/** Memory is root's, with the mode of the directory that the image has there, and open to all where it has none (measured). */
function isMemoryDenied({ target, entry, span }: Mount, stage: Stage, directory: string): boolean {
  const options = entry?.options ?? span.document.slice(span.start, span.end).split(/[:,]/);
  return directory === target && !options.some((option) => /^[ug]id=/.test(option)) && stage.ownerOf(target).kind === "user";
}

/** The engine makes a working directory that the image lacks as root's, before memory comes to lie there, or in that memory (measured). */
function isWorkingFolder({ cwd }: Container, { entry, target }: Mount, stage: Stage, directory: string): boolean {
  return cwd !== undefined && isWithin(cwd, directory) && (directory !== target || stage.ownerOf(directory).kind === "absent") && !(entry?.options.some((option) => /^([ug]id|mode)=/.test(option)) ?? false);
}

/** The engine makes the working directory and the targets of mounts, with what is above them, as root's (measured). */
function isMadeByEngine({ cwd, mounts }: Container, directory: string): boolean {
  return (cwd !== undefined && isWithin(cwd, directory)) || mounts.some(({ target }) => isWithin(target, directory));
}

/** Whether two users surely are not the same; a name and a number may be. */
function isOther(one: string, other: string): boolean {
  const [a, b] = [idOf(one), idOf(other)];
  return /^\d+$/.test(a) === /^\d+$/.test(b) ? a !== b : a === "0" || b === "0";
}

function idOf(user: string): string {
  return isRootUser(user) ? "0" : user === "nobody" ? "65534" : user;
}

