import { parentOf, resolvePath } from "../../paths.ts";
import type { ImageFile } from "../../types.ts";
import type { ProgramStart } from "../types.ts";
import { readModule, type EsModule } from "./module.ts";

const MOST_FILES = 400;
const MOST_TEXT = 6_000_000;
const ENDINGS = ["", ".js", ".mjs", ".cjs", ".json", ".ts", ".mts", ".cts", ".tsx", ".jsx", "/index.js", "/index.mjs", "/index.cjs", "/index.ts"];
const CODE = /\.[cm]?[jt]sx?$/i;

/** `require("./x")`, `import ... from "./x"`, `import("./x")`, `export ... from "./x"`: enough to know which files belong together. */
const RELATIVE = /(?:\brequire\s*\(\s*|\bfrom\s*|\bimport\s*(?:\(\s*)?)["'](\.{1,2}(?:\/[^"'\n]{0,300})?)["']/g;

/** Every import and `require`, with its specifier where that is written out. */
const IMPORTS = /(?:\brequire\s*\(\s*|\bfrom\s*(?=["'])|\bimport\s*\(\s*|\bimport\s*(?=["']))(?:["']([^"'\n]{1,300})["'])?/g;

/** The files of one program: those that its first file reaches by relative imports. */
export class EsProgramFiles {
  readonly start: ProgramStart;
  readonly #modules = new Map<string, EsModule | undefined>();
  /** Files that no installed parser can read. */
  readonly unread: ImageFile[] = [];

  constructor(start: ProgramStart) {
    this.start = start;
  }

  /** True where every import leads to a file that is read, or to a package of which `isKnown` says that it is harmless. */
  importsOnly(isKnown: (specifier: string) => boolean): boolean {
    const files = this.reachable();
    if (files.length >= MOST_FILES) return false;
    return files.every(({ file, text }) => {
      for (const [, specifier] of text.matchAll(IMPORTS)) {
        if (specifier === undefined) return false;
        const known = specifier.startsWith(".") ? /\.json$/.test(specifier) || this.resolve(file.path, specifier)?.text() !== undefined : isKnown(specifier);
        if (!known) return false;
      }
      return !/\b(createRequire|process\.dlopen)\b/.test(text) && !(text.includes("child_process") && /\b(promisify|fork)\b/.test(text));
    });
  }

  /** Every reachable file with its text, the first one first; bounded. */
  reachable(): readonly { readonly file: ImageFile; readonly text: string }[] {
    const found: { readonly file: ImageFile; readonly text: string }[] = [];
    const seen = new Set([this.start.file.path]);
    const queue = [this.start.file];
    let length = 0;
    for (let file = queue.shift(); file && found.length < MOST_FILES && length < MOST_TEXT; file = queue.shift()) {
      const text = CODE.test(file.path) || file === this.start.file ? file.text()?.text : undefined;
      if (text === undefined) continue;
      found.push({ file, text });
      length += text.length;
      for (const match of text.matchAll(RELATIVE)) {
        const next = this.resolve(file.path, match[1] ?? "");
        if (!next || seen.has(next.path)) continue;
        seen.add(next.path);
        queue.push(next);
      }
    }
    return found;
  }

  /** The file that a relative specifier means. */
  resolve(from: string, specifier: string): ImageFile | undefined {
    const base = resolvePath(parentOf(from), specifier);
    for (const ending of ENDINGS) {
      const file = this.start.fileAt(base + ending);
      if (file) return file;
    }
    // TypeScript's own sources name the files that it will make.
    return /\.js$/.test(base) ? this.start.fileAt(base.replace(/\.js$/, ".ts")) : undefined;
  }

  /** A file's module, parsed once. */
  module(file: ImageFile): EsModule | undefined {
    if (this.#modules.has(file.path)) return this.#modules.get(file.path);
    this.#modules.set(file.path, undefined);
    const read = readModule(file, file === this.start.file && this.start.isInline === true);
    if ("missing" in read) {
      if (read.missing === "parser") this.unread.push(file);
      return undefined;
    }
    this.#modules.set(file.path, read);
    return read;
  }

  /** The module that an import of another one leads to; undefined for packages. */
  imported(from: EsModule, specifier: string): EsModule | undefined {
    if (!specifier.startsWith(".")) return undefined;
    const file = this.resolve(from.file.path, specifier);
    return file && CODE.test(file.path) ? this.module(file) : undefined;
  }
}
