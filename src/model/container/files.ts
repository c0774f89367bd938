import type { EntryKind } from "../host.ts";
import { isWithin, normalisePath, parentOf, resolvePath } from "../paths.ts";
import { boundFile, boundPaths, type HostFiles } from "./bound-files.ts";
import type { Container, ImageFile, Listing, Mount } from "../types.ts";

const NOTHING: Listing = { files: [], directories: [], complete: true };

const ENGINE_FILES = new Set(["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"]);
const SYSTEM_FILES = new Set(["/etc/passwd", "/etc/group"]);

/** Who lends a mount by `volumes_from`, and filled its volume from an image of its own. */
type Lender = Pick<Container, "image">;

/**
 * What stands where when a container starts for the first time: an empty volume is filled from the image, a bind mount shows the
 * host's folder as the project has it or an empty one that the engine makes, every other mount hides what the image has there
 * (state-model, how content gets into a mount).
 */
export class ContainerFiles {
  readonly #container: Container;
  readonly #host: HostFiles;
  readonly #directories = new Map<string, boolean | undefined>();

  constructor(container: Container, host: HostFiles) {
    this.#container = container;
    this.#host = host;
  }

  /** The file at a path, of the image or of the project's side of a bind mount; undefined where none is known. */
  fileAt(path: string): ImageFile | undefined {
    const { mount, path: real } = this.#container.fateOf(path);
    if (mount?.kind === "bind-mount") return boundFile(mount, real, this.#host);
    return mount === undefined || isFilled(mount) ? this.#container.image?.fileAt(path) : undefined;
  }

  /** The files of the project directly below a directory, by path. */
  filesIn(directory: string): readonly ImageFile[] {
    const inside = `${directory}/`;
    const copied = (this.#container.image?.filesBelow(directory) ?? []).map(({ path }) => path).filter((path) => path.startsWith(inside) && !path.slice(inside.length).includes("/"));
    return [...new Set([...copied, ...boundPaths(this.#container.mounts, directory, this.#host)])].sort().flatMap((path) => this.fileAt(path) ?? []);
  }

  /** Whether a file stands at a path; undefined where unknown. */
  fileExists(path: string): boolean | undefined {
    const { mount, path: real } = this.#container.fateOf(path);
    if (mount?.kind === "bind-mount") return this.#isOfHost(mount, real, "file");
    if (mount !== undefined && isEmpty(mount)) return false;
    if (this.fileAt(path) || this.#isSystemFile(real)) return true;
    const list = this.listBelow(path);
    return list?.complete && list.files.length === 0 ? false : undefined;
  }

  /** True where a folder of the project was copied, which elsewhere may hold more than the project, and the project has nothing at this path. */
  lacks(path: string): boolean {
    const list = this.listBelow(path);
    return list !== undefined && !list.complete && list.files.length === 0 && list.directories.length === 0;
  }

  /** All that stands at or below a path; undefined where unknown. */
  listBelow(path: string): Listing | undefined {
    const container = this.#container;
    const { mount, path: real } = container.fateOf(path);
    const inner = container.mounts.filter(({ target }) => target !== real && container.fateOf(target).path.startsWith(`${real}/`));
    const own = this.#listOf(mount, path);
    return inner.length === 0 || !own ? own : this.#withMounts(own, inner, real);
  }

  /** The names in `/` that the project brings, its mounts with them; undefined where there may be more. */
  namesInRoot(): ReadonlySet<string> | undefined {
    const { image, mounts } = this.#container;
    const names = image?.namesInRoot();
    return names && new Set([...names, ...mounts.map(({ target }) => target.split("/")[1] ?? "")]);
  }

  /** What mounts below a directory show comes in place of what stands there without them. */
  #withMounts(own: Listing, inner: readonly Mount[], directory: string): Listing | undefined {
    const targets = inner.map(({ target }) => this.#container.fateOf(target).path);
    const isShown = (one: string): boolean => !targets.some((target) => isWithin(one, target));
    const files = own.files.filter(isShown);
    const directories = new Set(own.directories.filter(isShown));
    let { complete } = own;
    for (const target of targets) {
      for (let at = target; at !== directory && at !== "/"; at = parentOf(at)) directories.add(at);
      const list = targets.some((other) => other !== target && isWithin(other, target)) ? undefined : this.#listOf(this.#container.fateOf(target).mount, target);
      if (!list) return undefined;
      files.push(...list.files);
      for (const one of list.directories) directories.add(one);
      complete &&= list.complete;
    }
    return { files, directories: [...directories], complete };
  }

  #listOf(mount: Mount | undefined, path: string): Listing | undefined {
    const container = this.#container;
    if (mount?.kind === "bind-mount") return this.#isOfHost(mount, container.fateOf(mount.target).path, "directory") === true && this.#host.stat(mount.hostPath ?? "") === undefined ? NOTHING : undefined;
    if (mount !== undefined && isEmpty(mount)) return NOTHING;
    return mount === undefined || isFilled(mount) ? container.image?.listBelow(path) : undefined;
  }

  /** Whether a directory stands at a path; undefined where unknown. */
  directoryExists(path: string): boolean | undefined {
    if (this.#directories.has(path)) return this.#directories.get(path);
    const said = this.#hasDirectory(path);
    this.#directories.set(path, said);
    return said;
  }

  #hasDirectory(path: string): boolean | undefined {
    const container = this.#container;
    const { mount, path: real } = container.fateOf(path);
    if (container.mounts.some(({ target }) => target !== real && container.fateOf(target).path.startsWith(`${real}/`)) || (container.cwd !== undefined && isWithin(container.cwd, path))) return true;
    if (mount?.kind === "bind-mount") return this.#isOfHost(mount, real, "directory");
    if (mount !== undefined && isTarget(container, mount, real)) return true;
    if (mount !== undefined && isEmpty(mount)) return false;
    const image = mount?.declaredBy === "volumes-from" ? lenderOf(mount)?.image : container.image;
    return image?.directoryExists(path);
  }

  /** The engine's own files, and those that every operating system image has. */
  #isSystemFile(path: string): boolean {
    return ENGINE_FILES.has(path) || (SYSTEM_FILES.has(path) && this.#container.image?.stage?.baseEnvironmentKnown === true && this.#container.image.stage.origin !== undefined);
  }

  /** True where what stands at a path is the host's to say, and may be other than the project shows. */
  isOfHost(path: string): boolean {
    return this.#container.fateOf(path).mount?.kind === "bind-mount";
  }

  /** A host path that is not there is made by the engine, as an empty directory. */
  #isOfHost(mount: Mount, path: string, kind: "file" | "directory"): boolean | undefined {
    const hostPath = this.#hostPath(mount, path);
    if (hostPath === undefined || mount.hostPath === undefined) return undefined;
    const found: EntryKind | undefined = this.#host.stat(hostPath);
    if (found === "file" || found === "directory") return found === kind;
    if (found !== undefined) return undefined;
    return kind === "directory" && hostPath === normalisePath(mount.hostPath);
  }

  /** Where a path lies on the host; undefined where that is outside of what is read. */
  #hostPath(mount: Mount, path: string): string | undefined {
    if (mount.hostPath === undefined) return undefined;
    const target = this.#container.fateOf(mount.target).path;
    const hostPath = path === target ? normalisePath(mount.hostPath) : resolvePath(mount.hostPath, path.slice(target.length + 1));
    return hostPath.startsWith("..") || hostPath.startsWith("/") ? undefined : hostPath;
  }
}

function isTarget(container: Container, mount: Mount, path: string): boolean {
  return container.fateOf(mount.target).path === path;
}

/** A volume that the image's content fills at its first use. */
function isFilled(mount: Mount): boolean {
  return (mount.kind === "anonymous-volume" || mount.kind === "named-volume") && !mount.noCopy && mount.declaredBy !== "volumes-from";
}

/** What is new and stays empty until something is written. */
function isEmpty(mount: Mount): boolean {
  return mount.kind === "tmpfs" || (mount.noCopy && mount.kind !== "external-volume");
}

function lenderOf(mount: Mount): Lender | undefined {
  return mount.service?.container;
}
