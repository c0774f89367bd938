import { parentOf } from "../paths.ts";
import type { StateCommand } from "../types.ts";

/** Whether a script's command may be for the project of a compose file: one in the script's folder or the one above it. */
export function mayBeFor({ span }: StateCommand, composeFile: string): boolean {
  const folder = parentOf(span.document.path);
  const own = parentOf(composeFile);
  return own === folder || own === parentOf(folder);
}
