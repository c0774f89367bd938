import type { CatalogueEntry } from "#rule";
import { familyPage } from "./family-page.ts";
import { catalogueIndex } from "./index-file.ts";
import { migrationPage } from "./migration.ts";
import { configurationSchema } from "./schema.ts";

/** Every file that is made from the catalogue: path relative to the project's root, to text. */
export function generatedFiles(catalogue: readonly CatalogueEntry[]): ReadonlyMap<string, string> {
  const families = [...new Set(catalogue.map((entry) => entry.family))].sort();
  return new Map([
    ["rules/index.ts", catalogueIndex(catalogue.map(({ family, rule }) => ({ family, id: rule.id })))],
    ...families.map((family) => [`rules/${family}/README.md`, familyPage(family, catalogue)] as const),
    ["docs/migration.md", migrationPage(catalogue)],
    ["schemas/stowage.schema.json", configurationSchema(catalogue)],
  ]);
}
