import { Document, MappedText } from "#text";
import type { Host } from "../host.ts";
import { nameOf, resolvePath } from "../paths.ts";
import type { ImageFile, Mount } from "../types.ts";
import { throughLinks } from "./fate.ts";

/** The project's own files, as bind mounts show them to a container. Paths are relative to the working directory. */
export interface HostFiles {
  stat: Host["stat"];
  list: Host["list"];
  /** A file's document, the same one each time; undefined where it cannot be read as text. */
  document(path: string): Document | undefined;
}

/** The files of a host, each read when first asked for, once. */
export function hostFiles(host: Host): HostFiles {
  const documents = new Map<string, Document | undefined>();
  return {
    stat: (path) => host.stat(path),
    list: (path) => host.list(path),
    document: (path) => {
      if (documents.has(path)) return documents.get(path);
      const read = host.read(path);
      const document = read.ok ? new Document(path, read.text, "script") : undefined;
      documents.set(path, document);
      return document;
    },
  };
}

/** What a bind mount shows at a path of the container; undefined where the project has no file there. */
export function boundFile(mount: Mount, path: string, files: HostFiles): ImageFile | undefined {
  const content = mount.entry?.content;
  if (content) return path === throughLinks(mount.target) ? { path, hostPath: undefined, document: () => undefined, text: () => content, trace: [{ span: mount.span, message: `mounted at ${mount.target}` }] } : undefined;
  const hostPath = hostPathOf(mount, path);
  if (hostPath === undefined || files.stat(hostPath) !== "file") return undefined;
  const document = (): Document | undefined => files.document(hostPath);
  return {
    path, hostPath, document,
    text: () => {
      const file = document();
      return file && MappedText.ofSpan(file.span(0, file.text.length));
    },
    trace: [{ span: mount.span, message: `mounted at ${mount.target}` }],
  };
}

/** The paths of the container at which its bind mounts show files directly below a directory. */
export function boundPaths(mounts: readonly Mount[], directory: string, files: HostFiles): readonly string[] {
  const inside = directory === "/" ? "/" : `${directory}/`;
  return mounts.flatMap((mount) => {
    const target = throughLinks(mount.target);
    if (mount.kind !== "bind-mount" || (mount.hostPath === undefined && !mount.entry?.content)) return [];
    if (target === inside + nameOf(target)) return [target];
    const hostPath = hostPathOf(mount, directory);
    return hostPath === undefined ? [] : (files.list(hostPath) ?? []).filter(({ kind }) => kind === "file").map(({ name }) => inside + name);
  });
}

function hostPathOf(mount: Mount, path: string): string | undefined {
  const target = throughLinks(mount.target);
  if (mount.hostPath === undefined) return undefined;
  if (path === target) return mount.hostPath;
  const inside = target === "/" ? "/" : `${target}/`;
  return path.startsWith(inside) ? resolvePath(mount.hostPath, path.slice(inside.length)) : undefined;
}
