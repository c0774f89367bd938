/**
 * The file of an address: `sqlite:////srv/a.db` (SQLAlchemy: three slashes and the path), `sqlite:///a.db` (relative),
 * `sqlite:a.db`, `jdbc:sqlite:/srv/a.db`, `jdbc:h2:file:/srv/a`, `file:/srv/a.db` (Prisma). Undefined for memory and the rest.
 */
export function sqlitePath(value: string): string | undefined {
  const address = /^(?:jdbc:)?(sqlite3?(?:\+\w+)?|jdbc:h2:file|h2:file|file):([^?#;\s]+)(?:[?#;].*)?$/i.exec(value);
  const [, scheme, rest] = address ?? [];
  if (scheme === undefined || rest === undefined || rest.includes(":memory:") || /[$<>{}]/.test(rest)) return undefined;
  const path = /^sqlite/i.test(scheme) && rest.startsWith("//") ? rest.replace(/^\/\/[^/]*\/?/, "") : rest.replace(/^\/\/(?=\/)/, "");
  if (scheme.toLowerCase() === "file" && !/\.(db|sqlite3?)$/i.test(path)) return undefined;
  if (path === "" || path === "/") return undefined;
  return /^h2/i.test(scheme) && !/\.db$/.test(path) ? `${path}.mv.db` : path;
}

/** The same for every database that runs inside a Java program: SQLite, H2, HSQLDB and Derby, in files and not in memory or on a server. */
export function databaseFile(address: string): string | undefined {
  const known = sqlitePath(address);
  if (known !== undefined) return known;
  const h2 = /^jdbc:h2:((?:~|\.{1,2})?\/[^;\s]+)/.exec(address)?.[1];
  if (h2 !== undefined) return `${h2}.mv.db`;
  const hsql = /^jdbc:hsqldb:file:([^;\s]+)/.exec(address)?.[1];
  if (hsql !== undefined) return `${hsql}.script`;
  return undefined;
}
