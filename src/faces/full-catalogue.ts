import type { CatalogueEntry } from "../rule/index.ts";

/**
 * The catalogue with every rule's examples. The build leaves them out of the rules that `check` loads, so what shows them
 * asks here.
 */
export function fullCatalogue(): readonly CatalogueEntry[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a synchronous lazy chunk
  return (require("../../rules/index.ts") as typeof import("../../rules/index.ts")).catalogue;
}
