import type { Host } from "../model/index.ts";

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
