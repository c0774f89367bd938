// Turns what the compiler emits into declarations that a user's project can read: aliases become relative paths, the
// types of bundled packages come along, and files that nothing leads to go.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const packages = fileURLToPath(new URL("../../node_modules", import.meta.url));

/**
 * `folder` holds the emitted declarations, `entries` are the files that users import, `aliases` lead from `#name` to a
 * file in the folder. All paths are absolute.
 */
export function finishDeclarations(folder, entries, aliases) {
  const reached = new Set();
  const pending = [...entries];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    pending.push(...finish(path, folder, aliases));
  }
  for (const path of filesBelow(folder)) if (!reached.has(path)) rmSync(path);
}

/** Rewrites one file's imports; gives back the declarations that it leads to. */
function finish(path, folder, aliases) {
  let text = readFileSync(path, "utf8");
  const found = [];
  for (const { fileName, pos, end } of ts.preProcessFile(text, true, true).importedFiles.reverse()) {
    const target = targetOf(fileName, path, folder, aliases);
    if (target === undefined) continue;
    found.push(target);
    text = `${text.slice(0, pos + 1)}${specifier(path, target)}${text.slice(end + 1)}`;
  }
  writeFileSync(path, text);
  return found;
}

function targetOf(name, from, folder, aliases) {
  if (aliases[name]) return aliases[name];
  if (name.startsWith(".")) return declarationOf(resolve(dirname(from), name));
  if (name.startsWith("node:")) return undefined;
  return vendored(name, folder);
}

function declarationOf(path) {
  const bare = path.replace(/\.d\.ts$|\.[jt]s$/, "");
  return [`${bare}.d.ts`, join(bare, "index.d.ts")].find(existsSync) ?? `${bare}.d.ts`;
}

/** The declarations of a bundled package, copied. */
function vendored(name, folder) {
  const home = join(packages, name);
  const facts = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const entry = resolve(home, facts.types ?? facts.exports["."].types);
  const target = join(folder, "vendor", name);
  for (const path of filesBelow(dirname(entry)).filter((one) => one.endsWith(".d.ts"))) {
    const copy = join(target, relative(dirname(entry), path));
    if (existsSync(copy)) continue;
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, readFileSync(path));
  }
  return join(target, relative(dirname(entry), entry));
}

function specifier(from, target) {
  const path = relative(dirname(from), target).split("\\").join("/").replace(/\.d\.ts$/, ".js");
  return path.startsWith(".") ? path : `./${path}`;
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));
}
