import type { PlainMap } from "./peer-settings.ts";

type Table = Record<string, unknown>;

/**
 * Reads the part of TOML that linters' settings use: tables, dotted keys, strings, numbers, booleans and arrays, also
 * over several lines. A line that it does not understand is left out and named in `problems`.
 */
export function readToml(text: string): { readonly value: PlainMap; readonly problems: readonly string[] } {
  const root = newTable();
  const problems: string[] = [];
  let table = root;
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const first = at;
    let line = stripComment(lines[at] ?? "").trim();
    if (line === "") continue;
    const header = /^\[\[?\s*([^\]]+?)\s*\]\]?$/.exec(line);
    if (header?.[1] !== undefined) {
      table = descend(root, keyParts(header[1]));
      continue;
    }
    for (let open = openBrackets(line); open > 0 && at + 1 < lines.length;) {
      const more = stripComment(lines[++at] ?? "").trim();
      open += openBrackets(more);
      line += ` ${more}`;
    }
    const equals = line.indexOf("=");
    const value = equals > 0 ? valueOf(line.slice(equals + 1).trim()) : undefined;
    const parts = equals > 0 ? keyParts(line.slice(0, equals)) : [];
    const last = parts.pop();
    if (value === undefined || last === undefined) problems.push(`line ${first + 1} is not understood`);
    else descend(table, parts)[last] = value;
  }
  return { value: root, problems };
}

function newTable(): Table {
  return Object.create(null) as Table;
}

function descend(table: Table, parts: readonly string[]): Table {
  let at = table;
  for (const part of parts) {
    const next = at[part];
    const inner = isTable(next) ? next : newTable();
    at[part] = inner;
    at = inner;
  }
  return at;
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function keyParts(key: string): string[] {
  return [...key.matchAll(/"([^"]*)"|'([^']*)'|([\w/*-]+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

function stripComment(line: string): string {
  const match = /^(?:[^#"']|"(?:[^"\\]|\\.)*"|'[^']*')*/.exec(line);
  return match ? match[0] : line;
}

function openBrackets(line: string): number {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, "");
  return bare.split("[").length - bare.split("]").length;
}

function valueOf(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  if (/^[+-]?\d[\d_]*(?:\.\d+)?$/.test(text)) return Number(text.replaceAll("_", ""));
  if (/^'[^']*'$/.test(text)) return text.slice(1, -1);
  if (/^"(?:[^"\\]|\\.)*"$/.test(text)) return text.slice(1, -1).replace(/\\(["\\])/g, "$1");
  if (!text.startsWith("[") || !text.endsWith("]")) return undefined;
  return [...text.slice(1, -1).matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'|[^,\s[\]"']+/g)].map((match) => valueOf(match[0]));
}
