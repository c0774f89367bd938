import type { Purpose } from "./types.ts";

const TEST = /(^|[/._-])(tests?|testing|e2e|ci|integration|spec|fixtures?|testdata|benchmarks?)([/._-]|$)/i;
const DEVELOPMENT = /(^|[/._-])(dev|devel|development|local|debug|devcontainer|override|sandbox|playground)([/._-]|$)/i;
const PRODUCTION = /(^|[/._-])(prod|production|release|live)([/._-]|$)/i;

/** What a file is for, as its own name and the folders below the working directory say. */
export function purposeOf(path: string): Purpose {
  if (TEST.test(path)) return "test";
  if (DEVELOPMENT.test(path)) return "development";
  if (PRODUCTION.test(path)) return "production";
  return "unknown";
}
