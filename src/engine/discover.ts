import type { Host, HostEntry, Note, ReadResult } from "../model/index.ts";
import { PathPatterns, isIgnored } from "./ignore-rules.ts";
import { confirms, isComposeByText, isStandardName, roleByPath, roleByText, type FileRole } from "./names.ts";
import { folderOf, foldersUpward, inFolder, nameOf } from "./paths.ts";

/** The files to check, each list sorted, with their texts. */
export interface Discovery {
  readonly dockerfiles: readonly string[];
  readonly composeFiles: readonly string[];
  readonly scripts: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
  /** Files whose bytes are no valid UTF-8: never written back. */
  readonly damaged: ReadonlySet<string>;
  readonly notes: readonly Note[];
}

export interface DiscoverInput {
  readonly host: Host;
  /** Files and folders, as the host names them. */
  readonly paths: readonly string[];
  /** A text that was given instead of a file. */
  readonly given?: { readonly path: string; readonly text: string };
  /** The configuration's `ignore` lists that hold in a folder, outermost first. */
  ignoreIn(folder: string): readonly PathPatterns[];
}

const skippedFolders = new Set([
  ".git", ".hg", ".svn", ".jj", "node_modules", "bower_components", "vendor", ".venv", "venv", "__pycache__", ".tox", ".terraform",
  ".yarn", ".pnpm-store", ".cache", ".next", ".nuxt",
]);

const deepest = 100;

/** So many files, with so many characters, are looked at in one run: all of their texts are held at once. */
export const limits = { files: 100_000, characters: 1_000_000_000 };

/** Finds every Dockerfile, compose file and script that starts containers below the given paths, and reads it. */
export function discover(input: DiscoverInput): Discovery {
  const search = new Search(input);
  for (const path of input.paths) search.add(path);
  if (input.given) search.take(input.given.path, input.given.text);
  return search.result();
}

class Search {
  readonly #input: DiscoverInput;
  readonly #host: Host;
  readonly #roles = new Map<string, FileRole>();
  readonly #texts = new Map<string, string>();
  readonly #damaged = new Set<string>();
  #characters = 0;
  #full = false;
  readonly #notes = new Map<string, Note>();
  /** Linked files with what they lead to: taken only where the target is not. */
  readonly #links = new Map<string, string>();
  /** Undefined for a folder outside every git work tree. */
  readonly #gitIgnores = new Map<string, readonly PathPatterns[] | undefined>();

  constructor(input: DiscoverInput) {
    this.#input = input;
    this.#host = input.host;
  }

  /** A path that the user named. */
  add(path: string): void {
    const kind = this.#host.stat(path);
    if (kind === "directory") return this.#walk(path);
    if (kind === undefined) return this.#note(path, "does not exist: check the spelling and the working directory");
    const text = this.#read(path);
    if (text !== undefined) this.take(path, text);
  }

  /** A file that the user named: checked whatever it is called. */
  take(path: string, text: string): void {
    const named = roleByPath(path);
    const role = named && (!named.maybe || named.role === "script") ? named.role : roleByText(nameOf(path), text);
    if (role) this.#keep(path, role, text);
  }

  result(): Discovery {
    for (const [path, target] of this.#links) {
      if (!this.#roles.has(target)) this.#candidate(path);
    }
    const of = (role: FileRole): readonly string[] => [...this.#roles].filter(([, one]) => one === role).map(([path]) => path).sort();
    return {
      dockerfiles: of("dockerfile"), composeFiles: of("compose"), scripts: of("script"),
      texts: this.#texts, damaged: this.#damaged, notes: [...this.#notes.values()],
    };
  }

  #walk(top: string): void {
    const stack = [{ folder: top, depth: 0 }];
    for (let next = stack.pop(); next; next = stack.pop()) {
      const { folder, depth } = next;
      const entries = this.#host.list(folder);
      if (!entries) {
        this.#note(folder, "cannot be listed: check its permissions");
        continue;
      }
      const ignored = this.#ignoredIn(folder, entries);
      for (const entry of entries) {
        const path = inFolder(folder, entry.name);
        if (entry.kind !== "directory") this.#visit(path, entry, ignored);
        else if (!entry.link && !skippedFolders.has(entry.name) && !isIgnored(ignored, `${path}/`)) {
          if (isStandardName(entry.name)) this.#note(path, "is a directory, not a file: rename it or give the file's own path");
          if (depth < deepest) stack.push({ folder: path, depth: depth + 1 });
          else this.#note(path, `lies more than ${deepest} folders deep: give its path to check it`);
        }
      }
    }
  }

  #visit(path: string, entry: HostEntry, ignored: readonly PathPatterns[]): void {
    if (!roleByPath(path) || isIgnored(ignored, path)) return;
    if (entry.link !== undefined) this.#links.set(path, entry.link);
    else this.#candidate(path);
  }

  #candidate(path: string): void {
    const named = roleByPath(path);
    if (!named || this.#roles.has(path)) return;
    // A script that cannot be read is no part of what was asked for: nothing says that it starts containers.
    const text = named.role === "script" || named.unnamed ? textOf(this.#host.read(path)) : this.#read(path);
    if (text === undefined) return;
    const isOfRole = named.unnamed ? isComposeByText(text) : !named.maybe || confirms(named.role, text);
    if (isOfRole) this.#keep(path, named.role, text);
  }

  #keep(path: string, role: FileRole, text: string): void {
    if (this.#roles.size >= limits.files || this.#characters + text.length > limits.characters) return this.#overfull(path);
    this.#characters += text.length;
    this.#roles.set(path, role);
    this.#texts.set(path, text);
  }

  /** Said once: the first file tells where to go on. */
  #overfull(path: string): void {
    if (!this.#full) this.#note(path, `and all that follows is left out: one run takes ${limits.files} files and ${limits.characters} characters; give fewer paths, or leave folders out with \`ignore\``);
    this.#full = true;
  }

  #read(path: string): string | undefined {
    const result = this.#host.read(path);
    if (!result.ok) {
      this.#note(path, `${result.message}: ${remedies[result.reason]}`);
      return undefined;
    }
    if (result.replaced) {
      this.#damaged.add(path);
      this.#note(path, "is not valid UTF-8: broken bytes are read as U+FFFD; save the file as UTF-8", false);
    }
    return result.text;
  }

  #note(path: string, message: string, incomplete = true): void {
    this.#notes.set(path, { path, message, incomplete });
  }

  #ignoredIn(folder: string, entries: readonly HostEntry[]): readonly PathPatterns[] {
    const parent = folderOf(folder);
    const isOutside = this.#gitIgnores.has(parent) && !entries.some((entry) => entry.name === ".git");
    const outer = this.#gitIgnores.get(parent) ?? (isOutside ? undefined : this.#gitIgnoresAbove(folder));
    const own = outer && entries.some((entry) => entry.name === ".gitignore") ? this.#patternsOf(folder) : undefined;
    const git = own && outer ? [...outer, own] : outer;
    this.#gitIgnores.set(folder, git);
    return [...(git ?? []), ...this.#input.ignoreIn(folder)];
  }

  /** The `.gitignore` lists above a folder, outermost first; undefined outside a git work tree. */
  #gitIgnoresAbove(folder: string): readonly PathPatterns[] | undefined {
    const above = foldersUpward(folder);
    const top = above.findIndex((one) => isWorkTree(this.#host, one));
    if (top < 0) return undefined;
    const lists = above.slice(1, top + 1).reverse().map((one) => this.#patternsOf(one));
    return lists.filter((list) => list !== undefined);
  }

  #patternsOf(folder: string): PathPatterns | undefined {
    const result = this.#host.read(inFolder(folder, ".gitignore"));
    return result.ok ? new PathPatterns(folder, result.text) : undefined;
  }
}

function isWorkTree(host: Host, folder: string): boolean {
  const kind = host.stat(inFolder(folder, ".git"));
  return kind === "directory" || kind === "file";
}

function textOf(result: ReadResult): string | undefined {
  return result.ok ? result.text : undefined;
}

const remedies = {
  missing: "check the spelling and the working directory",
  "outside-root": "run stowage in a folder that holds it, or give its real path",
  "not-a-file": "give the path of a regular file",
  "too-large": "no Dockerfile or compose file needs that size; leave it out with `ignore`",
  binary: "give a text file, or leave it out with `ignore`",
  unreadable: "check the file and its permissions, or leave it out with `ignore`",
} as const;
