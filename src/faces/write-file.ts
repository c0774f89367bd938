import { chmodSync, closeSync, constants, fsyncSync, lstatSync, openSync, realpathSync, renameSync, rmSync, type Stats } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { projectRoot } from "./node-host.ts";
import { inBlocks, writeAll } from "./streams.ts";

/** A file that cannot be written; the message is for users. */
export class FileError extends Error {}

/**
 * Replaces a file's text, given whole or in blocks, in one step: a reader sees the old or the new text, never a part. The mode is
 * kept. Throws a `FileError` where the path is a link or no regular file, or where it cannot be written.
 */
export function replaceFile(cwd: string, path: string, text: string | Iterable<string>): void {
  const absolute = resolve(cwd, path);
  const stats = statOf(absolute);
  if (stats?.isSymbolicLink() === true) throw new FileError(`${path} is a link: give the path of the file itself`);
  if (stats && !stats.isFile()) throw new FileError(`${path} is no regular file: give another path`);
  const folder = realFolder(dirname(absolute), path);
  refuseLinkOut(cwd, absolute, folder, path);
  const target = join(folder, basename(absolute));
  const temporary = join(folder, `.${basename(absolute)}.${process.pid}.tmp`);
  try {
    // O_EXCL: a link that waits under the temporary name is not followed.
    const descriptor = openSync(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, stats ? stats.mode & 0o777 : 0o666);
    try {
      for (const block of inBlocks(text)) writeAll(descriptor, block);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (stats) chmodSync(temporary, stats.mode & 0o7777);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new FileError(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A folder of the project may be a link that its authors made: what is written there must stay in the project. */
function refuseLinkOut(cwd: string, absolute: string, folder: string, path: string): void {
  const top = projectRoot(cwd);
  if (isBelow(top, dirname(absolute)) && !isBelow(realFolder(top, path), folder)) throw new FileError(`${path} cannot be written: its folder is a link that leads out of the project`);
}

function isBelow(top: string, path: string): boolean {
  const way = relative(top, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function realFolder(folder: string, path: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    throw new FileError(`${path} cannot be written: its folder does not exist`);
  }
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}
