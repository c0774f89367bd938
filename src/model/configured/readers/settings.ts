import type { Setting, SettingText } from "../../../parse/settings/index.ts";
import type { ImageFile } from "../../types.ts";
import type { ConfigInput } from "../types.ts";

/** A setting with the file that it stands in. */
export interface Placed {
  readonly file: ImageFile;
  readonly key: string;
  readonly value: SettingText;
}

/** The settings of some sections over several files, by key; a later one takes the place of an earlier one. */
export function lastByKey(files: readonly ImageFile[], read: (text: string) => readonly Setting[], wanted: (section: string) => boolean, keyOf = (key: string): string => key): ReadonlyMap<string, Placed> {
  const found = new Map<string, Placed>();
  for (const file of files) {
    for (const { section, key, value } of read(file.text()?.text ?? "")) if (wanted(section)) found.set(keyOf(key), { file, key, value });
  }
  return found;
}

/** True for a switch that is on, in the words of most programs. */
export function isOn(text: string | undefined): boolean {
  return /^(1|on|true|yes|enabled?)$/i.test(text ?? "");
}

/** `${NAME}` and `$NAME` filled in from the container's environment; a name that nothing sets stays as it is. */
export function withEnvironment(text: string, env: ConfigInput["env"]): string {
  return text.replace(/\$\{(\w{1,100})\}|\$(\w{1,100})/g, (whole, braced: string | undefined, bare: string | undefined) => env.get(braced ?? bare ?? "")?.value ?? whole);
}
