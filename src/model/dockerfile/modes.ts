import { isWithin } from "../paths.ts";
import { executableBy, type Mode } from "../file-mode.ts";
import type { DeclaredVolume } from "../types.ts";
import type { ModelCommand } from "./commands.ts";
import type { Effect } from "./effects.ts";
import { isUnknownPlace } from "./places.ts";

/**
 * What a `chmod` says of the file at `path`; `open` where it says nothing. What a RUN does below a VOLUME declared before it is kept
 * by one builder and discarded by the other (state-model, how content gets into a mount).
 */
export function modeSetBy({ kind, path: place, recursive, command }: Effect, path: string, volumes: readonly DeclaredVolume[]): Mode {
  if (kind !== "permission" || command.name !== "chmod") return "open";
  const named = isUnknownPlace(place);
  if (!named && place !== path && !(recursive === true && isWithin(path, place))) return "open";
  const mode = command.args.find(({ raw }, at) => !raw.startsWith("-") || (at === 0 && /^-[rwxX]+$/.test(raw)));
  const said = executableBy(mode?.expanded);
  if (said === "open") return "open";
  if (named) return undefined;
  return said === "yes" && volumes.some((volume) => isWithin(path, volume.path)) ? "builder" : said;
}

/** The mode that `install` gives to what it copies: 755 where none is named (coreutils and busybox). */
export function modeByInstall({ line }: ModelCommand): Mode {
  const mode = line.option("-m", "--mode");
  return mode ? executableBy(mode.value) : "yes";
}

/** True for a command that may change modes in a way that its command line does not say: `find ... -exec chmod +x {} +`. */
export function mayChangeModes({ name, args }: ModelCommand): boolean {
  return (name === "find" || name === "xargs" || name === "install") && args.some(({ raw }) => name === "install" || raw.includes("chmod"));
}
