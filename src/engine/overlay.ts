import type { Host, HostEntry } from "../model/index.ts";

/** A host over which some texts lie: given on standard input, edited, or read before. */
export function overlay(host: Host, texts: ReadonlyMap<string, string>): Host {
  return {
    read: (path) => {
      const text = texts.get(path);
      return text === undefined ? host.read(path) : { ok: true, text, replaced: false };
    },
    list: (directory) => host.list(directory),
    stat: (path) => (texts.has(path) ? "file" : host.stat(path)),
  };
}

/** A host that remembers the folder it listed last: several parts of the engine ask for the same one in a row. */
export function remembering(host: Host): Host {
  let last: { readonly directory: string; readonly entries: readonly HostEntry[] | undefined } | undefined;
  return {
    read: (path) => host.read(path),
    stat: (path) => host.stat(path),
    list: (directory) => {
      if (last?.directory !== directory) last = { directory, entries: host.list(directory) };
      return last.entries;
    },
  };
}
