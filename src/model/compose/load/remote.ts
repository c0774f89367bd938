/** True for what Compose fetches before it reads it: git, OCI and HTTP references. A Windows drive is none. */
export function isRemote(path: string): boolean {
  return /^(?:[a-zA-Z][a-zA-Z0-9+.-]+:(?![\\])|git@|github\.com\/)/.test(path) && !/^[a-zA-Z]:[\\/]/.test(path);
}
