import type { ShellTree, Word, WordPart } from "../../parse/shell/index.ts";
import type { ScriptCommand, ScriptRemoval } from "./types.ts";

const DIRECTORIES = ["", "/bin", "/etc", "/home", "/mnt", "/usr", "/usr/share", "/usr/local", "/var", "/lib", "/dev", "/media", "/boot", "/lib64", "/usr/bin"];
const SYSTEM_PATHS = new Set(DIRECTORIES.flatMap((path) => [path, `${path}/`, `${path}/*`, `${path}/*/*`]).filter((path) => path !== ""));

/** What the recursive `rm` commands of a script are told to remove, in the order of the text. */
export function removalsOf(commands: readonly ScriptCommand[], tree: ShellTree): readonly ScriptRemoval[] {
  return commands.flatMap((command) => {
    if (command.name !== "rm" || !command.hasFlag("r", "R", "recursive")) return [];
    return command.args.flatMap((word) => (word.type === "Word" ? removal(word, tree) ?? [] : []));
  });
}

function removal(word: Word, tree: ShellTree): ScriptRemoval | undefined {
  const read = word.parts === undefined ? { path: word.value, variable: undefined } : readParts(word.parts);
  if (!read) return undefined;
  const { path, variable } = read;
  const name = variable?.type === "SimpleExpansion" ? variable.text.slice(1) : variable?.type === "ParameterExpansion" && !variable.operation && !variable.prefix && !variable.index ? variable.parameter : "";
  return {
    span: tree.spanOf(word), path, isSystem: SYSTEM_PATHS.has(normalised(path)),
    variable: variable && { name: /^[A-Za-z_]\w*$/.test(name) ? name : "", span: tree.spanOf(variable) },
  };
}

/** The text with every value empty; undefined where an expansion guards against that. */
function readParts(parts: readonly WordPart[]): { readonly path: string; readonly variable: WordPart | undefined } | undefined {
  let path = "";
  let variable: WordPart | undefined;
  for (const part of parts) {
    if (part.type === "Literal" || part.type === "SingleQuoted" || part.type === "Glob") path += part.value;
    else if (part.type === "DoubleQuoted") {
      const inner = readParts(part.parts);
      if (!inner) return undefined;
      path += inner.path;
      variable ??= inner.variable;
    } else if (part.type === "ParameterExpansion" && part.operation?.type === "Default" && /^:[?=-]$/.test(part.operation.operator)) return undefined;
    else variable ??= part;
  }
  return { path, variable };
}

function normalised(path: string): string {
  const once = path.replace(/\/+/g, "/").replace(/\*+/g, "*");
  return once === "/" ? once : once.replace(/(?<!\/)\/+$/, "");
}
