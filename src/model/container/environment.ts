import { nameOf, normalisePath, resolvePath } from "../paths.ts";
import { classOf } from "../run/index.ts";
import type { Container, DataClass, VariableValue } from "../types.ts";
import { sqlitePath } from "../sqlite-address.ts";
import type { WriteClaim } from "./claim.ts";

/** What a variable's name says of the path that it holds. */
export interface Naming {
  readonly name: RegExp;
  readonly class: DataClass;
  readonly type: "file" | "tree";
}

const PLACE = "(DIR|DIRECTORY|PATH|FOLDER|ROOT|LOCATION|HOME)";

let known: readonly Naming[] | undefined;

/** Made when the first variable asks: most runs of one Dockerfile have none that could name a place. */
const namings = (): readonly Naming[] => (known ??= [
  { name: /(^|_)(DB|DATABASE|SQLITE|SQLITE3)_(FILE|FILENAME|FILEPATH|FILE_PATH|PATH|LOCATION)$|(^|_)(SQLITE_DB|SQLITE_DATABASE|DBFILE|DB_DATABASE)$/, class: "data", type: "file" },
  { name: /(^|_)LOGS?_(FILE|FILENAME|FILE_PATH|FILEPATH|OUTPUT_FILE)$|(^|_)LOGFILE$/, class: "logs", type: "file" },
  { name: new RegExp(`(^|_)(DB|DATABASE)_(DIR|DIRECTORY|FOLDER)$|(^|_)(DATA|STATE|PERSISTENCE|PERSISTENT|BACKUPS?|UPLOADS?|MEDIA|ATTACHMENTS?|STORAGE)_${PLACE}$|(^|_)DATADIR$`), class: "data", type: "tree" },
  { name: new RegExp(`(^|_)LOGS?_${PLACE}$|(^|_)LOGDIR$`), class: "logs", type: "tree" },
  { name: new RegExp(`(^|_)CACHE_${PLACE}$`), class: "cache", type: "tree" },
  { name: new RegExp(`(^|_)SESSIONS?_(FILE_)?${PLACE}$`), class: "session", type: "tree" },
]);

/** What is only read, or made at build time. */
const READ_ONLY = /CONFIG|CONF_|TEMPLATE|STATIC|PUBLIC|ASSET|SEED|FIXTURE|INIT|IMPORT|INPUT|(?<!DATA)SOURCE|SRC|MODEL|DATASET|TEST|MIGRATION|SCHEMA|SCRIPT|INCLUDE|BUILD|INSTALL|BIN_|LIB_|SHARE|CERT|KEY_|DEFAULT|WEB_ROOT|DOCUMENT_ROOT|TZDATA|ICU/;

const SYSTEM = /^\/((bin|sbin|lib|lib64|usr|proc|sys|dev|boot|etc)(\/|$)|$)/;

/**
 * Paths that the environment names and that the program therefore is likely to write: addresses of SQLite files, and variables
 * whose name says that they hold data, uploads, logs and the like. Only where some program runs that is not known; known images
 * have facts of their own.
 */
export function environmentWrites(container: Container, startIsKnown: boolean): readonly WriteClaim[] {
  const category = container.image?.known?.category;
  if (startIsKnown || !container.image || (category !== undefined && category !== "runtime" && category !== "tool")) return [];
  const found: WriteClaim[] = [];
  for (const [name, setting] of container.env) {
    const claim = isOfAnotherServer(container, name) ? undefined : claimOf(container, name, setting);
    if (claim) found.push(claim);
  }
  return found;
}

/** Apache's own variables say what it does where it is seen to start. */
function isOfAnotherServer({ startCommands }: Container, name: string): boolean {
  return name.startsWith("APACHE_") && !startCommands.some((command) => /^(?:apache|httpd)/.test(command.name));
}

function claimOf(container: Container, name: string, { value, span }: VariableValue): WriteClaim | undefined {
  if (value === undefined || span === undefined || value.length > 1000) return undefined;
  const file = sqlitePath(value);
  const naming = file === undefined ? namingOf(name, value) : undefined;
  const written = file ?? (naming && value);
  const path = written === undefined ? undefined : absolute(container.cwd, written);
  if (path === undefined || SYSTEM.test(path)) return undefined;
  const type = file === undefined ? typeOf(naming, path) : "file";
  const own = classOf(path);
  return {
    path, type, class: own === "scratch" ? own : naming?.class ?? "data", confidence: "likely", evidence: "environment", span,
    trace: [{ span, message: `${name} names ${path}` }],
    what: undefined,
  };
}

/** What a variable's name says of its value, where that is a path that is likely written. */
export function namingOf(name: string, value: string): Naming | undefined {
  const upper = name.toUpperCase();
  if (!/^\.{0,2}\/[^\s:;,*?$<>"']+$/.test(value) || READ_ONLY.test(upper)) return undefined;
  return namings().find((naming) => naming.name.test(upper)) ?? (DATABASE_FILE.test(value) ? ANY_NAME : undefined);
}

/** A name of a file that only SQLite's have, whatever the variable is called. */
const DATABASE_FILE = /\.(?:sqlite3?|db3)$/;
const ANY_NAME: Naming = { name: /^/, class: "data", type: "file" };

/** `DB_PATH=/data` is a directory, `DATA_PATH=/data/all.json` a file: the value tells. */
function typeOf(naming: Naming | undefined, path: string): WriteClaim["type"] {
  const hasExtension = /[^.]\.[a-z][a-z0-9]{1,7}$/i.test(nameOf(path));
  return naming?.type === "file" && naming.class === "logs" ? "file" : hasExtension ? "file" : "tree";
}

function absolute(cwd: string | undefined, path: string): string | undefined {
  if (path.startsWith("/")) return normalisePath(path);
  return cwd === undefined ? undefined : resolvePath(cwd, path);
}
