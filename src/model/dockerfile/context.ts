import { Document } from "#text";
import { parseDockerignore, type Dockerignore } from "../../parse/dockerignore/index.ts";
import type { Host, HostEntry } from "../host.ts";
import { nameOf, resolvePath } from "../paths.ts";
import type { BuildContext, ContextFile } from "../types.ts";

const MOST_ENTRIES = 20_000;
const MOST_LEVELS = 30;

/**
 * The folder that a Dockerfile is built with, read through the host when first asked. `root` and `dockerfile` are relative to the
 * working directory; `root` is undefined for a remote context. A folder that the host does not show has no files.
 */
export function buildContext(host: Host, root: string | undefined, dockerfile: string): HostContext {
  return new HostContext(host, root, dockerfile);
}

/** A build context over the host. */
export class HostContext implements BuildContext {
  readonly root: string | undefined;
  readonly #host: Host;
  readonly #dockerfile: string;
  #ignore: { readonly file: Dockerignore | undefined } | undefined;
  #files: readonly ContextFile[] | undefined | "not read" = "not read";
  #real: boolean | undefined;
  readonly #documents = new Map<string, { readonly document: Document | undefined }>();

  constructor(host: Host, root: string | undefined, dockerfile: string) {
    this.#host = host;
    this.root = root !== undefined && host.list(root) ? root : undefined;
    this.#dockerfile = dockerfile;
  }

  get host(): Host {
    return this.#host;
  }

  get dockerignorePath(): string | undefined {
    return this.root === undefined ? undefined : resolvePath(this.root, ".dockerignore");
  }

  get dockerignore(): BuildContext["dockerignore"] {
    const { file } = (this.#ignore ??= { file: this.#readIgnore() });
    return file && { document: file.document, excludes: (path) => file.excludes(path).excluded };
  }

  /** The file named after the Dockerfile stands beside it and is looked for first. */
  #readIgnore(): Dockerignore | undefined {
    if (this.root === undefined) return undefined;
    for (const path of [`${this.#dockerfile}.dockerignore`, resolvePath(this.root, ".dockerignore")]) {
      if (this.#host.stat(path) !== "file") continue;
      const read = this.#host.read(path);
      if (read.ok) return parseDockerignore(new Document(path, read.text, "dockerignore"));
    }
    return undefined;
  }

  files(): readonly ContextFile[] | undefined {
    if (this.#files === "not read") this.#files = this.#list();
    return this.#files;
  }

  has(path: string): boolean | undefined {
    const kind = this.kindOf(path);
    return this.root === undefined ? undefined : kind !== undefined;
  }

  /** What stands at a path of the context after `.dockerignore`; undefined where nothing does. */
  kindOf(path: string): "file" | "directory" | undefined {
    if (this.root === undefined) return undefined;
    const inside = resolvePath(".", path.replace(/^\/+/, ""));
    if (inside.startsWith("..")) return undefined;
    const kind = this.#host.stat(resolvePath(this.root, inside));
    if (kind !== "file" && kind !== "directory") return undefined;
    return this.#excluded(inside, kind) ? undefined : kind;
  }

  /** A file's document, the same one each time; undefined where it cannot be read as text. */
  documentAt(hostPath: string): Document | undefined {
    const known = this.#documents.get(hostPath);
    if (known) return known.document;
    const read = this.#host.read(hostPath);
    const document = read.ok ? new Document(hostPath, read.text, "script") : undefined;
    this.#documents.set(hostPath, { document });
    return document;
  }

  /** A context file's text after `.dockerignore`. */
  textOf(path: string): string | undefined {
    return this.root !== undefined && this.kindOf(path) === "file" ? this.documentAt(resolvePath(this.root, path))?.text : undefined;
  }

  /** True where `.dockerignore` leaves a path out, whether or not something stands there. */
  isIgnored(path: string): boolean {
    return this.dockerignore?.excludes(resolvePath(".", path)) ?? false;
  }

  /** True where a file of one of the names lies anywhere in the context. */
  hasManifestElsewhere(names: readonly string[]): boolean {
    return this.files()?.some(({ path, directory }) => !directory && names.includes(nameOf(path))) ?? false;
  }

  get real(): boolean {
    return (this.#real ??= this.#looksReal());
  }

  #looksReal(): boolean {
    if (this.root === undefined) return false;
    const own = nameOf(this.#dockerfile);
    return (this.#host.list(this.root) ?? []).some(({ name, kind }) => {
      if (kind === "directory") return !name.startsWith(".") && name !== "node_modules";
      return kind === "file" && name !== own && !isDescription(name);
    });
  }

  #excluded(path: string, kind: "file" | "directory"): boolean {
    const { file } = (this.#ignore ??= { file: this.#readIgnore() });
    if (!file || path === ".") return false;
    if (!file.excludes(path).excluded) return false;
    return kind === "file" || !file.patterns.some((pattern) => pattern.exception);
  }

  /** Level by level, so that a bound that is met leaves out the deepest files. */
  #list(): readonly ContextFile[] | undefined {
    if (this.root === undefined) return undefined;
    const found: ContextFile[] = [];
    let level = ["."];
    for (let depth = 0; depth < MOST_LEVELS && level.length > 0; depth++) {
      const below: string[] = [];
      for (const directory of level) {
        for (const entry of this.#host.list(resolvePath(this.root, directory)) ?? []) {
          if (found.length >= MOST_ENTRIES) return found;
          this.#add(directory, entry, found, below);
        }
      }
      level = below;
    }
    return found;
  }

  #add(directory: string, entry: HostEntry, found: ContextFile[], below: string[]): void {
    if (entry.kind !== "file" && entry.kind !== "directory") return;
    const path = directory === "." ? entry.name : `${directory}/${entry.name}`;
    if (this.#excluded(path, entry.kind)) return;
    found.push({ path, hostPath: resolvePath(this.root ?? ".", path), directory: entry.kind === "directory" });
    // What a repository's own database holds says nothing about the image; a link may lead back up.
    if (entry.kind === "directory" && entry.name !== ".git" && entry.link === undefined) below.push(path);
  }
}

/** Dockerfiles, compose files and what describes a project rather than being its content. */
function isDescription(name: string): boolean {
  return /^(?:[^]*\.)?(?:Docker|Container)file(?:\.[^]*)?$/i.test(name) || /(?:^|[-.])(?:docker-)?compose(?:[-.][^]{0,255})?\.ya?ml$/i.test(name)
    || /^(?:\..*|readme(?:\..*)?|licen[cs]e(?:\..*)?|stowage\.ya?ml|.*\.dockerignore)$/i.test(name);
}
