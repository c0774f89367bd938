import type { Purpose } from "./types.ts";

const TEST = /(^|[/._-])(tests?|testing|e2e|ci|integration|spec|fixtures?|testdata|benchmarks?)([/._-]|$)/;
const DEVELOPMENT = /(^|[/._-])(dev|devel|development|local|debug|devcontainer|override|sandbox|playground)([/._-]|$)/;
const PRODUCTION = /(^|[/._-])(prod|production|release|live)([/._-]|$)/;

/**
 * What a file is for, as its own name and the folders above it say. Only folders below the path that was asked for count: where
 * somebody keeps a checkout says nothing of the project.
 * @param asked the paths that the run was given, as the documents' paths begin
 */
export function purposeOf(whole: string, asked: readonly string[]): Purpose {
  const path = belowAsked(whole, asked).toLowerCase();
  if (TEST.test(path)) return "test";
  if (DEVELOPMENT.test(path)) return "development";
  if (PRODUCTION.test(path)) return "production";
  return "unknown";
}

function belowAsked(path: string, asked: readonly string[]): string {
  const root = asked.filter((one) => path.startsWith(`${one}/`)).sort((a, b) => b.length - a.length)[0];
  return root === undefined ? path.replace(/^(?:\.\.\/)+(?:.*\/)?/, "") : path.slice(root.length + 1);
}
