import type { EntryKind, Host, HostEntry, ReadResult } from "../../src/model/index.ts";

/** A host over texts by path; folders follow from the paths. */
export class MemoryHost implements Host {
  readonly #files: ReadonlyMap<string, string>;

  constructor(files: Readonly<Record<string, string>>) {
    this.#files = new Map(Object.entries(files));
  }

  read(path: string): ReadResult {
    const text = this.#files.get(plain(path));
    if (text !== undefined) return { ok: true, text, replaced: false };
    return { ok: false, reason: "missing", message: `${path}: no such file` };
  }

  list(directory: string): readonly HostEntry[] | undefined {
    const prefix = plain(directory) === "" ? "" : `${plain(directory)}/`;
    const below = [...this.#files.keys()].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
    if (below.length === 0) return undefined;
    const names = [...new Set(below.map((path) => path.split("/", 1)[0] ?? path))].sort();
    return names.map((name) => ({ name, kind: below.includes(name) ? "file" : "directory" }));
  }

  stat(path: string): EntryKind | undefined {
    if (this.#files.has(plain(path))) return "file";
    return this.list(path) ? "directory" : undefined;
  }
}

function plain(path: string): string {
  return path.split("/").filter((part) => part !== "." && part !== "").join("/");
}
