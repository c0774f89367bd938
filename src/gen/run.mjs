// `npm run gen`: writes every generated file. First the list of rules from the files' names, then all that is made from
// the rules themselves. The TypeScript is bundled in memory, so a fresh clone needs nothing but its dependencies.
import { build } from "esbuild";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(import.meta.url);

const { catalogueIndex } = await load('export { catalogueIndex } from "./src/gen/index-file.ts";');
write("rules/index.ts", catalogueIndex(ruleFiles()));

const { knownImagesData } = await load('export { knownImagesData } from "./src/gen/known-images.ts";');
write("src/model/images/data.json", knownImagesData(readFileSync(join(root, "src/gen/known-images.json"), "utf8")));

const { composeSchemaData } = await load('export { composeSchemaData } from "./src/gen/compose-schema.ts";');
write("src/model/compose/schema/data.json", composeSchemaData(readFileSync(join(root, "src/gen/compose-spec.json"), "utf8")));

const { files } = await load(`
  import { catalogue } from "./rules/index.ts";
  import { generatedFiles } from "./src/gen/files.ts";
  export const files = generatedFiles(catalogue);
`);
for (const [path, text] of files) write(path, text);

/** The rules by their files' names. */
function ruleFiles() {
  return readdirSync(join(root, "rules"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: family }) => readdirSync(join(root, "rules", family))
      .filter((name) => name.endsWith(".ts"))
      .map((name) => ({ family, id: name.slice(0, -".ts".length) })));
}

/** What a piece of TypeScript at the project's root exports. */
async function load(contents) {
  const options = { bundle: true, write: false, platform: "node", format: "cjs", target: "node20", absWorkingDir: root };
  const result = await build({ ...options, stdin: { contents, resolveDir: root, loader: "ts", sourcefile: "gen.ts" } });
  const module = { exports: {} };
  new Function("module", "exports", "require", result.outputFiles[0].text)(module, module.exports, require);
  return module.exports;
}

/** Writes a file of the project unless it has that text already. */
function write(path, text) {
  const target = join(root, path);
  if (existsSync(target) && readFileSync(target, "utf8") === text) return;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
  console.log(`wrote ${path}`);
}
