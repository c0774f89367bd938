// Builds what is published: dist/cli.js, dist/lib.js, dist/rule.js and the chunks that these load on first use.
//
// A `require("./x.ts")` or `require("package")` inside a function is a lazy chunk: it becomes dist/chunks/x.js, a bundle
// of its own, and stays a `require`. A plain `import` is bundled. The rules' examples are left out of everything but the
// chunk that holds the whole catalogue.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { finishDeclarations } from "./src/gen/declarations.mjs";
import { withoutExamples } from "./src/gen/without-examples.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const outOption = process.argv.find((word) => word.startsWith("--out="));
const dist = outOption ? resolve(outOption.slice("--out=".length)) : join(root, "dist");
const wholeCatalogue = join(root, "rules/index.ts");
const builtin = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);

/** Rules without their examples, which only `explain` and `rules` show. */
const leanRules = {
  name: "lean-rules",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]rules[\\/][\w-]+[\\/][\w-]+\.ts$/ }, ({ path }) => {
      if (relative(root, path).split(/[\\/]/)[0] !== "rules") return undefined;
      return { contents: withoutExamples(readFileSync(path, "utf8")), loader: "ts" };
    });
  },
};

if (process.argv.includes("--if-missing") && existsSync(join(dist, "cli.js"))) process.exit(0);

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, "chunks"), { recursive: true });

/** A chunk's file name to what it holds; grows while the bundles are made. */
const chunks = new Map();

await bundle(join(root, "src/faces/cli.ts"), join(dist, "cli.js"), "./chunks/");
await bundle(join(root, "src/index.ts"), join(dist, "lib.js"), "./chunks/");
await bundle(join(root, "src/rule/index.ts"), join(dist, "rule.js"), "./chunks/");
// A map goes on with what is added to it on the way: chunks may load chunks.
for (const [name, entry] of chunks) {
  if (entry.endsWith(".json")) writeFileSync(join(dist, "chunks", name), JSON.stringify(JSON.parse(readFileSync(entry, "utf8"))));
  else await bundle(entry, join(dist, "chunks", name), "./");
}

if (process.argv.includes("--types")) declarations();

/** dist/types, by the compiler. */
function declarations() {
  const types = join(dist, "types");
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [compiler, "-p", join(root, "tsconfig.types.json"), "--outDir", types], { stdio: "inherit" });
  if (status !== 0) process.exit(1);
  const at = (path) => join(types, path);
  finishDeclarations(types, [at("src/index.d.ts"), at("src/rule/index.d.ts")], { "#text": at("src/text/index.d.ts"), "#rule": at("src/rule/index.d.ts") });
}

async function bundle(entry, outfile, prefix) {
  await build({
    entryPoints: [entry], outfile, bundle: true, minify: true, platform: "node", format: "cjs", target: "node20",
    legalComments: "none", logLevel: "warning", absWorkingDir: root, charset: "utf8",
    plugins: [lazyChunks(prefix), ...(entry === wholeCatalogue ? [] : [leanRules])],
  });
}

/** Makes each `require` of the sources a chunk. The packages' own ones are bundled with them. */
function lazyChunks(prefix) {
  return {
    name: "lazy-chunks",
    setup({ onResolve }) {
      onResolve({ filter: /.*/ }, ({ kind, path, importer, resolveDir }) => {
        if (kind !== "require-call" || builtin.has(path) || importer.includes("/node_modules/")) return undefined;
        const isFile = path.startsWith(".");
        const target = isFile ? resolve(resolveDir, path) : path;
        const name = chunkName(isFile ? relative(root, target) : path);
        chunks.set(name, target);
        return { path: `${prefix}${name}`, external: true };
      });
    },
  };
}

function chunkName(path) {
  const name = path.replace(/^src\//, "").replace(/\.(?:ts|json)$/, "").replace(/[^\w]+/g, "-");
  return path.endsWith(".json") ? `${name}.json` : `${name}.js`;
}
