/**
 * Whether a container's user is root: by name, by number, or because none is named (the engine's default). A group may stand behind
 * it (`0:1000`). Source: Dockerfile reference, USER; `docker run --user`.
 */
export function isRootUser(user: string): boolean {
  return /^(?:root|0+)?(?::|$)/.test(user);
}
