import type { PathFate } from "../model/index.ts";

/**
 * Whether a path is one for files that users upload, as its name or the variable that names it says. Uploads have a rule of
 * their own, so the rule for other data leaves them out.
 */
export function holdsUploads(path: PathFate): boolean {
  if (/\/(uploads?|user[-_]?(uploads|files)|attachments|avatars|media)(\/|$)/i.test(path.path)) return true;
  return path.writes.some((write) => write.evidence === "environment" && write.trace.some(({ message }) => /^(?=\w+ names )\w*?(?:UPLOAD|MEDIA|ATTACHMENT)/.test(message)));
}
