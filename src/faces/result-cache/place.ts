import { createHash, randomBytes } from "node:crypto";
import { closeSync, constants, fstatSync, lstatSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../arguments.ts";
import { cacheFolder, isInRepository, isInside, isPrivate } from "../start/cache-folder.ts";

const sizeLimit = 500_000_000;
const month = 30 * 24 * 60 * 60 * 1000;

/** A folder in which results are kept from run to run. Whatever goes wrong with it, the run goes on without. */
export class Place {
  readonly #folder: string;
  readonly #secret: string;

  private constructor(folder: string, secret: string) {
    this.#folder = folder;
    this.#secret = secret;
  }

  /**
   * The folder of `--cache-location`, else one in the user's cache folder; undefined where there is none that can be trusted.
   * Throws a `UsageError` where the given folder is none.
   */
  static find(given: string | undefined, build: string, env: Readonly<NodeJS.ProcessEnv>, cwd: string): Place | undefined {
    const own = cacheFolder(`${build}-${process.version}-${process.arch}`, env, cwd);
    if (given === undefined) return own === undefined ? undefined : new Place(own, "");
    const folder = makeFolder(resolve(cwd, given), given);
    // What others can write to, or a repository brings along, counts only where this user's own key says that stowage wrote it.
    if (isPrivate(folder) && !isInRepository(folder) && !isInside(folder, cwd)) return new Place(folder, build);
    const secret = own === undefined ? undefined : secretIn(dirname(own));
    return secret === undefined ? undefined : new Place(folder, build + secret);
  }

  /** The text that was kept under a name; undefined where there is none, or it is not whole. */
  read(name: string): string | undefined {
    const text = readPlain(join(this.#folder, name));
    const end = text?.indexOf("\n") ?? -1;
    if (text === undefined || end < 0) return undefined;
    const body = text.slice(end + 1);
    return text.slice(0, end) === this.#seal(name, body) ? body : undefined;
  }

  /** Keeps a text in one step; gives up without a word where that fails. */
  write(name: string, body: string): void {
    const path = join(this.#folder, name);
    const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
    try {
      writeFileSync(draft, `${this.#seal(name, body)}\n${body}`, { mode: 0o600, flag: "wx" });
      renameSync(draft, path);
      this.#dropOld();
    } catch {
      rmSync(draft, { force: true });
    }
  }

  #seal(name: string, body: string): string {
    return createHash("sha256").update(`${this.#secret}\n${name}\n`).update(body).update(this.#secret).digest("hex");
  }

  #dropOld(): void {
    const before = Date.now() - month;
    for (const name of readdirSync(this.#folder)) {
      const path = join(this.#folder, name);
      if (name.startsWith("result-") && statSync(path).mtimeMs < before) rmSync(path, { force: true });
    }
  }
}

function makeFolder(folder: string, given: string): string {
  const missing: string[] = [];
  for (let at = folder; dirname(at) !== at && !lstatSync(at, { throwIfNoEntry: false }); at = dirname(at)) missing.unshift(at);
  try {
    for (const path of missing) mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    throw new UsageError(`--cache-location ${given} cannot be made: ${error instanceof Error ? error.message : String(error)}`);
  }
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) throw new UsageError(`--cache-location ${given} is ${stats?.isSymbolicLink() === true ? "a link" : "no folder"}: give the path of a folder`);
  return folder;
}

/** A key that this user alone can read. */
function secretIn(folder: string): string | undefined {
  const path = join(folder, "result-key");
  const known = readPlain(path);
  if (known !== undefined && known.length === 64) return known;
  try {
    const made = randomBytes(32).toString("hex");
    writeFileSync(path, made, { mode: 0o600, flag: "wx" });
    return made;
  } catch {
    return undefined;
  }
}

function readPlain(path: string): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | orZero(constants.O_NOFOLLOW) | orZero(constants.O_NONBLOCK));
  } catch {
    return undefined;
  }
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() && stats.size <= sizeLimit ? readFileSync(descriptor, "utf8") : undefined;
  } catch {
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** Windows lacks these flags. */
function orZero(flag: number | undefined): number {
  return flag ?? 0;
}
