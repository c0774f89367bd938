import { placeOf, writeFile, writeTree } from "../files.ts";
import type { Call } from "../machine.ts";
import type { Argument } from "../types.ts";
import { part } from "./options.ts";

const LOG_FLAG = /^--?(log[-_.]?(file|path|output)|access[-_]?log(file)?|error[-_]?log(file)?|logfile|stdout[-_]?log(file)?|stderr[-_]?log(file)?|capture-log)$/i;
const DIRECTORY_FLAG = /^--?(data[-_.]?(dir|directory|path|folder)|datadir|db[-_.]?(dir|path)|dbpath|storage[-_.]?(dir|path)|storage\.tsdb\.path|state[-_.]?(dir|path)|upload[-_.]?(dir|path|folder)|cache[-_.]?dir|log[-_.]?dir|user-data-dir|media[-_]?root)$/i;
const FILE_FLAG = /^--?(db|database|db[-_.]?file|database[-_.]?file|sqlite([-_.]?(file|path|db))?|state[-_.]?file|pid[-_.]?file|pid|output[-_.]?file|out[-_.]?file)$/i;

/** What the flags of a program that is not known say of the files it writes: likely, no more. */
export function writesByFlags(call: Call): void {
  const { args } = call;
  for (const [at, arg] of args.entries()) {
    if (arg.value === undefined || !arg.value.startsWith("-")) continue;
    const equals = arg.value.indexOf("=");
    const name = equals > 0 ? arg.value.slice(0, equals) : arg.value;
    const value = equals > 0 ? part(arg, equals + 1) : args[at + 1];
    if (value) putFlag(call, name, value);
  }
}

function putFlag(call: Call, name: string, value: Argument): void {
  const { machine, shell } = call;
  if (!isPath(value)) return;
  if (LOG_FLAG.test(name)) writeFile(machine, shell, value, { class: "logs", confidence: "likely" });
  else if (FILE_FLAG.test(name)) writeFile(machine, shell, value, { confidence: "likely" });
  else if (DIRECTORY_FLAG.test(name)) {
    const place = placeOf(machine, shell, value);
    if (place) writeTree(machine, shell, place.path, value, { confidence: "likely", class: /cache/i.test(name) ? "cache" : /log/i.test(name) ? "logs" : undefined });
  }
}

/** A path by its looks: neither a name of a database, nor an address, nor a mere dash. */
function isPath({ value, glob, doubt }: Argument): boolean {
  return value !== undefined && !glob && !doubt && !/^-|:\/\/|\s/.test(value) && (/^\.{0,2}\//.test(value) || /^[\w-]+\/[\w./-]+$/.test(value) || /\.(db|sqlite3?|log|json|pid|txt)$/.test(value));
}
