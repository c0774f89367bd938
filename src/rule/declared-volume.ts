import type { Mount } from "../model/index.ts";

/**
 * Whether a volume that the project's own Dockerfile declares is there for what the service keeps, as far as one can see: no
 * service mounts or borrows it, the project puts nothing there, it is no place of the system or of files that come again, and
 * what the service runs is not known to keep its data elsewhere. Source: the author's VOLUME is the only sign of it.
 */
export function isDeclaredForData(mount: Mount): boolean {
  const { container, target } = mount;
  const { service, image } = container;
  if (mount.kind !== "anonymous-volume" || mount.declaredBy !== "image" || !service || container.verdict !== "unknown") return false;
  if (comesAgain(target) || SYSTEMS.test(target) || (image?.contentBelow(target).some(({ by }) => by === "copy" || by === "base-image") ?? true)) return false;
  return !service.compose.services.some((other) => other.volumesFrom.some((from) => from.service === service.name));
}

/** Paths that the image or the next build fills again, and the idiom that keeps modules visible under a source bind. */
export function comesAgain(target: string): boolean {
  return AGAIN.test(target);
}

const AGAIN = /(^|\/)(node_modules|vendor|bower_components|\.venv|venv|target|dist|build|\.next|\.nuxt|\.svelte-kit|__pycache__|\.cache|cache|tmp|temp|run|logs?|\.gradle|\.m2|_build|deps|obj|bin)(\/|$)/;
const SYSTEMS = /^\/(?:sys|proc|dev|etc|usr|lib|boot|root\/\.\w+|home\/[^/]+\/\.\w+)(?:\/|$)/;
