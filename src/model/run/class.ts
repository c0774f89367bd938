import { nameOf } from "../paths.ts";
import type { DataClass } from "../types.ts";

const BY_NAME: readonly (readonly [RegExp, DataClass])[] = [
  [/\.(pid|pidfile|lock|lck|sock|socket)$|^\.?lock$/i, "scratch"],
  [/\.(key|p12|pfx|jks|keystore|kdbx)$|^id_(rsa|dsa|ecdsa|ed25519)$|^ssh_host_.*_key$|[-_.]key\.pem$|^privkey|^\.?(htpasswd|pgpass|netrc|my\.cnf\.password)$/i, "secrets"],
  [/\.(pem)$|(^|[-_.])(secret|secrets|password|passwd|credentials|token)([-_.](txt|json|env|ya?ml))?$/i, "secrets"],
  [/\.log(\.\d+|\.gz)?$/i, "logs"],
];

const BY_PLACE: readonly (readonly [RegExp, DataClass])[] = [
  [/^\/(tmp|run|var\/run|var\/tmp|var\/lock|dev|proc|sys)(\/|$)/, "scratch"],
  [/^\/var\/cache(\/|$)|\/\.cache(\/|$)|\/(__pycache__|\.npm)(\/|$)/, "cache"],
  [/^\/var\/log(\/|$)/, "logs"],
  [/\/\.ssh\/id_|\/(private|secrets)\//, "secrets"],
  [/\/sessions?(\/|$)/, "session"],
];

/** True where a file's name says SQLite or another database of one file. */
export function isDatabaseFile(path: string): boolean {
  return /\.(sqlite3?|db3?|s3db)$/i.test(path);
}

/** What kind of data a path holds, judged by its place and name alone. `path` is absolute and normalised. */
export function classOf(path: string): DataClass {
  const place = BY_PLACE.find(([pattern]) => pattern.test(path));
  if (place) return place[1];
  const name = nameOf(path);
  const named = BY_NAME.find(([pattern]) => pattern.test(name));
  if (named) return named[1];
  // `aria2.session` and the like are a program's own lists, not who is logged in.
  if (/(^|[-_.])sess(ion|ions)?([-_.]|$)/i.test(name) && !/.\.session$/i.test(name)) return "session";
  if (/^\/(usr\/local\/)?etc(\/|$)/.test(path) || /\.(conf|cfg|cnf|ini|ya?ml|toml|properties)$/i.test(name)) return "config";
  return "data";
}
