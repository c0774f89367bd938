import type { Document, Span } from "#text";

/** A write that a line of Go asks for, as the program has the path. */
export interface GoWrite {
  readonly path: string;
  readonly type: "file" | "tree";
  readonly data: boolean;
  readonly span: Span;
}

/** Packages that bring SQLite. */
const SQLITE = /"(?:github\.com\/(?:mattn\/go-sqlite3|glebarez\/(?:go-)?sqlite|ncruces\/go-sqlite3)|modernc\.org\/sqlite|gorm\.io\/driver\/sqlite|zombiezen\.com\/go\/sqlite)[\w/-]*"/;

/** A text that can only be the address of a SQLite file. */
const DATABASE = /"(?:file:)?([\w./-]{1,200}\.(?:db|sqlite3?))(?:\?[^"\n]{0,200})?"/g;

/** Calls that open a file for writing by a plain text: the standard library, bbolt, Badger, goleveldb, BuntDB. */
const CALLS: readonly { readonly call: RegExp; readonly type: GoWrite["type"]; readonly data: boolean }[] = [
  { call: /\b(?:bolt|bbolt|buntdb)\.Open\(\s{0,20}"([\w./-]{1,200})"/g, type: "file", data: true },
  { call: /\b(?:badger\.DefaultOptions|leveldb\.OpenFile)\(\s{0,20}"([\w./-]{1,200})"/g, type: "tree", data: true },
  { call: /\b(?:os\.Create|os\.WriteFile|ioutil\.WriteFile)\(\s{0,20}"([\w./-]{1,200})"\s{0,20}[,)]/g, type: "file", data: false },
  { call: /\bos\.OpenFile\(\s{0,20}"([\w./-]{1,200})",[^)\n]{0,100}\bos\.O_(?:CREATE|WRONLY|RDWR|APPEND)\b/g, type: "file", data: false },
  { call: /\b(?:os\.Create|os\.WriteFile|ioutil\.WriteFile)\(\s{0,20}(?:filepath|path)\.Join\(\s{0,20}"([\w./-]{1,200})"\s{0,20},/g, type: "tree", data: false },
  { call: /\b(?:os\.Create|os\.WriteFile|ioutil\.WriteFile)\(\s{0,20}"([\w./-]{1,200}\/)"\s{0,20}\+/g, type: "tree", data: false },
  { call: /\.Save(?:Uploaded)?File\([\w.\s]{1,80},\s{0,20}"([\w./-]{1,200}\/)"\s{0,20}\+/g, type: "tree", data: true },
  { call: /\.Save(?:Uploaded)?File\([\w.\s]{1,80},\s{0,20}fmt\.Sprintf\(\s{0,20}"([\w./-]{1,200}\/)%/g, type: "tree", data: true },
];

/** What may stand before the address of a database on its line: an assignment, a call that opens something, the default of a flag or a variable. */
const BEFORE = /(?:[=:]|\breturn|\b\w{0,40}(?:[oO]pen|[cC]onnect|[nN]ew|[iI]nit|[sS]etup)\w{0,40}\((?:\s{0,4}[\w."]{1,40},)?|\bflag\.String(?:Var)?\([^)]{1,60},|\b\w{0,20}[gG]et_?[eE]nv\w{0,20}\(\s{0,4}"(\w{1,60})",)\s{0,4}$/;

const LONGEST = 300_000;
const MOST = 100;

/** True for a file that brings SQLite into its program. */
export function bringsSqlite(text: string): boolean {
  return SQLITE.test(text);
}

/**
 * What a file in Go plainly writes. `sqlite` tells that some file of the program brings SQLite, `isSet` whether the container has a
 * variable. Comments say nothing.
 */
export function goWrites(document: Document, sqlite: boolean, isSet: (name: string) => boolean): readonly GoWrite[] {
  const { text } = document;
  const found: GoWrite[] = [];
  if (text.length > LONGEST) return found;
  const note = (match: RegExpMatchArray, type: GoWrite["type"], data: boolean): void => {
    const path = match[1];
    if (path === undefined || match.index === undefined || found.length >= MOST || isInComment(text, match.index)) return;
    const start = match.index + match[0].indexOf(path);
    found.push({ path: path.replace(/(.)\/$/, "$1"), type, data, span: document.span(start, start + path.length) });
  };
  for (const { call, type, data } of CALLS) for (const match of text.matchAll(call)) note(match, type, data);
  if (sqlite) for (const match of text.matchAll(DATABASE)) if (isAddress(text, match, isSet) && !found.some(({ path }) => path === match[1])) note(match, "file", true);
  return found;
}

/** A whole address: no part that is put behind a folder, and no default of a variable that is set. */
function isAddress(text: string, match: RegExpMatchArray, isSet: (name: string) => boolean): boolean {
  const at = match.index ?? 0;
  const before = text.slice(Math.max(text.lastIndexOf("\n", at - 1) + 1, at - 200), at);
  if (/\b(?:Join|Sprintf|Stat|Remove|Rename|ReadFile|Contains|HasSuffix)\(/.test(before) || /^\s{0,4}\+/.test(text.slice(at + match[0].length, at + match[0].length + 10))) return false;
  const said = BEFORE.exec(before);
  return said !== null && (said[1] === undefined || !isSet(said[1]));
}

function isInComment(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  return /^\s*(?:\/\/|\*|\/\*)/.test(line) || /(?:^|\s)\/\/ /.test(line) || text.lastIndexOf("/*", at) > text.lastIndexOf("*/", at);
}
