// Builds what is published: dist/start.js (what bin loads), dist/lib.js, dist/rule.js and dist/chunks.
//
// A `require("./x.ts")` or `require("package")` inside a function is a lazy chunk: it becomes dist/chunks/x.js and stays a
// `require`. A plain `import` is bundled. The command line and its chunks share their modules, so that each is loaded once;
// chunks of reports and of packages are small or share nothing: they stand alone, as do lib.js and rule.js. The
// command line has what is said of every rule; the rules' code, without that, is in chunks too (src/gen/rule-stubs.mjs). Their
// examples, which only `explain` and `rules` show, are left out of everything but the chunk that holds the whole catalogue.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { asCommonJs, refuseChanging } from "./src/gen/common-js.mjs";
import { finishDeclarations } from "./src/gen/declarations.mjs";
import { ruleStubs } from "./src/gen/rule-stubs.mjs";
import { fastSpreads } from "./src/gen/spread-first.mjs";
import { onlyCheck, withoutExamples } from "./src/gen/without-examples.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const outOption = process.argv.find((word) => word.startsWith("--out="));
const dist = outOption ? resolve(outOption.slice("--out=".length)) : join(root, "dist");
const wholeCatalogue = join(root, "rules/index.ts");
const options = {
  bundle: true, minify: true, platform: "node", target: "node20", legalComments: "none", logLevel: "warning", absWorkingDir: root,
  // One byte a character: read and compiled faster.
  charset: "ascii",
};
const builtin = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);

/** Rules with a part of their text. */
function rulesAs(part) {
  return {
    name: "lean-rules",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]rules[\\/][\w-]+[\\/][\w-]+\.ts$/ }, ({ path }) => {
        if (relative(root, path).split(/[\\/]/)[0] !== "rules") return undefined;
        return { contents: part(readFileSync(path, "utf8")), loader: "ts" };
      });
    },
  };
}

/** The rules of the command line: what is said of them, and their code by chunks. */
const stubs = await ruleStubs(root);
const lazyRules = {
  name: "lazy-rules",
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /[\\/]rules[\\/]index\.ts$/ }, ({ path }) => (path === wholeCatalogue ? { contents: stubs.index, loader: "js" } : undefined));
    onResolve({ filter: /^virtual:/ }, ({ kind, path }) => (kind === "entry-point" ? { path, namespace: "rules" } : undefined));
    onLoad({ filter: /.*/, namespace: "rules" }, ({ path }) => ({ contents: stubs.modules.get(path.slice("virtual:".length)), resolveDir: join(root, "rules"), loader: "js" }));
  },
};

if (process.argv.includes("--if-missing") && existsSync(join(dist, "start.js"))) process.exit(0);

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, "chunks"), { recursive: true });

/** A chunk's file name to what it holds; grows while the bundles are made. */
const chunks = new Map();

const ownChunks = await splitBundle(join(root, "src/faces/cli.ts"), "cli.js");
await bundle(join(root, "src/index.ts"), join(dist, "lib.js"), "./chunks/");
await bundle(join(root, "src/rule/index.ts"), join(dist, "rule.js"), "./chunks/");
// A map goes on with what is added to it on the way: chunks may load chunks.
for (const [name, entry] of chunks) {
  const file = join(dist, "chunks", name);
  if (existsSync(file)) continue;
  if (entry.endsWith(".json")) writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(entry, "utf8"))));
  else await bundle(entry, file, "./");
}
finishTexts();
pack(ownChunks);
await bundle(join(root, "src/faces/start.ts"), join(dist, "start.js"), "./chunks/", { BUILD: JSON.stringify(buildId()) });

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

async function bundle(entry, outfile, prefix, define = {}) {
  await build({
    ...options, entryPoints: [entry], outfile, format: "cjs", define,
    plugins: [lazyChunks(prefix, chunks), ...(entry === wholeCatalogue ? [] : [rulesAs(withoutExamples)])],
  });
}

/**
 * Bundles an entry and the chunks that share modules with it; a module that several of them need is in a chunk of its own.
 * Gives the file names of all of them.
 */
async function splitBundle(entry, name) {
  const entries = new Map([[name, entry]]);
  for (let known = 0; known < entries.size;) {
    known = entries.size;
    const found = new Map();
    const result = await build({
      ...options, format: "esm", splitting: true, write: false, metafile: true, outdir: join(dist, "chunks"), chunkNames: "shared-[hash]",
      entryPoints: [...entries].map(([out, path]) => ({ in: path, out: out.replace(/\.js$/, "") })),
      plugins: [lazyChunks("./", found), lazyRules, rulesAs(onlyCheck)],
    });
    for (const [chunk, path] of found) {
      const data = stubs.data.get(chunk);
      if (data) writeFileSync(join(dist, "chunks", chunk), JSON.stringify(data));
      else if (sharesModules(path)) entries.set(chunk, path);
      else chunks.set(chunk, path);
    }
    if (entries.size === known) {
      writeAsCommonJs(result);
      return result.outputFiles.map(({ path }) => basename(path));
    }
  }
}

/**
 * Puts what a check of a Dockerfile loads, the shell parser included, into one file: to open, read and compile a dozen costs
 * more. What only other runs load is in a second one, so that its compiled code, which is kept with that of its file, costs a
 * short run nothing. Each holds a function for each chunk; those in brackets are compiled at once where no compiled code is kept.
 */
function pack(own) {
  const names = [...own, "unbash.js"];
  const texts = new Map(names.map((name) => [name, readFileSync(join(dist, "chunks", name), "utf8")]));
  const first = new Set(names.filter((name) => /^(?:cli|rules-on-(?:container|dockerfile)|unbash)\.js$/.test(name)));
  // A set goes on with what is added to it on the way. Shared chunks are imported, all others are loaded when they are needed.
  for (const name of first) for (const [, shared] of texts.get(name).matchAll(/require\("\.\/(shared-[\w-]+\.js)"\)/g)) first.add(shared);
  const entry = (name, isCompiled) => {
    const body = `function(exports,require,module,__filename,__dirname){${texts.get(name)}\n}`;
    return `${JSON.stringify(name)}:${isCompiled ? `(${body})` : body}`;
  };
  const more = names.filter((name) => !first.has(name));
  const elsewhere = more.map((name) => `${JSON.stringify(name)}:"pack-more.js"`);
  writeFileSync(join(dist, "chunks/pack.js"), `({${[...names.filter((name) => first.has(name)).map((name) => entry(name, true)), ...elsewhere].join(",")}})`);
  writeFileSync(join(dist, "chunks/pack-more.js"), `({${more.map((name) => entry(name, false)).join(",")}})`);
  for (const name of own) rmSync(join(dist, "chunks", name));
}

/** Splitting gives ES modules; only CommonJS can be loaded in the middle of a synchronous call on every Node. */
function writeAsCommonJs({ outputFiles, metafile }) {
  for (const path of Object.keys(metafile.inputs)) if (/^(?:src|rules)\/.*\.ts$/.test(path)) refuseChanging(path, readFileSync(join(root, path), "utf8"));
  for (const { path, text } of outputFiles) writeFileSync(path, asCommonJs(text));
}

function sharesModules(path) {
  return path.startsWith("virtual:") || path.endsWith(".ts") && path !== wholeCatalogue && !/^src[\\/](?:report|faces)[\\/]/.test(relative(root, path));
}

/** What patterns and data still hold beyond ASCII is escaped: a chunk is read byte by byte. Objects are made in the way that is fast. */
function finishTexts() {
  for (const name of readdirSync(join(dist, "chunks"))) {
    const path = join(dist, "chunks", name);
    const text = readFileSync(path, "utf8");
    const plain = text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
    writeFileSync(path, name.endsWith(".js") ? fastSpreads(plain) : plain);
  }
  for (const path of [join(dist, "lib.js"), join(dist, "rule.js")]) writeFileSync(path, fastSpreads(readFileSync(path, "utf8")));
}

/** A hash of everything that is built, for what is kept between runs. */
function buildId() {
  const hash = createHash("sha256");
  for (const name of readdirSync(join(dist, "chunks")).sort()) hash.update(name).update(readFileSync(join(dist, "chunks", name)));
  return hash.digest("hex").slice(0, 32);
}

/** Makes each `require` of the sources a chunk. The packages' own ones are bundled with them. */
function lazyChunks(prefix, found) {
  return {
    name: "lazy-chunks",
    setup({ onResolve }) {
      onResolve({ filter: /.*/ }, ({ kind, path, importer, resolveDir }) => {
        if (kind !== "require-call" || builtin.has(path) || importer.includes("/node_modules/")) return undefined;
        if (path.startsWith("virtual:")) {
          const name = path.slice("virtual:".length);
          found.set(name, path);
          return { path: `${prefix}${name}`, external: true };
        }
        const isFile = path.startsWith(".");
        const target = isFile ? resolve(resolveDir, path) : path;
        const name = chunkName(isFile ? relative(root, target) : path);
        found.set(name, target);
        return { path: `${prefix}${name}`, external: true };
      });
    },
  };
}

function chunkName(path) {
  const name = path.replace(/^src\//, "").replace(/\.(?:ts|json)$/, "").replace(/[^\w]+/g, "-");
  return path.endsWith(".json") ? `${name}.json` : `${name}.js`;
}
