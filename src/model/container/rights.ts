import { isWithin, parentOf } from "../paths.ts";
import type { Container } from "../types.ts";
import { isRootUser } from "../users.ts";

/**
 * True where the rights surely keep a user from making a file or directory at a path: it is not root, and the directory above is
 * root's by the steps that made it (measured: state-model, how content gets into a mount, and a VOLUME without a directory).
 * A host's folder, memory and what other containers lend have rights that no file of the project tells.
 */
export function isDenied(container: Container, path: string, user: string | undefined): boolean {
  const stage = container.image?.stage;
  const name = user?.split(":")[0];
  if (!stage || stage.os === "windows" || name === undefined || isRootUser(name)) return false;
  const fate = container.fateOf(path);
  const { mount } = fate;
  if (mount && (mount.kind !== "anonymous-volume" && mount.kind !== "named-volume" || mount.noCopy || mount.declaredBy === "volumes-from" || (mount.volume?.driverOptions.size ?? 0) > 0)) return false;
  const directory = parentOf(fate.path);
  const target = mount && container.fateOf(mount.target).path;
  // What is mounted at a path decides for what lies in it, not for itself.
  if (target !== undefined && !isWithin(directory, target)) return false;
  const owner = stage.ownerOf(directory);
  if (owner.kind === "absent") return directory === target;
  return owner.kind === "user" && isRootUser(owner.user);
}

