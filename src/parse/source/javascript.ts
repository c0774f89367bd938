import type { EsNode } from "./estree.ts";

/** A program's tree, or why there is none. */
export type EsProgram = { readonly tree: EsNode } | { readonly missing: "parser" | "syntax" };

type Acorn = typeof import("acorn");

let acorn: Acorn | undefined;

/** Loaded with the first file that is worth reading. */
function plainParser(): Acorn {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a lazy chunk of the bundle
  return (acorn ??= require("acorn") as Acorn);
}

/** Reads a program of plain JavaScript, as a module or else as a script. Never throws. */
export function parseJavascript(text: string): EsProgram {
  for (const sourceType of ["module", "script"] as const) {
    try {
      return {
        tree: plainParser().parse(text, {
          ecmaVersion: "latest", sourceType, allowHashBang: true, allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true, allowImportExportEverywhere: true,
          allowSuperOutsideMethod: true,
        }),
      };
    } catch {
      continue;
    }
  }
  return { missing: "syntax" };
}

interface TypescriptParser {
  parse(text: string, options: object): { readonly type: string; readonly range: readonly [number, number] };
}

let typescript: { readonly parser: TypescriptParser | undefined } | undefined;

/** `@typescript-eslint/parser` is no dependency: it is used where it is installed beside this package, never out of the project under review. */
function typescriptParser(): TypescriptParser | undefined {
  if (!typescript) {
    try {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only where there is TypeScript to read
      const { createRequire } = require("node:module") as typeof import("node:module");
      typescript = { parser: createRequire(__filename)("@typescript-eslint/parser") as TypescriptParser };
    } catch {
      typescript = { parser: undefined };
    }
  }
  return typescript.parser;
}

/** Reads a program of TypeScript, or of JavaScript with JSX, where a parser for it is installed. Never throws. */
export function parseTypescript(text: string, jsx: boolean): EsProgram {
  const parser = typescriptParser();
  if (!parser) return { missing: "parser" };
  try {
    const tree = parser.parse(text, { range: true, jsx, sourceType: "module", ecmaVersion: "latest" });
    return { tree: withOffsets(tree) };
  } catch {
    return { missing: "syntax" };
  }
}

/** That parser says `range` where the specification's other parsers say `start` and `end`. */
function withOffsets(root: object): EsNode {
  const open: object[] = [root];
  const seen = new Set<object>();
  for (let node = open.pop(); node; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if ("range" in node && Array.isArray(node.range)) Object.assign(node, { start: Number(node.range[0]), end: Number(node.range[1]) });
    for (const [key, value] of Object.entries(node)) if (key !== "parent" && key !== "tokens" && key !== "comments" && typeof value === "object" && value !== null) open.push(value as object);
  }
  return root as EsNode;
}
