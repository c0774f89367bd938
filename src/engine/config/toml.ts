import type { PlainMap } from "./peer-settings.ts";

type Table = Record<string, unknown>;

/**
 * Reads the part of TOML that linters' settings use: tables, also inline, dotted keys, strings, numbers, booleans and
 * arrays, also over several lines. A line that it does not understand is left out and named in `problems`.
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
    const header = /^\[\[?([^\]]+)\]\]?$/.exec(line);
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
  const bare = line.replace(/"(?:[^"\\]|\\[^]?)*(?:"|$)|'[^']*(?:'|$)/g, "");
  return bare.split("[").length - bare.split("]").length;
}

function valueOf(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  if (/^[+-]?\d[\d_]*(?:\.\d+)?$/.test(text)) return Number(text.replaceAll("_", ""));
  if (/^'[^']*'$/.test(text)) return text.slice(1, -1);
  if (/^"(?:[^"\\]|\\.)*"$/.test(text)) return text.slice(1, -1).replace(/\\(["\\])/g, "$1");
  if (text.startsWith("[") && text.endsWith("]")) return itemsOf(text.slice(1, -1)).map(valueOf);
  return text.startsWith("{") && text.endsWith("}") ? inlineTable(itemsOf(text.slice(1, -1))) : undefined;
}

/** `a = 1` and so on; undefined where one of them is not understood. */
function inlineTable(items: readonly string[]): Table | undefined {
  const table = newTable();
  for (const item of items) {
    const equals = /^(?:[^"'=]|"[^"]*"|'[^']*')*=/.exec(item)?.[0].length ?? 0;
    const value = equals > 0 ? valueOf(item.slice(equals).trim()) : undefined;
    const parts = keyParts(item.slice(0, Math.max(0, equals - 1)));
    const last = parts.pop();
    if (value === undefined || last === undefined) return undefined;
    descend(table, parts)[last] = value;
  }
  return table;
}

/** What stands between the commas that are in no string, array or table. */
function itemsOf(text: string): readonly string[] {
  const items: string[] = [];
  let item = "";
  let depth = 0;
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'|[^"']/g)) {
    if (part === "," && depth === 0) {
      items.push(item.trim());
      item = "";
      continue;
    }
    if (part === "[" || part === "{") depth++;
    if (part === "]" || part === "}") depth--;
    item += part;
  }
  return [...items, item.trim()].filter((one) => one !== "");
}
