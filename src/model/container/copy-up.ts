import { isWithin, normalisePath } from "../paths.ts";
import { classOf } from "../run/index.ts";
import type { Container, ImageFile, Mount, Write } from "../types.ts";

/** A volume that gets more files than this is shown as one tree. */
const MOST_NAMED = 100;

/**
 * What a fresh named or anonymous volume gets from the image at its first use (state-model, how content gets into a mount). What
 * the start deletes again or writes itself is left out.
 */
export function copiedUp(container: Container): readonly Write[] {
  const { image } = container;
  if (!image?.built) return [];
  return container.mounts.filter(isFilled).flatMap((mount) => {
    const files = image.filesBelow(mount.target).filter((file) => container.fateOf(file.path).mount === mount && !isReplaced(container, file.path));
    const [first] = files;
    if (files.length > MOST_NAMED && first) return [copied(container, mount, { ...first, path: mount.target }, "tree")];
    return files.map((file) => copied(container, mount, file, "file"));
  });
}

/**
 * True for what the map shows: files below a path that the image declares as VOLUME. Where it declares none its files count as the
 * image's own, as they did when the engine's truth was recorded.
 */
export function isBelowDeclared(container: Container, path: string): boolean {
  return container.image?.volumes.some((volume) => isWithin(path, normalisePath(volume.path)) || isWithin(normalisePath(volume.path), path)) ?? false;
}

/** Volumes of a container's own that are made empty, read-only ones too (measured); one with options of its driver may hold something already. */
function isFilled(mount: Mount): boolean {
  const isVolume = mount.kind === "anonymous-volume" || mount.kind === "named-volume";
  return isVolume && !mount.noCopy && mount.declaredBy !== "volumes-from" && (mount.volume?.driverOptions.size ?? 0) === 0;
}

function isReplaced(container: Container, path: string): boolean {
  if (container.writes.some((write) => write.path === path && write.type === "file")) return true;
  return container.removals.some((removal) => !removal.conditional && isWithin(path, removal.path.replace(/\/\*$/, "")));
}

function copied(container: Container, mount: Mount, file: ImageFile, type: Write["type"]): Write {
  const fate = container.fateOf(file.path);
  return {
    container, path: fate.path, type, fate, class: classOf(fate.path), confidence: "certain", evidence: "copy-up", what: undefined, span: mount.span,
    trace: [...file.trace, { span: mount.span, message: "a fresh volume here gets what the image has at its path" }],
  };
}
